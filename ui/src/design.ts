/** The page over the fake, for design work and screenshots; never part of what is shipped. */
import { memoryFromAddress } from './fake';
import { start } from './start';

void start(memoryFromAddress(new URLSearchParams(location.search)));
