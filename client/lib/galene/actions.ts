import { GroupName, MemberId, TokenInfo, type ActionResult, type GaleneMessage } from '@evagore/shared';
import { z } from 'zod';
import { textOf } from './words.ts';

/** Others end the connection there. */
export const MEMBER_ACTIONS: ReadonlySet<string> = new Set([
  ...['op', 'unop', 'present', 'unpresent', 'shutup', 'unshutup'],
  ...['identify', 'kick', 'setdata'],
]);

export const GROUP_ACTIONS: ReadonlySet<string> = new Set([
  ...['lock', 'unlock', 'clearchat', 'setdata', 'subgroups', 'record', 'unrecord'],
  ...['maketoken', 'edittoken', 'listtokens'],
]);

/** The kinds of messages that answer actions, by the actions. */
const ANSWERS: Readonly<Record<string, string>> = {
  identify: 'userinfo',
  maketoken: 'token',
  edittoken: 'token',
  listtokens: 'tokenlist',
};

/** Whether a privileged user message answers an action of this kind. */
export function answers(action: string, { kind }: GaleneMessage): boolean {
  return ANSWERS[action] === kind;
}

/** There, no permissions may be null. */
const GaleneToken = z.preprocess(
  (token) =>
    typeof token === 'object' && token !== null
      ? { ...token, permissions: 'permissions' in token ? (token.permissions ?? []) : [] }
      : token,
  TokenInfo,
);
const UserInfo = z.object({
  id: MemberId,
  username: z.string().max(1024).default(''),
  address: z.string().max(256).optional(),
});

/** What an action gives, from the user message that answers it; undefined where it makes no sense. */
export function resultOf({ kind, value }: GaleneMessage): ActionResult | undefined {
  switch (kind) {
    case 'token': {
      const token = GaleneToken.safeParse(value);
      return token.success ? { token: token.data } : undefined;
    }
    case 'tokenlist': {
      const tokens = z.array(z.unknown()).safeParse(value ?? []);
      // One that cannot be understood must not hide the others.
      return tokens.success
        ? { tokens: tokens.data.flatMap((token) => GaleneToken.safeParse(token).data ?? []) }
        : undefined;
    }
    case 'userinfo': {
      const info = UserInfo.safeParse(value);
      if (!info.success) return undefined;
      const { id, username, address } = info.data;
      return { id, username, ...(address !== undefined && { address }) };
    }
    default:
      return undefined;
  }
}

/** `physics/lab (2 clients)`; names may have brackets as well. */
const SUBGROUP = /^(?<name>.+) \((?<count>\d{1,9}) clients?\)$/;

/** What `subgroups` gives, from the chat message that answers it. */
export function subgroupsOf({ value }: GaleneMessage): ActionResult {
  const lines = textOf(value).split('\n');
  return {
    subgroups: lines.flatMap((line) => {
      const found = SUBGROUP.exec(line)?.groups;
      const name = GroupName.safeParse(found?.['name']).data;
      return name === undefined ? [] : [{ name, clientCount: Number(found?.['count']) }];
    }),
  };
}

/** A token is for this group where nothing else is said; that server wants to be told. */
export function valueOf(kind: string, value: unknown, group: GroupName): unknown {
  if (kind !== 'maketoken' || typeof value !== 'object' || value === null) return value;
  return { group, ...value };
}
