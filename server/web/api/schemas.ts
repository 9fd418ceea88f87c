import {
  ActionResult,
  ErrorCode,
  GroupName,
  MAX_CHAT_LENGTH,
  MemberInfo,
  Permission,
  ROLES,
  TokenInfo,
  Username,
} from '@evagore/shared';
import { z } from 'zod';
import { GroupFields } from '../../access/group-schema.ts';
import { GroupStats } from './stats.ts';

/**
 * What our own API takes and gives: the checks of the server, and the words of `openapi.json`. Bodies of requests
 * are strict, so that a slip of the keyboard is told.
 */

const roleNames = Object.keys(ROLES) as [keyof typeof ROLES];
const Granted = z.array(Permission.exclude(['system'])).max(32);
const Moment = z.iso.datetime({ offset: true, error: 'must be a time with its zone, RFC 3339' });
const Elsewhere = z.never('has an address of its own').optional();

export const GroupDescription = GroupFields.omit({
  users: true,
  'wildcard-user': true,
  authKeys: true,
  op: true,
  presenter: true,
  other: true,
})
  .extend({
    users: Elsewhere,
    'wildcard-user': Elsewhere,
    authKeys: Elsewhere,
    op: Elsewhere,
    presenter: Elsewhere,
    other: Elsewhere,
  })
  .describe(
    'A group file without its users and keys. Unknown fields have no effect; those of the file stay.',
  );

export const GroupNames = z.array(GroupName);

export const Keys = z.strictObject({
  keys: z.array(z.record(z.string(), z.unknown())).max(100).describe('Public keys that sign tokens, JWK.'),
});

export const UserNames = z.array(z.string());

export const UserEntry = z.strictObject({
  permissions: z
    .union([z.enum(roleNames), Granted], {
      error: `must be one of ${roleNames.join(', ')}, or an array of permissions`,
    })
    .optional()
    .describe('A name for a usual set of permissions, or an array of them.'),
});

export const NewPassword = z.union(
  [
    z.strictObject({ password: z.string().min(1).max(1_024) }).describe('Hashed by the server.'),
    z
      .strictObject({ stored: z.union([z.string(), z.record(z.string(), z.unknown())]) })
      .describe('As a group file has it: plain, or a hash.'),
  ],
  { error: 'must be {"password": "…"} or {"stored": …}' },
);

export const TokenEntry = z.strictObject({
  includeSubgroups: z.boolean().optional().describe('Good for all groups below as well.'),
  username: Username.optional().describe('Who uses the token is called so; absent lets them choose.'),
  permissions: Granted,
  expires: Moment.optional().describe('Without an end the token opens nothing.'),
  'not-before': Moment.optional(),
  issuedBy: z.string().max(128).optional(),
  issuedAt: Moment.optional(),
});

export const Token = TokenInfo.extend({
  id: z.string().describe('Names the token in addresses; it opens nothing.'),
});
export const Tokens = z.array(Token);

export const LiveGroup = z.object({ name: GroupName, locked: z.boolean(), clientCount: z.int().min(0) });
export const LiveGroups = z.array(LiveGroup);

export const LiveMember = MemberInfo.extend({
  joinedAt: z.iso.datetime(),
  address: z
    .string()
    .optional()
    .describe(
      'For administrators: `address:port`. Operators use the action `identify`, which the member is told of.',
    ),
  dialect: z.string().optional(),
});
export const LiveMembers = z.array(LiveMember);

export const Action = z.strictObject({
  kind: z.string().min(1).max(64).describe('As in the protocol page, such as `lock` or `kick`.'),
  value: z.unknown().optional(),
});
export const ActionOutcome = z.object({ result: ActionResult.optional() });

export const ServerMessage = z.strictObject({ value: z.string().min(1).max(MAX_CHAT_LENGTH) });

/** A day is enough for every meeting to end. */
const MAX_DEADLINE_SECONDS = 86_400;
export const DrainPlan = z.strictObject({
  deadlineSeconds: z
    .int()
    .min(0)
    .max(MAX_DEADLINE_SECONDS)
    .describe('Seconds until the server is stopped, whoever is still there.'),
  message: z.string().max(1_024).optional().describe('For the members.'),
});
export const DrainState = z.object({
  draining: z.boolean(),
  closesAt: z.iso.datetime().optional(),
  message: z.string().optional(),
});

export const Stats = z.array(GroupStats);

export const Problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('For people.'),
    code: ErrorCode.describe('For programs; never changes its meaning.'),
  })
  .describe('Problem details, RFC 9457.');
