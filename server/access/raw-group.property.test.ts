import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { parseGroupFile } from './group-file.ts';
import { BadText } from './json-text.ts';
import {
  descriptionOf,
  formatRaw,
  readRaw,
  userNamesOf,
  userOf,
  withDescription,
  withKeys,
  withUser,
} from './raw-group.ts';

const FIELDS = [
  'displayName',
  'public',
  'users',
  'wildcard-user',
  'authKeys',
  'op',
  'presenter',
  'other',
  'codecs',
];
const user = fc.record({ password: fc.jsonValue(), permissions: fc.jsonValue() }, { requiredKeys: [] });
const value = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('ada', '__proto__', '')), user),
  fc.array(fc.record({ username: fc.jsonValue(), password: fc.jsonValue() }, { requiredKeys: [] })),
);
/** JSON objects that look like group files, more or less. */
const groupText = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...FIELDS), fc.string(), fc.constant('__proto__')), value), {
    maxLength: 6,
  })
  .map((entries) => JSON.stringify(Object.fromEntries(entries)));

describe('parseGroupFile', () => {
  it('answers any text by a group or by the one refusal that is documented', () => {
    const anyText = fc.oneof(
      groupText,
      fc.string(),
      fc.json(),
      groupText.map((text) => text.slice(0, -1)),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          parseGroupFile(text);
        } catch (error) {
          expect(error).toBeInstanceOf(BadText);
        }
      }),
      tries(500),
    );
  });
});

describe('a raw group', () => {
  const other = (fields: ReadonlyMap<string, unknown>) =>
    [...fields].filter(([name]) => !FIELDS.includes(name));

  it('keeps what nobody here knows, in its order, whatever is written', () => {
    fc.assert(
      fc.property(groupText, fc.string({ minLength: 1 }), (text, name) => {
        const fields = readRaw(text);
        const written = [
          withDescription(fields, { displayName: 'Tea', flavour: 'mint' }),
          withKeys(fields, undefined),
          withUser(fields, { user: name }, new Map([['permissions', 'op']])),
          withUser(fields, 'wildcard-user', undefined),
        ];
        for (const after of written) expect(other(readRaw(formatRaw(after)))).toEqual(other(fields));
      }),
      tries(300),
    );
  });

  it('keeps users and keys when the description is written, and tells none of them', () => {
    fc.assert(
      fc.property(groupText, (text) => {
        const fields = readRaw(text);
        const after = readRaw(formatRaw(withDescription(fields, { displayName: 'Tea' })));
        for (const name of ['users', 'wildcard-user', 'authKeys', 'op', 'presenter', 'other']) {
          expect(after.get(name)).toEqual(fields.get(name));
          expect(Object.keys(descriptionOf(fields))).not.toContain(name);
        }
      }),
      tries(300),
    );
  });

  it('changes no other user when one is written or deleted', () => {
    fc.assert(
      fc.property(groupText, fc.constantFrom('ada', 'bob', '__proto__', '7'), (text, name) => {
        const fields = readRaw(text);
        const before = userNamesOf(fields);
        const written = withUser(fields, { user: name }, new Map([['permissions', 'op']]));
        const deleted = withUser(written, { user: name }, undefined);
        expect(userNamesOf(written)).toEqual([...new Set([...before, name])].sort());
        expect(userNamesOf(deleted)).toEqual(before.filter((one) => one !== name));
        for (const one of before.filter((each) => each !== name)) {
          expect(userOf(readRaw(formatRaw(deleted)), { user: one })).toEqual(userOf(fields, { user: one }));
        }
        expect(userOf(deleted, 'wildcard-user')).toEqual(userOf(fields, 'wildcard-user'));
      }),
      tries(300),
    );
  });
});
