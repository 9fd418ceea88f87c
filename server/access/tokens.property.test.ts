import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ConferenceError, GroupName } from '@evagore/shared';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { BadText } from './json-text.ts';
import { testFolder, testLog, type TestFolder } from './testing.ts';
import { digestOf, formatTokenLines, parseTokenLines, tokenLine } from './token-lines.ts';
import { TokenFile } from './tokens.ts';

const tea = GroupName.parse('tea');
let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

const field = fc.oneof(fc.jsonValue(), fc.constantFrom('tea', '2030-01-01T00:00:00Z', ['op'], null));
const line = fc
  .tuple(
    fc.record(
      { token: field, group: field, permissions: field, expires: field, username: field, issuedAt: field },
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), fc.jsonValue(), { maxKeys: 3 }),
  )
  .map(([known, other]) => JSON.stringify({ ...other, ...known }));
const anyFile = fc
  .array(fc.oneof(line, fc.string(), fc.json()), { maxLength: 5 })
  .chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`, lines.join('\r\n')));

describe('parseTokenLines', () => {
  it('answers any text by tokens or by the one refusal that is documented', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, async (text) => {
        await parseTokenLines(text, 3).catch((error: unknown) => {
          expect(error).toBeInstanceOf(BadText);
        });
      }),
      tries(300),
    );
  });

  it('reads what is written, whatever stands in it that nobody here knows', async () => {
    const good = fc
      .tuple(
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', '7', 'x')), fc.jsonValue(), {
          maxKeys: 4,
        }),
        fc.string({ minLength: 1 }),
      )
      .map(([other, token]) => ({
        other,
        text: JSON.stringify({ ...other, token, group: 'tea', expires: null }),
        token,
      }));
    await fc.assert(
      fc.asyncProperty(good, async ({ text, token }) => {
        const before = JSON.parse(text) as Record<string, unknown>;
        // These would have to be of their types.
        for (const name of [
          'username',
          'permissions',
          'issuedBy',
          'issuedAt',
          'not-before',
          'includeSubgroups',
        ]) {
          fc.pre(!Object.hasOwn(before, name));
        }
        const { byDigest } = await parseTokenLines(`${text}\n`, 10);
        const former = byDigest.get(digestOf(token))!;
        const changed = tokenLine({ ...former.info!, expires: '2030-01-01T00:00:00Z' }, former);
        const written = formatTokenLines([changed]);
        const after = (await parseTokenLines(written, 10)).byDigest.get(changed.digest)!;
        expect(after.info?.expires).toBe('2030-01-01T00:00:00Z');
        const { permissions, ...fields } = JSON.parse(written) as Record<string, unknown>;
        expect(permissions).toEqual([]);
        expect({ ...fields, expires: null }).toEqual(before);
        expect(Object.keys(fields).includes('__proto__')).toBe(Object.keys(before).includes('__proto__'));
      }),
      tries(300),
    );
  });
});

describe('TokenFile', () => {
  it('refuses or works on whatever file it finds, and never loses what it did not understand', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(anyFile, async (text) => {
        const name = `${(runs++).toString()}.jsonl`;
        await folder.write(name, text);
        const file = path.join(folder.path, name);
        const tokens = new TokenFile({ file, log: testLog().log });
        await tokens.list(tea);
        try {
          const { token } = await tokens.make({
            group: tea,
            permissions: [],
            expires: '2030-01-01T00:00:00Z',
          });
          expect(await tokens.find(token)).toBeDefined();
          await tokens.edit(tea, token, { expires: '2031-01-01T00:00:00Z' });
          await tokens.sweep(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ConferenceError);
          expect(await readFile(file, 'utf8')).toBe(text);
        }
      }),
      tries(60),
    );
  });
});
