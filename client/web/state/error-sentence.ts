import { ConferenceError } from '@evagore/shared';
import { t, type MessageKey } from '../messages/translate.ts';

/** What a person reads for a refusal by the server. */
const SENTENCES: Readonly<Record<string, MessageKey & `error.${string}`>> = {
  'not-authorised': 'error.not-authorised',
  'token-expired': 'error.token-expired',
  'token-not-yet-valid': 'error.token-not-yet-valid',
  'token-for-another-group': 'error.token-for-another-group',
  'need-username': 'error.need-username',
  'username-taken': 'error.username-taken',
  'group-full': 'error.group-full',
  'group-not-open': 'error.group-not-open',
  'group-expired': 'error.group-expired',
  'no-operator': 'error.no-operator',
  'no-such-group': 'error.no-such-group',
  'bad-group-name': 'error.no-such-group',
  'duplicate-id': 'error.duplicate-id',
  busy: 'error.busy',
  closed: 'error.server-gone',
  'hung-up': 'error.server-gone',
  'no-answer': 'error.server-gone',
  'shutting-down': 'error.server-gone',
  'not-permitted': 'error.not-permitted',
  'no-such-member': 'error.no-such-member',
  'no-such-message': 'error.no-such-message',
  'no-such-token': 'error.no-such-token',
  'recording-unavailable': 'error.recording-unavailable',
  'page-outdated': 'error.page-outdated',
};

/**
 * A sentence for any error. Device failures and unlisted refusals bring their own.
 *
 * @param shown.invited - An invitation was shown, in place of name and password.
 */
export function sentenceOf(error: unknown, shown: { readonly invited?: boolean } = {}): string {
  const code = codeOf(error);
  if (shown.invited === true && code === 'not-authorised') return t('error.token');
  const key = code === undefined ? undefined : SENTENCES[code];
  // These templates have no placeholders, which the type of a looked-up key cannot say.
  if (key !== undefined) return t(key as 'error.busy');
  if (code === 'group-locked') return locked(error);
  if (error instanceof Error && error.message !== '') {
    return code === undefined ? t('error.unknown', { reason: error.message }) : sentence(error.message);
  }
  return t('error.unknown', { reason: String(error) });
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
function locked(error: unknown): string {
  const note =
    error instanceof Error ? error.message.replace(/^(this |the )?group is locked[.:]?\s*/i, '') : '';
  return note === '' ? t('error.group-locked') : t('error.group-locked.note', { note });
}

function sentence(text: string): string {
  const start = text.charAt(0).toLocaleUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
