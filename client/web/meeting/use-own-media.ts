import { useEffect, useRef } from 'react';
import type { MicrophoneHint } from '../local/microphone-hints.ts';
import { followMediaSession } from '../local/media-session.ts';
import { MicrophoneWatch } from '../local/microphone-watch.ts';
import { PlugWatch } from '../local/plug-watch.ts';
import { browserWake, ScreenWake } from '../local/screen-wake.ts';
import { LevelProbe } from '../media/levels.ts';
import { t } from '../messages/translate.ts';
import { whileSeen } from '../state/sight.ts';
import type { LocalMedia } from '../state/local-media.ts';
import { useApp } from '../ui/context.ts';
import { useTalkKey } from './use-talk-key.ts';

export interface OwnMediaOptions {
  readonly local: LocalMedia;
  readonly title: string;
  /** Whether the meeting goes on. */
  readonly active: boolean;
  readonly onLeave: () => void;
  readonly onSettings: () => void;
}

/** All that goes on around one's own devices while a meeting lasts: hints, keys, plugs, and a screen that stays on. */
export function useOwnMedia({ local, title, active, onLeave, onSettings }: OwnMediaOptions): void {
  const { preferences, devices, notices } = useApp();
  const current = useRef({ onLeave, onSettings });
  useEffect(() => {
    current.current = { onLeave, onSettings };
  });
  useTalkKey(local, active);
  useEffect(() => {
    if (!active) return undefined;
    const plugs = new PlugWatch({ devices, local, preferences, notices });
    const screen = new ScreenWake(browserWake());
    void devices.refresh();
    return () => {
      plugs.close();
      screen.close();
    };
  }, [active, devices, local, preferences, notices]);
  useEffect(() => {
    if (!active) return undefined;
    const watch = new MicrophoneWatch({
      local,
      measure: (track) => new LevelProbe(track),
      wanted: () => preferences.chosen.microphoneHints,
      say: (hint) => {
        const action =
          hint === 'talking'
            ? unmuteAction(local)
            : settingsAction(() => {
                current.current.onSettings();
              });
        notices.show('warning', sentence(hint, preferences.chosen.talk), 'microphone-hint', action);
      },
      now: () => performance.now(),
      // Hints are for those who see them.
      every: whileSeen,
    });
    return () => {
      watch.close();
    };
  }, [active, local, preferences, notices]);
  useEffect(() => {
    if (!active) return undefined;
    const leave = () => {
      current.current.onLeave();
    };
    return followMediaSession({ local, title, leave });
  }, [active, local, title]);
}

function sentence(hint: MicrophoneHint, talk: string): string {
  if (hint !== 'talking') return t(`devices.hint.${hint}`);
  return t(talk === 'push-to-talk' ? 'devices.hint.talking.key' : 'devices.hint.talking');
}

function unmuteAction(local: LocalMedia) {
  return { label: t('hint.microphone.off'), run: () => void local.unmute() };
}

function settingsAction(onSettings: () => void) {
  return { label: t('devices.hint.settings'), run: onSettings };
}
