/** The page inside Suar. */
import { shell } from './lib/api/client';
import { start } from './start';

void start(shell);
