import type { Permission } from '@evagore/shared';
import { expect, it } from 'vitest';
import { isRecorded } from './recording.ts';

const user = (...permissions: Permission[]) => ({ permissions });

it.each([
  ['nobody', {}, false],
  ['people', { a: user('op', 'record'), b: user('present') }, false],
  ['people and a recorder', { a: user('op'), r: user('system') }, true],
])('a group with %s is recorded or not', (_, users, recorded) => {
  expect(isRecorded(users)).toBe(recorded);
});
