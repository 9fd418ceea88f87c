import { t } from '../messages/translate.ts';
import { findRemembered, type DeviceEntry, type DeviceList, type DeviceLists } from '../state/device-list.ts';
import type { LocalMedia } from '../state/local-media.ts';
import type { Notices } from '../state/notices.ts';
import type { PreferenceStore } from '../state/preferences.ts';
import { decidePlug } from './hot-plug.ts';

export interface PlugWatchOptions {
  readonly devices: Pick<DeviceList, 'getSnapshot' | 'subscribe'>;
  readonly local: Pick<LocalMedia, 'getSnapshot' | 'subscribe' | 'choose' | 'useCamera'>;
  readonly preferences: Pick<PreferenceStore, 'chosen' | 'set'>;
  readonly notices: Pick<Notices, 'show'>;
  /** Milliseconds of any origin. */
  readonly now?: () => number;
}

/** A camera that comes back so soon was only disturbed; later, nobody expects to be seen again. */
const RETURN_MS = 60_000;

/** Follows what is plugged in and out during a meeting. */
export class PlugWatch {
  readonly #options: PlugWatchOptions;
  readonly #now: () => number;
  readonly #undo: readonly (() => void)[];
  #before: DeviceLists;
  /** The camera that went away while it was on, and when. */
  #lost: { readonly id: string; readonly at: number } | undefined;

  constructor(options: PlugWatchOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#before = options.devices.getSnapshot();
    this.#undo = [
      options.devices.subscribe(() => {
        this.#look();
      }),
      options.local.subscribe(() => {
        this.#lookForLoss();
      }),
    ];
  }

  close(): void {
    for (const undo of this.#undo) undo();
  }

  #look(): void {
    const before = this.#before;
    const now = this.#options.devices.getSnapshot();
    this.#before = now;
    this.#lookAtMicrophones(before, now);
    this.#lookAtCameras(before, now);
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

  #lookAtCameras(before: DeviceLists, now: DeviceLists): void {
    const { local, preferences, notices } = this.#options;
    const { cameraId: id, cameraLabel: label } = preferences.chosen;
    const { camera, cameraId } = local.getSnapshot();
    const isOn = camera === 'on';
    const decision = decidePlug({
      before: before.cameras,
      now: now.cameras,
      chosen: { id, label },
      open: isOn || this.#lost !== undefined,
      inUse: isOn ? cameraId : undefined,
    });
    if (decision.act === 'nothing') return;
    const { device } = decision;
    const isExpected = isOn || (this.#lost !== undefined && this.#now() - this.#lost.at < RETURN_MS);
    if (decision.act === 'use' && isExpected) {
      this.#useCamera(device);
      const sentence = isOn ? 'devices.plugged.used' : 'media.camera.back';
      notices.show('info', t(sentence, { device: device.label }), 'camera');
    } else {
      notices.show('info', t('devices.plugged.microphone', { device: device.label }), 'camera', {
        label: t(isOn ? 'devices.plugged.use' : 'media.camera.on'),
        run: () => {
          this.#useCamera(device);
        },
      });
    }
  }

  #useCamera({ id, label }: DeviceEntry): void {
    this.#options.preferences.set({ cameraId: id, cameraLabel: label });
    void this.#options.local.useCamera(id);
  }

  /** Another camera may show what nobody was to see: it is offered, and not turned on. */
  #lookForLoss(): void {
    const { local, devices, notices } = this.#options;
    const { lostCameraId: id } = local.getSnapshot();
    if (id === this.#lost?.id) return;
    this.#lost = id === undefined ? undefined : { id, at: this.#now() };
    if (id === undefined) return;
    const other = devices.getSnapshot().cameras.find((each) => each.id !== id && each.label !== '');
    if (other === undefined) return;
    notices.show('warning', t('notice.camera.lost'), 'camera', {
      label: t('media.camera.use', { device: other.label }),
      // The one that was chosen stays so: it is used again when it is back.
      run: () => void local.useCamera(other.id),
    });
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
