import type { ApplicationValue } from '@evagore/shared';
import type { Abilities } from '@evagore/shared/commands';
import { PLAIN, type VideoEffect } from '../effects/effect-choice.ts';
import { t } from '../messages/translate.ts';
import type { LocalMedia } from '../state/local-media.ts';
import { DEFAULT_PREFERENCES, readPreference, type PreferenceStore } from '../state/preferences.ts';

/** Galène calls some of its settings otherwise; who knows it by heart need not learn anew. */
const OTHER_NAMES: ReadonlyMap<string, SettingName> = new Map([
  ['blackboardMode', 'blackboard'],
  ['hqaudio', 'highQualityAudio'],
  ['mirrorView', 'mirrorSelf'],
  ['displayAll', 'showWithoutVideo'],
  ['request', 'receive'],
]);

/** What can be set by a command. */
const SETTING_NAMES = [
  ...(['send', 'simulcast', 'receive', 'blackboard', 'highQualityAudio'] as const),
  ...(['noiseSuppression', 'echoCancellation', 'gainControl', 'mirrorSelf'] as const),
  ...(['talk', 'microphoneHints', 'resolution', 'forceRelay', 'showWithoutVideo'] as const),
] as const;
type SettingName = (typeof SETTING_NAMES)[number];

/** What Galène's "filter" is here: one thing at a time. */
const FILTERS: Readonly<Record<string, VideoEffect>> = {
  '': PLAIN,
  'mirror-h': { ...PLAIN, orientation: 'mirror' },
  'mirror-v': { ...PLAIN, orientation: 'flip' },
  rotate: { ...PLAIN, orientation: 'rotate' },
  'background-blur': { ...PLAIN, background: { kind: 'blur', strength: 'strong' } },
};

export interface OwnAbilityOptions {
  readonly local: Pick<LocalMedia, 'replaceAll' | 'presentFile' | 'mute' | 'unmute'>;
  readonly preferences: Pick<PreferenceStore, 'chosen' | 'set'>;
  /** Lets the person choose a file; absent where files cannot be played to others. */
  readonly chooseFile: (() => Promise<File | undefined>) | undefined;
  readonly testRelay: Abilities['relay-test']['run'];
}

/** What commands can do with one's own streams and settings. */
export function ownAbilities(options: OwnAbilityOptions): Partial<Abilities> {
  const { local, preferences, chooseFile } = options;
  return {
    'relay-test': { run: options.testRelay },
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
        if (setAsInGalene(options, name, value)) return;
        const setting = settingOf(name);
        const change = readPreference(setting, value);
        if (change === undefined) throw unfit(setting, value);
        preferences.set(change);
      },
      unset: (name) => {
        const usual = GALENE_DEFAULTS.get(name);
        if (usual !== undefined && setAsInGalene(options, name, usual)) return;
        const setting = settingOf(name);
        preferences.set({ [setting]: DEFAULT_PREFERENCES[setting] });
      },
    },
  };
}

/** What Galène begins with, of the settings that are several or none here. */
const GALENE_DEFAULTS: ReadonlyMap<string, ApplicationValue> = new Map<string, ApplicationValue>([
  ['preprocessing', true],
  ['filter', ''],
]);

/**
 * Sets what is one thing in Galène, and here several or no setting at all.
 *
 * @returns Whether it was one of these.
 * @throws Error where the value does not fit.
 */
function setAsInGalene(
  { local, preferences }: OwnAbilityOptions,
  name: string,
  value: ApplicationValue,
): boolean {
  const isSwitch = typeof value === 'boolean';
  switch (name) {
    case 'preprocessing':
      if (!isSwitch) throw unfit(name, value);
      preferences.set({
        echoCancellation: value,
        gainControl: value,
        noiseSuppression: value ? DEFAULT_PREFERENCES.noiseSuppression : 'off',
      });
      return true;
    case 'localMute':
      if (!isSwitch) throw unfit(name, value);
      void (value ? local.mute() : local.unmute());
      return true;
    case 'filter': {
      const effect = typeof value === 'string' && Object.hasOwn(FILTERS, value) ? FILTERS[value] : undefined;
      if (effect === undefined) throw unfit(name, value);
      preferences.set({ effect });
      return true;
    }
    default:
      return false;
  }
}

function unfit(name: string, value: ApplicationValue): Error {
  return new Error(t('settings.bad-value', { name, value: JSON.stringify(value) }));
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
