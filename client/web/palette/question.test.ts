import { MemberId, type Permission } from '@evagore/shared';
import { findCommand, inEnglish, interpret, type CommandPort } from '@evagore/shared/commands';
import { describe, expect, it } from 'vitest';
import { answered, asked, before, choicesFor, lineOf, type Question } from './question.ts';

const permissions: readonly Permission[] = ['op', 'message', 'present', 'token'];
const users = ['Ada Lovelace', 'Ben', 'a "quoted" name', 'back\\slash'].map((username, index) => ({
  id: MemberId.parse(`user${index.toString()}`),
  username,
  permissions: [],
}));
const port = {
  selfId: 'me',
  group: 'agora',
  abilities: {},
  text: inEnglish,
  users: () => users,
  permissions: () => permissions,
  now: () => Date.UTC(2026, 10, 21),
} as unknown as CommandPort;

const about = (name: string, ...answers: string[]): Question =>
  answers.reduce<Question>(answered, { command: findCommand(name)!, given: [] });

describe('a question', () => {
  it('asks for one argument after the other', () => {
    expect(asked(about('kick'))?.name).toBe('user');
    expect(asked(about('kick', 'Ben'))?.name).toBe('message');
    expect(asked(about('kick', 'Ben', ''))).toBeUndefined();
    expect(asked(about('raise'))).toBeUndefined();
  });

  it('can be taken back', () => {
    expect(before(about('kick', 'Ben'))).toEqual(about('kick'));
    expect(before(about('kick'))).toBeUndefined();
  });

  it.each([
    [about('raise'), '/raise'],
    [about('kick', 'Ben', ''), '/kick Ben'],
    [about('kick', 'Ada Lovelace', 'see you "later"'), '/kick "Ada Lovelace" see you "later"'],
    [about('lock', ''), '/lock'],
    [about('invite', '', '2h'), '/invite "" 2h'],
    [about('invite', '', ''), '/invite'],
  ])('becomes a line that can be typed', (question, line) => {
    expect(lineOf(question)).toBe(line);
  });

  it.each(users)('names $username so that just they are meant', ({ id, username }) => {
    expect(interpret(lineOf(about('op', username)), port)).toMatchObject({ values: { user: { id } } });
  });

  it.each([
    [about('kick'), '', ['a "quoted" name', 'Ada Lovelace', 'back\\slash', 'Ben']],
    [about('kick'), 'ada lo', ['Ada Lovelace']],
    [about('kick'), 'a "q', ['a "quoted" name']],
    [about('kick'), 'back\\', ['back\\slash']],
    [about('kick'), 'nobody', []],
    [about('kick', 'Ben'), 'anything', []],
    [about('invite', ''), '3', ['3s', '3min', '3h', '3d', '3mon', '3yr']],
  ])('offers what the argument may be', (question, typed, labels) => {
    expect(choicesFor(question, typed, port).map(({ label }) => label)).toEqual(labels);
  });
});
