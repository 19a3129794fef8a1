// @vitest-environment node
/** What is shipped, as the build makes it. */
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { VESSEL } from './fake/people';

/** Most bytes of code, styles and markup after gzip. */
const MAX_BYTES = 300_000;

type Output = Rolldown.OutputChunk | Rolldown.OutputAsset;
let output: Output[] = [];

beforeAll(async () => {
  const built = await build({ configFile: 'vite.config.ts', mode: 'production', logLevel: 'silent', build: { write: false } });
  output = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
}, 60_000);

const content = (file: Output): string | Uint8Array => (file.type === 'chunk' ? file.code : file.source);

describe('the page that is shipped', () => {
  it('is one script: there is nothing to load later', () => {
    expect(output.filter((file) => file.type === 'chunk')).toHaveLength(1);
  });

  it('holds no line of the fake and none of its people', () => {
    const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
    expect(modules.some((id) => id.endsWith('/src/main.ts')), 'the list of modules is the one of the page').toBe(true);
    expect(modules.filter((id) => id.includes('/src/fake/') || id.endsWith('/src/design.ts'))).toEqual([]);
    expect(output.filter((file) => content(file).toString().includes(VESSEL)).map((file) => file.fileName)).toEqual([]);
  });

  it('stays small', () => {
    const code = output.filter((file) => /\.(?:js|css|html)$/.test(file.fileName));
    const bytes = code.reduce((sum, file) => sum + gzipSync(content(file)).length, 0);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
  });
});
