import { ADMIN_STATEMENTS } from './admin-api.ts';
import { CHAT_STATEMENTS } from './chat.ts';
import { GROUP_ACTION_STATEMENTS } from './group-actions.ts';
import { GROUP_STATE_STATEMENTS } from './group-state.ts';
import { HANDSHAKE_STATEMENTS } from './handshake.ts';
import { HTTP_STATEMENTS } from './http.ts';
import { JOIN_STATEMENTS } from './join.ts';
import type { Statement } from './statement.ts';
import { TOKEN_STATEMENTS } from './tokens.ts';
import { USER_ACTION_STATEMENTS } from './user-actions.ts';

/** All statements, in the order of the specification. A chapter is a file; WHIP and media get theirs here too. */
export const STATEMENTS: readonly Statement[] = [
  ...HTTP_STATEMENTS,
  ...ADMIN_STATEMENTS,
  ...HANDSHAKE_STATEMENTS,
  ...JOIN_STATEMENTS,
  ...GROUP_STATE_STATEMENTS,
  ...CHAT_STATEMENTS,
  ...USER_ACTION_STATEMENTS,
  ...GROUP_ACTION_STATEMENTS,
  ...TOKEN_STATEMENTS,
];
