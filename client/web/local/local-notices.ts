import { t } from '../messages/translate.ts';
import { codeOf, sentenceOf } from '../state/error-sentence.ts';
import type { LocalOptions } from '../state/local-media.ts';
import type { Notices } from '../state/notices.ts';
import { deviceSentence } from './device-sentence.ts';
import type { LocalTask } from './ports.ts';

type Events = Required<Pick<LocalOptions, 'failed' | 'lost' | 'fileSound'>>;

/** Says what becomes of one's own devices and streams, each once and by topic. */
export function localNotices(
  notices: Notices,
  world: { readonly userAgent: string; readonly unmute: () => void },
): Events {
  return {
    failed: (error, what) => {
      // Who closes the chooser of screens has changed their mind; nothing failed.
      if (codeOf(error) === 'cancelled') return;
      const sentence = sentenceFor(error, what, world.userAgent);
      if (sentence !== undefined) notices.show('error', sentence, what);
    },
    lost: (what, instead) => {
      if (what === 'camera') notices.show('warning', t('notice.camera.lost'), what);
      else if (instead === undefined) notices.show('warning', t('notice.microphone.lost'), what);
      else notices.show('warning', t('devices.lost.instead', { device: instead }), what);
    },
    fileSound: (phase) => {
      if (phase === 'begun') notices.show('info', t('devices.file.muted'), 'file-sound');
      else {
        notices.show('info', t('devices.file.over'), 'file-sound', {
          label: t('hint.microphone.off'),
          run: world.unmute,
        });
      }
    },
  };
}

function sentenceFor(error: unknown, what: LocalTask, userAgent: string): string | undefined {
  switch (what) {
    case 'microphone':
    case 'camera':
      return deviceSentence(error, what, userAgent);
    default:
      return sentenceOf(error);
  }
}
