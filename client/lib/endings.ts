import type { ErrorCode } from '@evagore/shared';

/**
 * What follows the loss of a connection: the seat is taken again (`resume`), the group is joined again because the
 * seat is gone (`rejoin`), or nothing (`final`).
 */
export type Sequel = 'resume' | 'rejoin' | 'final';

/** Of a connection in a group that has ended, by the reason for it. What is not here is final. */
const AFTER_LOSS: Partial<Record<ErrorCode, Sequel>> = {
  'hung-up': 'resume',
  'no-answer': 'resume',
  'slow-reader': 'resume',
  'handshake-timeout': 'resume',
  'seat-lost': 'rejoin',
  'missed-too-much': 'rejoin',
  'shutting-down': 'rejoin',
  draining: 'rejoin',
};

export function afterLoss(code: ErrorCode): Sequel {
  return AFTER_LOSS[code] ?? 'final';
}

/** What ended the seat before it could be taken again. The member did not mean to go, if only its connection did. */
export function afterRefusedResume(code: ErrorCode): 'rejoin' | 'final' {
  return code === 'left' || afterLoss(code) !== 'final' ? 'rejoin' : 'final';
}

/**
 * Refusals that may not stand for long: a server that has just started or is about to stop, a seat of one's own that
 * has not been cleared yet, an operator who comes back as oneself does.
 */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'busy',
  'draining',
  'duplicate-id',
  'media-unavailable',
  'no-operator',
  'shutting-down',
  'too-many-messages',
]);

/** Whether another attempt to get in may fare better. */
export function isPassing(code: ErrorCode): boolean {
  return PASSING.has(code);
}
