import { ERROR_CODES, ErrorCode, type CloseReason } from '@evagore/shared';
import { ALL_CAPABILITIES } from './capabilities.ts';
import { NATIVE, type Dialect } from './dialect.ts';
import { readItem } from './frame.ts';
import { MediaSession } from './media-session.ts';

/** @see RFC 6455, section 7.4.1 */
const TOO_BIG = 1009;

/** Our own servers: nothing is to be translated. */
export const nativeDialect: Dialect = {
  version: NATIVE,
  capabilities: ALL_CAPABILITIES,
  // One of ours says something sooner.
  pingAfterMs: 5000,
  answerAfterMs: 10_000,
  interpreter: (options) => ({
    say(message) {
      options.send(message);
    },
    hear(raw) {
      options.heard(readItem(raw));
    },
    close() {
      // There is nothing to release.
    },
  }),
  reasonOf,
  media: (options) => new MediaSession(options),
};

/** The server gives its code as the close reason. */
function reasonOf(wsCode: number, wsReason: string): CloseReason {
  const code = ErrorCode.safeParse(wsReason).data;
  if (code !== undefined) return { code, message: ERROR_CODES[code] };
  if (wsCode === TOO_BIG) return { code: 'message-too-large', message: ERROR_CODES['message-too-large'] };
  return { code: 'hung-up', message: 'the connection to the server was lost' };
}
