import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemberId, Username } from '../ids.ts';
import { PERMISSIONS, type Permission } from '../permissions.ts';
import { tries } from '../testing/fuzz-budget.ts';
import { complete, take } from './complete.ts';
import { interpret, perform } from './interpret.ts';
import { quoted, readToken } from './line.ts';
import { findUser, nameOf } from './names.ts';
import { COMMANDS } from './registry.ts';
import { FakePort } from './testing/fake-port.ts';

/** What a call needs of whoever makes it, by how the fake port writes it down. */
const NEEDED: readonly (readonly [call: RegExp, permissions: readonly Permission[]])[] = [
  [/^useraction setdata self0001 /, []],
  [/^groupaction clearchat \{"id":"m7","userId":"self0001"\}$/, []],
  [/^useraction /, ['op']],
  [/^groupaction (un)?record$/, ['record']],
  [/^groupaction maketoken/, ['token']],
  [/^groupaction (edittoken|listtokens)/, ['op', 'token']],
  [/^groupaction /, ['op']],
  [/^usermessage /, ['op', 'message']],
  [/^say /, ['message']],
  [/^send file/, ['message']],
  [/^(start screen|broadcast|replace)/, ['present']],
  [/^(stop screen|restart|test relay|set |unset |open log|leave|copy )/, []],
];

const PEOPLE = { ada00001: 'Ada', bob00001: 'Bob Smith', anna0001: 'Anna', anna0002: 'Anna' };
const word = fc.constantFrom(
  'Ada',
  'Bob',
  '"Bob Smith"',
  'Anna',
  '2h',
  '1d',
  '"',
  '\\',
  '',
  '//',
  '/',
  '[1]',
  '{}',
);
const aLine = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(
      fc.constantFrom('', '/', '//'),
      fc.constantFrom(...COMMANDS.map(({ name }) => name)),
      fc.array(fc.oneof(word, fc.string()), { maxLength: 4 }),
    )
    .map(([slash, name, words]) => [slash + name, ...words].join(' ')),
);
const somePermissions = fc.subarray([...PERMISSIONS]);

describe('any line', () => {
  it('neither throws nor does what is not permitted', async () => {
    await fc.assert(
      fc.asyncProperty(aLine, somePermissions, async (line, held) => {
        const port = new FakePort(held, PEOPLE);
        const outcome = await perform(line, port);
        for (const call of port.calls) {
          const needed = NEEDED.find(([pattern]) => pattern.test(call))?.[1];
          expect(needed, call).toBeDefined();
          expect(held, call).toEqual(expect.arrayContaining([...needed!]));
        }
        if (outcome.type !== 'done') expect(port.calls).toEqual([]);
        // Unless the line itself says so, which is repeated in the refusal.
        if (outcome.type === 'refused' && !/\{\{|undefined/.test(line)) {
          expect(outcome.problem.message).not.toMatch(/\{\{|undefined/);
        }
      }),
      tries(1500),
    );
  });

  it('can be completed anywhere, and what is offered for a name is understood', () => {
    fc.assert(
      fc.property(aLine, fc.nat(), somePermissions, (line, position, held) => {
        const port = new FakePort(held, PEOPLE);
        const completion = complete(line, position % (line.length + 1), port);
        for (const candidate of completion?.candidates ?? []) {
          const next = take(line, completion!, candidate);
          expect(next.line.slice(0, next.cursor).endsWith(candidate.insert)).toBe(true);
          const meaning = interpret(next.line, port);
          if (meaning.type === 'problem') {
            expect(['no-such-command', 'did-you-mean', 'not-permitted']).not.toContain(meaning.problem.code);
          }
        }
      }),
      tries(1500),
    );
  });
});

describe('a text in quotes', () => {
  it('is read as it was', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, rest) => {
        expect(readToken(`${quoted(text)} ${rest}`, 0)?.text).toBe(text);
      }),
    );
  });
});

describe('whoever is in a group', () => {
  // Few letters and short ids, so that names collide, look like short ids, and are ids of others.
  const letters = (maxLength: number) =>
    fc.string({ unit: fc.constantFrom('a', 'A', 'b', '#'), minLength: 1, maxLength });
  const aGroup = fc.uniqueArray(
    fc.record({ id: letters(8), username: fc.oneof(fc.constant(''), letters(5)) }),
    {
      selector: ({ id }) => id,
      minLength: 1,
      maxLength: 8,
    },
  );

  it('is found by the name that is offered for them, or nobody is', () => {
    fc.assert(
      fc.property(aGroup, (people) => {
        const port = new FakePort([]);
        port.members = people.map(({ id, username }) => ({
          id: MemberId.parse(id),
          username: Username.parse(username),
          permissions: [],
        }));
        for (const user of port.members) {
          let found: unknown;
          try {
            found = findUser(nameOf(user, port.members), port);
          } catch {
            // Two who made themselves look alike on purpose: a refusal is right, a guess would not be.
            continue;
          }
          expect(found).toBe(user);
        }
      }),
      tries(2000),
    );
  });

  it('is found by it always, where names hold no # and ids are as servers and clients make them', () => {
    const aMember = fc.record({
      id: fc.string({ unit: fc.constantFrom('0', '1', 'a', 'f'), minLength: 32, maxLength: 32 }),
      username: fc.constantFrom('', 'ada', 'Ada', 'ADA', 'ada l', 'bob'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(aMember, { selector: ({ id }) => id, maxLength: 12 }), (people) => {
        const port = new FakePort([]);
        port.members = people.map(({ id, username }) => ({
          id: MemberId.parse(id),
          username,
          permissions: [],
        }));
        for (const user of port.members) expect(findUser(nameOf(user, port.members), port)).toBe(user);
      }),
    );
  });
});
