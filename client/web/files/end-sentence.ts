import { t, type MessageKey } from '../messages/translate.ts';
import type { FileEnd, FilePhase } from './file-view.ts';

const ENDS = {
  cancelled: 'files.ended.cancelled',
  rejected: 'files.ended.rejected',
  withdrawn: 'files.ended.withdrawn',
  left: 'files.ended.left',
  unreachable: 'files.ended.unreachable',
  'hung-up': 'files.ended.hung-up',
  'not-permitted': 'files.ended.not-permitted',
  busy: 'files.ended.busy',
  closed: 'files.ended.closed',
  failed: 'files.ended.failed',
} as const satisfies Record<FileEnd, MessageKey>;

/** Why a transfer with somebody came to nothing, in the language that is spoken now. */
export function endSentence(
  { why, said }: Omit<Extract<FilePhase, { name: 'ended' }>, 'name'>,
  name: string,
): string {
  if (said !== undefined) return t('files.ended.failed.said', { said });
  // Those without a placeholder do not mind the name.
  return t(ENDS[why] as 'files.ended.left', { name });
}
