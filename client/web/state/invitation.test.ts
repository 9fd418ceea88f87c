import { ServerError, type Membership } from '@evagore/client';
import type { ErrorCode } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { examineInvitation, type ProbeConnection } from './invitation.ts';

/** Lets one in by a name, or refuses with a code. */
function examine(answer: { readonly name: string } | { readonly code: ErrorCode }) {
  const told: string[] = [];
  const connection: ProbeConnection = {
    connect: (url) => Promise.resolve(void told.push(`connect ${url}`)),
    join: (group, username, credentials) => {
      told.push(`join ${group} ${String(username)} ${JSON.stringify(credentials)}`);
      return 'code' in answer
        ? Promise.reject(new ServerError(answer.code, 'because'))
        : Promise.resolve({ username: answer.name } as Membership);
    },
    close: () => void told.push('close'),
  };
  const found = examineInvitation(
    { group: 'agora', token: 'abc', endpoint: 'wss://example.org/ws' },
    connection,
  );
  return { found, told };
}

describe('an invitation', () => {
  it('is examined by joining without a name, and leaving at once', async () => {
    const { found, told } = examine({ name: 'Zoe' });
    expect(await found).toEqual({ state: 'named', username: 'Zoe' });
    expect(told).toEqual([
      'connect wss://example.org/ws',
      'join agora undefined {"type":"token","token":"abc"}',
      'close',
    ]);
  });

  it.each(['group-locked', 'group-full', 'busy', 'closed', 'no-operator', 'token-not-yet-valid'] as const)(
    'may still be good where there is %s in the way',
    async (code) => {
      const { found, told } = examine({ code });
      expect(await found).toEqual({ state: 'unclear' });
      expect(told.at(-1)).toBe('close');
    },
  );

  it('that names nobody is for whoever gives a name', async () => {
    expect(await examine({ code: 'need-username' }).found).toEqual({ state: 'nameless' });
    expect(await examine({ name: '' }).found).toEqual({ state: 'nameless' });
  });

  it.each([
    ['token-expired', 'This invitation was good until a moment that has passed. Ask for a new one.'],
    ['token-for-another-group', 'This invitation is for another group. Check the link.'],
    ['not-authorised', 'This invitation is not valid, or not valid any more. Ask for a new one.'],
  ] as const)('that is refused with %s is useless, and says why', async (code, sentence) => {
    expect(await examine({ code }).found).toEqual({ state: 'useless', sentence });
  });
});
