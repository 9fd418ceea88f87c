import { DeviceError, type DeviceErrorCode } from '@evagore/client';
import { ConferenceError, type ErrorCode } from '@evagore/shared';
import { t, type MessageKey } from '../messages/translate.ts';

type SentenceKey = MessageKey & `error.${string}`;

/** What a person reads for each reason that a server can have. Its own words are English, whatever the page speaks. */
const REFUSALS = {
  'bad-message': 'error.misunderstood',
  'message-too-large': 'error.too-long',
  'too-many-messages': 'error.too-fast',
  'handshake-first': 'error.misunderstood',
  'handshake-timeout': 'error.server-gone',
  'unknown-version': 'error.misunderstood',
  'no-answer': 'error.server-gone',
  'slow-reader': 'error.slow-reader',
  'bad-group-name': 'error.no-such-group',
  'no-such-group': 'error.no-such-group',
  'not-authorised': 'error.not-authorised',
  'need-username': 'error.need-username',
  'username-taken': 'error.username-taken',
  'token-expired': 'error.token-expired',
  'token-not-yet-valid': 'error.token-not-yet-valid',
  'token-for-another-group': 'error.token-for-another-group',
  'already-joined': 'error.duplicate-id',
  'not-joined': 'error.not-joined',
  'duplicate-id': 'error.duplicate-id',
  'group-locked': 'error.group-locked',
  'group-full': 'error.group-full',
  'group-not-open': 'error.group-not-open',
  'group-expired': 'error.group-expired',
  'no-operator': 'error.no-operator',
  'group-moved': 'error.group-moved',
  busy: 'error.busy',
  'not-permitted': 'error.not-permitted',
  'no-such-member': 'error.no-such-member',
  'no-such-action': 'error.no-such-action',
  'bad-value': 'error.bad-value',
  'not-possible': 'error.not-possible',
  'no-such-token': 'error.no-such-token',
  'no-such-message': 'error.no-such-message',
  'recording-unavailable': 'error.recording-unavailable',
  'no-such-stream': 'error.media',
  'no-such-track': 'error.media',
  'no-such-transport': 'error.media',
  'stream-exists': 'error.media',
  'bad-media': 'error.media',
  'bad-sdp': 'error.media',
  'no-such-session': 'error.media',
  'media-unavailable': 'error.media-unavailable',
  'too-many-streams': 'error.too-many-streams',
  'too-many-transports': 'error.too-many-streams',
  'seat-lost': 'error.seat-lost',
  left: 'error.not-joined',
  'hung-up': 'error.server-gone',
  kicked: 'error.kicked',
  'taken-over': 'error.taken-over',
  'missed-too-much': 'error.seat-lost',
  draining: 'error.draining',
  'shutting-down': 'error.server-gone',
  closed: 'error.server-gone',
  internal: 'error.internal',
  'no-such-resource': 'error.misunderstood',
  'method-not-allowed': 'error.misunderstood',
  'unsupported-media-type': 'error.misunderstood',
  'too-many-requests': 'error.too-fast',
  'origin-refused': 'error.misunderstood',
  'no-such-user': 'error.no-such-user',
  'token-elsewhere': 'error.token-elsewhere',
  'too-many-tokens': 'error.too-many-tokens',
  'not-writable': 'error.not-writable',
  'precondition-failed': 'error.changed-meanwhile',
  'precondition-required': 'error.changed-meanwhile',
} as const satisfies Record<ErrorCode, SentenceKey>;

/** And for devices, where nothing is known of which one: `local/device-sentence.ts` knows more of two of them. */
const DEVICES = {
  'no-device': 'error.device.none',
  'permission-denied': 'error.device.denied',
  cancelled: 'error.device.cancelled',
  'device-busy': 'error.device.busy',
  'device-lost': 'error.device.lost',
  'insecure-page': 'error.device.insecure',
  'not-supported': 'error.device.unsupported',
  'device-failed': 'error.device.failed',
} as const satisfies Record<DeviceErrorCode, SentenceKey>;

/** The page itself cannot do something. The message is a sentence in the language that the page speaks. */
export class PageProblem extends Error {
  readonly code: string;

  constructor(code: string, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'PageProblem';
    this.code = code;
  }
}

/**
 * A sentence for any error, in the language that the page speaks.
 *
 * @param shown.invited - An invitation was shown, in place of name and password.
 */
export function sentenceOf(error: unknown, shown: { readonly invited?: boolean } = {}): string {
  const code = codeOf(error);
  if (shown.invited === true && code === 'not-authorised') return t('error.token');
  if (code === 'page-outdated') return t('error.page-outdated');
  if (error instanceof DeviceError) return t(DEVICES[error.code]);
  if (isRefusal(code)) return refusalSentence(code, error instanceof Error ? error.message : '');
  if (error instanceof Error && error.message !== '') {
    return code === undefined ? t('error.unknown', { reason: error.message }) : sentence(error.message);
  }
  return t('error.unknown', { reason: String(error) });
}

/**
 * A sentence for a refusal, or for the end of a seat.
 *
 * @param message - What came with it. It is used only where it holds what no table can know: the words of an operator,
 * or an address.
 */
export function refusalSentence(code: ErrorCode, message = ''): string {
  if (code === 'group-locked') return locked(message);
  if (code === 'group-moved') return moved(message);
  return t(REFUSALS[code]);
}

function isRefusal(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(REFUSALS, code);
}

/** Whether a refusal with this code says that the invitation which was shown will never let anybody in. */
export function blamesInvitation(code: string | undefined): boolean {
  return code === 'not-authorised' || code === 'token-expired' || code === 'token-for-another-group';
}

/** The stable code of an error of the server or of a device. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof ConferenceError) return error.code;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}

/** The operator's own words, where there are any beside the server's. */
function locked(message: string): string {
  const note = message.replace(/^(this |the )?group is locked[.:]?\s*/i, '');
  return note === '' ? t('error.group-locked') : t('error.group-locked.note', { note });
}

function moved(message: string): string {
  const [, address] = /^this group is held at (\S+)$/.exec(message) ?? [];
  return address === undefined ? t('error.group-moved') : t('error.group-moved.to', { address });
}

function sentence(text: string): string {
  const start = text.charAt(0).toLocaleUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
