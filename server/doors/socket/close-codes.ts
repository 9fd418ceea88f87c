import type { ErrorCode } from '@evagore/shared';

/**
 * WebSocket close codes for the errors that end connections.
 *
 * @see RFC 6455, section 7.4.1; 1012 and 1013 are registered with IANA.
 */
const CLOSE_CODES: Partial<Record<ErrorCode, number>> = {
  'handshake-first': 1002,
  'handshake-timeout': 1002,
  'unknown-version': 1002,
  'bad-message': 1002,
  'message-too-large': 1009,
  'too-many-messages': 1008,
  'slow-reader': 1008,
  'no-answer': 1011,
  'missed-too-much': 1008,
  internal: 1011,
  'shutting-down': 1012,
  busy: 1013,
};

/** 1000 is for ends that are nobody's fault, such as being kicked. */
export function closeCodeOf(code: ErrorCode): number {
  return CLOSE_CODES[code] ?? 1000;
}
