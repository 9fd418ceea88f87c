import { describe, expect, it } from 'vitest';
import { Permission, PERMISSIONS, permissionsOfRole, ROLES, type Role } from './permissions.ts';

const plain = { allowRecording: false, unrestrictedTokens: false };

function granted(role: Role, flags = plain): string[] {
  return [...permissionsOfRole(role, flags)].sort();
}

describe('permissionsOfRole', () => {
  it.each<[Role, string[]]>([
    ['op', ['caption', 'message', 'op', 'present', 'token']],
    ['present', ['message', 'present']],
    ['message', ['message']],
    ['observe', []],
    ['caption', ['caption']],
    ['admin', ['admin']],
  ])('grants %s what the word says', (role, permissions) => {
    expect(granted(role)).toEqual(permissions);
  });

  it('lets only operators record where the group allows it', () => {
    const flags = { ...plain, allowRecording: true };
    const recorders = (Object.keys(ROLES) as Role[]).filter((role) =>
      granted(role, flags).includes('record'),
    );
    expect(recorders).toEqual(['op']);
  });

  it('lets whoever presents invite where tokens are unrestricted', () => {
    const flags = { ...plain, unrestrictedTokens: true };
    const inviters = (Object.keys(ROLES) as Role[]).filter((role) => granted(role, flags).includes('token'));
    expect(inviters).toEqual(['op', 'present']);
  });

  it('leaves the table of roles alone', () => {
    granted('op', { allowRecording: true, unrestrictedTokens: true });
    expect(granted('op')).not.toContain('record');
  });
});

describe('Permission', () => {
  it('accepts just the words of the list', () => {
    for (const word of PERMISSIONS) expect(Permission.safeParse(word).success).toBe(true);
    for (const word of ['', 'Op', 'root', 'constructor'])
      expect(Permission.safeParse(word).success).toBe(false);
  });
});
