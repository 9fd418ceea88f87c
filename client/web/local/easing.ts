import { EffectError } from '../effects/effect-error.ts';
import { t } from '../messages/translate.ts';
import type { QualityMonitor } from '../quality/monitor.ts';
import type { LocalMedia } from '../state/local-media.ts';
import type { Notices } from '../state/notices.ts';
import type { PreferenceStore } from '../state/preferences.ts';
import { EasedSettings } from './eased-settings.ts';

export interface EasingOptions {
  readonly preferences: Pick<PreferenceStore, 'chosen' | 'subscribe' | 'set'>;
  readonly notices: Pick<Notices, 'show' | 'withdraw'>;
  /** Whether the chosen effect is there. */
  readonly effectIsOn: () => boolean;
  readonly now?: () => number;
}

/** The settings of a meeting, which says when it sends and receives less than was chosen, and lets people decide. */
export function openEasing({
  preferences,
  notices,
  effectIsOn,
  now = () => performance.now(),
}: EasingOptions): EasedSettings {
  const settings = new EasedSettings({
    ...{ preferences, now },
    stepped: (step, before) => {
      if (step === 0) notices.withdraw('busy');
      if (before !== 0) return;
      const undo = {
        label: t('media.busy.undo'),
        run: () => {
          settings.decline();
        },
      };
      const off = {
        label: t('media.busy.effects-off'),
        run: () => {
          preferences.set({ effect: { ...preferences.chosen.effect, background: { kind: 'none' } } });
        },
      };
      const hasBackground = effectIsOn() && preferences.chosen.effect.background.kind !== 'none';
      if (hasBackground) notices.show('warning', t('media.busy'), 'busy', off, undo);
      else notices.show('warning', t('media.busy'), 'busy', undo);
    },
  });
  return settings;
}

/** Lets the settings know how the processor is doing. */
export function followLoad(
  settings: Pick<EasedSettings, 'note' | 'noteFailure'>,
  quality: Pick<QualityMonitor, 'getSnapshot' | 'subscribe'>,
  local: Pick<LocalMedia, 'getSnapshot' | 'subscribe'>,
): void {
  let lookedAt = quality.getSnapshot().at;
  quality.subscribe(() => {
    const { at, readings } = quality.getSnapshot();
    if (at === lookedAt) return;
    lookedAt = at;
    settings.note(readings.some(({ direction, limitedBy }) => direction === 'up' && limitedBy === 'cpu'));
  });
  let { effect } = local.getSnapshot();
  local.subscribe(() => {
    const before = effect;
    ({ effect } = local.getSnapshot());
    if (effect === before || effect.phase !== 'failed') return;
    if (effect.error instanceof EffectError && effect.error.code === 'too-slow') settings.noteFailure();
  });
}
