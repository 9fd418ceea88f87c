import type { ApplicationValue } from '@evagore/shared';
import type { Abilities } from '@evagore/shared/commands';
import { t } from '../messages/translate.ts';
import type { LocalMedia } from '../state/local-media.ts';
import { DEFAULT_PREFERENCES, readPreference, type PreferenceStore } from '../state/preferences.ts';

/** Galène calls some of its settings otherwise; who knows it by heart need not learn anew. */
const OTHER_NAMES: ReadonlyMap<string, SettingName> = new Map([
  ['blackboardMode', 'blackboard'],
  ['hqaudio', 'highQualityAudio'],
  ['mirrorView', 'mirrorSelf'],
  ['request', 'receive'],
]);

/** What can be set by a command. */
const SETTING_NAMES = [
  ...(['send', 'simulcast', 'receive', 'blackboard', 'highQualityAudio'] as const),
  ...(['noiseSuppression', 'echoCancellation', 'gainControl', 'mirrorSelf'] as const),
  ...(['talk', 'microphoneHints', 'resolution', 'forceRelay'] as const),
] as const;
type SettingName = (typeof SETTING_NAMES)[number];

export interface OwnAbilityOptions {
  readonly local: Pick<LocalMedia, 'replaceAll' | 'presentFile'>;
  readonly preferences: Pick<PreferenceStore, 'chosen' | 'set'>;
  /** Lets the person choose a file; absent where files cannot be played to others. */
  readonly chooseFile: (() => Promise<File | undefined>) | undefined;
}

/** What commands can do with one's own streams and settings. */
export function ownAbilities({ local, preferences, chooseFile }: OwnAbilityOptions): Partial<Abilities> {
  return {
    ...(chooseFile !== undefined && {
      'file-broadcast': {
        choose: async () => {
          const file = await chooseFile();
          if (file !== undefined) await local.presentFile(file);
        },
      },
    }),
    'media-replace': { replace: () => local.replaceAll() },
    settings: {
      all: () =>
        new Map(SETTING_NAMES.map((name): [string, ApplicationValue] => [name, valueOf(preferences, name)])),
      set: (name, value) => {
        const setting = settingOf(name);
        const change = readPreference(setting, value);
        if (change === undefined) {
          throw new Error(t('settings.bad-value', { name: setting, value: JSON.stringify(value) }));
        }
        preferences.set(change);
      },
      unset: (name) => {
        const setting = settingOf(name);
        preferences.set({ [setting]: DEFAULT_PREFERENCES[setting] });
      },
    },
  };
}

function valueOf({ chosen }: Pick<PreferenceStore, 'chosen'>, name: SettingName): ApplicationValue {
  const value = chosen[name];
  return typeof value === 'object' && value !== null ? [...value] : value;
}

function settingOf(name: string): SettingName {
  const known =
    OTHER_NAMES.get(name) ?? SETTING_NAMES.find((each) => each.toLowerCase() === name.toLowerCase());
  if (known === undefined) throw new Error(t('settings.unknown', { name: name.slice(0, 40) }));
  return known;
}
