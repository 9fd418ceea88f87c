import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { damaged, mutated } from '../../shared/testing/mutations.ts';
import { loadConfig } from './load.ts';
import { contradictions, ServerConfig } from './schema.ts';
import { SETTINGS } from './settings.ts';
import { StartError } from './start-error.ts';

/** However a server is told its settings, it runs with good ones, or says what is wrong and does not start. */

const GOOD = {
  httpPort: 8443,
  allowOrigin: ['https://a.example'],
  trustProxy: ['10.0.0.0/8', 'loopback'],
  publicUrl: 'https://meet.example/',
  rtcListenAddresses: ['192.0.2.7'],
  idleTimeoutSeconds: 20,
  logLevel: 'debug',
};

const file = fc.oneof(
  mutated(GOOD).map((value) => JSON.stringify(value)),
  damaged(JSON.stringify(GOOD, null, 2)).map((bytes) => bytes.toString()),
  fc.json(),
  fc.string(),
);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom('', '0', '-1', '1e9', 'true', 'null', '[]', '["x"]', '{}', 'a,b', '127.0.0.1', '\0'),
);
const variable = fc.tuple(fc.constantFrom(...SETTINGS.map((each) => each.variable)), text);
const flag = fc
  .tuple(fc.constantFrom(...SETTINGS.map((each) => each.flag), '--nothing', '-x', ''), text)
  .chain(([name, value]) => fc.constantFrom([name, value], [`${name}=${value}`], [name]));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evagore-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('settings of any kind', () => {
  it('are good ones, or refused in sentences', async () => {
    const named = path.join(folder, 'evagore.json');
    const sources = fc.tuple(file, fc.array(variable, { maxLength: 2 }), fc.array(flag, { maxLength: 2 }));
    await fc.assert(
      fc.asyncProperty(sources, async ([content, variables, flags]) => {
        await writeFile(named, content);
        const env = { EVAGORE_CONFIG: named, ...Object.fromEntries(variables) };
        try {
          const loaded = await loadConfig({ argv: flags.flat(), env, version: '1.2.3' });
          if (loaded.outcome !== 'run') return;
          expect(ServerConfig.parse(loaded.config)).toEqual(loaded.config);
          expect(contradictions(loaded.config)).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(StartError);
          expect((error as Error).message).not.toMatch(/undefined|\[object/);
        }
      }),
      tries(300),
    );
  });
});
