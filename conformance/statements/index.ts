import { ADMIN_STATEMENTS } from './admin-api.ts';
import { CHAT_STATEMENTS } from './chat.ts';
import { FILE_STATEMENTS } from './files.ts';
import { GROUP_ACTION_STATEMENTS } from './group-actions.ts';
import { GROUP_STATE_STATEMENTS } from './group-state.ts';
import { HANDSHAKE_STATEMENTS } from './handshake.ts';
import { HTTP_STATEMENTS } from './http.ts';
import { JOIN_STATEMENTS } from './join.ts';
import { PUBLISHING_STATEMENTS } from './publishing.ts';
import type { Statement } from './statement.ts';
import { STOCK_CLIENT_STATEMENTS } from './stock-client.ts';
import { SUBSCRIBING_STATEMENTS } from './subscribing.ts';
import { TOKEN_STATEMENTS } from './tokens.ts';
import { USER_ACTION_STATEMENTS } from './user-actions.ts';
import { WHIP_STATEMENTS } from './whip.ts';

/** All statements, in the order of the specification. A chapter is a file, or two. */
export const STATEMENTS: readonly Statement[] = [
  ...HTTP_STATEMENTS,
  ...STOCK_CLIENT_STATEMENTS,
  ...WHIP_STATEMENTS,
  ...ADMIN_STATEMENTS,
  ...HANDSHAKE_STATEMENTS,
  ...JOIN_STATEMENTS,
  ...GROUP_STATE_STATEMENTS,
  ...CHAT_STATEMENTS,
  ...USER_ACTION_STATEMENTS,
  ...GROUP_ACTION_STATEMENTS,
  ...byNumber(PUBLISHING_STATEMENTS, SUBSCRIBING_STATEMENTS),
  ...TOKEN_STATEMENTS,
  ...FILE_STATEMENTS,
];

function byNumber(...chapters: readonly (readonly Statement[])[]): Statement[] {
  return chapters.flat().sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
}
