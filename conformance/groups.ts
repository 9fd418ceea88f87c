/** Groups and people that the statements speak of. */

/** A group file's content. */
export type GroupFile = Readonly<Record<string, unknown>>;

/** Everybody in the standard group has this password, but for the wildcard, who needs none. */
export const PASSWORD = 'swordfish';

const user = (permissions: string | readonly string[]) => ({ password: PASSWORD, permissions });

/** Listed users of the standard group, and what they may do there. */
export const PEOPLE = {
  op: 'op',
  alice: 'present',
  msg: 'message',
  obs: 'observe',
  cap: 'caption',
} as const;

/** The group of the conformance checklist: an operator, a presenter and so on, and a wildcard without password. */
export function standardGroup(more: GroupFile = {}): GroupFile {
  return {
    users: Object.fromEntries(Object.entries(PEOPLE).map(([name, role]) => [name, user(role)])),
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
    ...more,
  };
}
