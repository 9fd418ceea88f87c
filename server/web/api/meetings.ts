import type { GroupName, Permission } from '@evagore/shared';
import { NoSuchGroup, NotPermitted } from '../../core/errors.ts';
import { endpoint, OPERATOR, SERVER_ADMIN, type Endpoint } from './endpoint.ts';
import type { Caller } from './gatekeeper.ts';
import type { LiveMember, LiveRoom } from './live.ts';
import type { ApiOptions } from './options.ts';
import { NO_CONTENT, type Answer } from './resource.ts';
import { Action, ActionOutcome, LiveGroup, LiveGroups, LiveMembers, ServerMessage } from './schemas.ts';

type MeetingOptions = Pick<ApiOptions, 'conference' | 'describe'>;

/**
 * What operators may do in their group, and with which permission. Administrators may do everything, and are known to
 * the conference as such: an operator who could make invitations by this way could invite administrators.
 */
const FOR_OPERATORS: ReadonlyMap<string, Permission> = new Map([
  ...['lock', 'unlock', 'clearchat', 'setdata', 'lowerhands', 'subgroups'].map(
    (kind) => [kind, 'op'] as const,
  ),
  ...['op', 'unop', 'present', 'unpresent', 'shutup', 'unshutup'].map((kind) => [kind, 'op'] as const),
  ...['kick', 'identify', 'lowerhand'].map((kind) => [kind, 'op'] as const),
  ...['record', 'unrecord'].map((kind) => [kind, 'record'] as const),
]);

/** Meetings as they happen, by our own API. */
export function meetingEndpoints(options: MeetingOptions): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/live/groups',
      id: 'listLiveGroups',
      summary: 'The groups that are in use.',
      access: SERVER_ADMIN,
      statuses: [200],
      result: LiveGroups,
      run: () => Promise.resolve({ status: 200, body: [...options.conference.groups()].map(summary) }),
    }),
    endpoint({
      method: 'GET',
      path: '/live/groups/{group}',
      id: 'getLiveGroup',
      summary: 'A group as it is now, in use or not.',
      access: OPERATOR,
      statuses: [200],
      result: LiveGroup,
      refusals: ['no-such-group'],
      run: async ({ params }) => ({ status: 200, body: await stateOf(options, params.group) }),
    }),
    endpoint({
      method: 'GET',
      path: '/live/groups/{group}/members',
      id: 'listMembers',
      summary: 'Who is in a group.',
      access: OPERATOR,
      statuses: [200],
      result: LiveMembers,
      refusals: ['no-such-group'],
      run: async ({ params, caller }) => {
        await stateOf(options, params.group);
        const members = [...(roomOf(options, params.group)?.members.values() ?? [])];
        return { status: 200, body: members.map((member) => told(member, caller)) };
      },
    }),
    endpoint({
      method: 'POST',
      path: '/live/groups/{group}/actions',
      id: 'actOnGroup',
      summary: 'Does something to a group, such as "lock", "unlock", "clearchat", "setdata" or "lowerhands".',
      access: OPERATOR,
      writes: 'meeting',
      body: Action,
      statuses: [200, 204],
      result: ActionOutcome,
      refusals: ['no-such-group', 'no-such-action', 'bad-value', 'not-possible'],
      run: async ({ params, body, caller }) => {
        checkKind(caller, body.kind);
        return outcome(await options.conference.act(params.group, caller.name, body));
      },
    }),
    endpoint({
      method: 'POST',
      path: '/live/groups/{group}/members/{member}/actions',
      id: 'actOnMember',
      summary:
        'Does something to a member, such as "op", "unop", "present", "unpresent", "shutup", "unshutup", "kick", "identify" or "lowerhand".',
      access: OPERATOR,
      writes: 'meeting',
      body: Action,
      statuses: [200, 204],
      result: ActionOutcome,
      refusals: ['no-such-group', 'no-such-member', 'no-such-action', 'bad-value', 'not-possible'],
      run: async ({ params, body, caller }) => {
        checkKind(caller, body.kind);
        return outcome(await options.conference.actOn(params.group, caller.name, params.member, body));
      },
    }),
    endpoint({
      method: 'POST',
      path: '/live/groups/{group}/messages',
      id: 'say',
      summary: 'Writes a chat message of the server to all members.',
      access: OPERATOR,
      writes: 'meeting',
      body: ServerMessage,
      statuses: [204],
      refusals: ['no-such-group'],
      run: async ({ params, body, caller }) => {
        await options.conference.say(params.group, caller.name, body.value);
        return NO_CONTENT;
      },
    }),
  ];
}

function roomOf({ conference }: MeetingOptions, name: GroupName): LiveRoom | undefined {
  for (const room of conference.groups()) if (room.name === name) return room;
  return undefined;
}

/** @throws NoSuchGroup */
async function stateOf(options: MeetingOptions, name: GroupName): Promise<ReturnType<typeof summary>> {
  const room = roomOf(options, name);
  if (room !== undefined) return summary(room);
  const description = await options.describe(name);
  if (description === undefined) throw new NoSuchGroup(name);
  return { name, locked: description.autolock, clientCount: 0 };
}

function summary({ name, locked, members }: LiveRoom) {
  return { name, locked, clientCount: members.size };
}

/** Addresses are personal: operators ask for them one by one, and the member is told. */
function told(member: LiveMember, caller: Caller) {
  const { address, dialect, joinedAt } = member;
  const mayKnow = caller.isServerAdministrator || caller.permissions.has('admin');
  return {
    ...member.info(),
    joinedAt: new Date(joinedAt).toISOString(),
    ...(mayKnow && address !== undefined && { address }),
    ...(dialect !== undefined && { dialect }),
  };
}

function checkKind(caller: Caller, kind: string): void {
  if (caller.isServerAdministrator || caller.permissions.has('admin')) return;
  const needed = FOR_OPERATORS.get(kind) ?? 'admin';
  if (!caller.permissions.has(needed)) throw new NotPermitted(needed);
}

function outcome(result: unknown): Answer {
  return result === undefined ? NO_CONTENT : { status: 200, body: { result } };
}
