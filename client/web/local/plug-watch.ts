import { t } from '../messages/translate.ts';
import { findRemembered, type DeviceList, type DeviceLists } from '../state/device-list.ts';
import type { LocalMedia } from '../state/local-media.ts';
import type { Notices } from '../state/notices.ts';
import type { PreferenceStore } from '../state/preferences.ts';
import { decidePlug } from './hot-plug.ts';

export interface PlugWatchOptions {
  readonly devices: Pick<DeviceList, 'getSnapshot' | 'subscribe'>;
  readonly local: Pick<LocalMedia, 'getSnapshot' | 'choose'>;
  readonly preferences: Pick<PreferenceStore, 'chosen' | 'set'>;
  readonly notices: Pick<Notices, 'show'>;
}

/** Follows what is plugged in and out during a meeting. */
export class PlugWatch {
  readonly #options: PlugWatchOptions;
  readonly #stop: () => void;
  #before: DeviceLists;

  constructor(options: PlugWatchOptions) {
    this.#options = options;
    this.#before = options.devices.getSnapshot();
    this.#stop = options.devices.subscribe(() => {
      this.#look();
    });
  }

  close(): void {
    this.#stop();
  }

  #look(): void {
    const before = this.#before;
    const now = this.#options.devices.getSnapshot();
    this.#before = now;
    this.#lookAtMicrophones(before, now);
    this.#lookAtSpeakers(before, now);
  }

  #lookAtMicrophones(before: DeviceLists, now: DeviceLists): void {
    const { local, preferences, notices } = this.#options;
    const { microphoneId: id, microphoneLabel: label } = preferences.chosen;
    const { microphone, microphoneId } = local.getSnapshot();
    const decision = decidePlug({
      before: before.microphones,
      now: now.microphones,
      chosen: { id, label },
      open: microphone === 'on' || microphone === 'muted',
      inUse: microphoneId,
    });
    if (decision.act === 'nothing') return;
    const { device } = decision;
    const choose = () => {
      preferences.set({ microphoneId: device.id, microphoneLabel: device.label });
      void local.choose('audio', device.id);
    };
    if (decision.act === 'use') {
      choose();
      notices.show('info', t('devices.plugged.used', { device: device.label }), 'microphone');
    } else {
      notices.show('info', t('devices.plugged.microphone', { device: device.label }), 'microphone', {
        label: t('devices.plugged.use'),
        run: choose,
      });
    }
  }

  #lookAtSpeakers(before: DeviceLists, now: DeviceLists): void {
    const { speakerId: id, speakerLabel: label } = this.#options.preferences.chosen;
    if (id === undefined) return;
    const gone =
      findRemembered(before.speakers, { id, label }) !== undefined &&
      findRemembered(now.speakers, { id, label }) === undefined;
    if (gone) this.#options.notices.show('warning', t('devices.speaker.lost'), 'speaker');
  }
}
