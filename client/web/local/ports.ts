import type { Stream } from '@evagore/client';
import type { FilePlayer } from './file-player.ts';
import type { MediaSettings } from './media-settings.ts';
import type { ProcessedTrack, ProcessedVideo } from '../effects/processed.ts';
import type { VideoEffect } from '../effects/effect-choice.ts';

export type Kind = 'audio' | 'video';

/** What the page needs of an up stream. */
export type UpLine = Pick<
  Stream,
  | 'id'
  | 'label'
  | 'events'
  | 'setStream'
  | 'addTrack'
  | 'replaceTrack'
  | 'removeTrack'
  | 'setMuted'
  | 'setMaxBitrate'
  | 'close'
>;

/** Where devices come from: the browser, or a test. */
export interface DevicePort {
  openDevices(constraints: MediaStreamConstraints): Promise<MediaStream>;
  openScreen(): Promise<MediaStream>;
  /** Opens a video or sound file, and begins to play it. @throws DeviceError */
  openFile(file: File): Promise<FilePlayer>;
  newStream(tracks: readonly MediaStreamTrack[]): MediaStream;
}

/** What changes pictures and voices before they are sent. It is heavy, and loaded when it is first needed. */
export interface EffectPort {
  isPlain(effect: VideoEffect): boolean;
  /** @throws where the effect cannot be had; the source goes on. */
  processVideo(
    source: MediaStreamTrack,
    effect: VideoEffect,
    events: { readonly onTrouble: (error: Error) => void },
  ): Promise<ProcessedVideo>;
  /** @throws where it cannot be had; the source goes on. */
  suppressNoise(source: MediaStreamTrack): Promise<ProcessedTrack>;
}

/** Which devices to open; absent for the browser's choice. */
export interface DeviceChoice {
  readonly microphoneId?: string | undefined;
  readonly cameraId?: string | undefined;
}

/** The settings as they are, and when they change. */
export interface SettingsSource {
  readonly chosen: MediaSettings & { readonly effect: VideoEffect };
  readonly subscribe: (listener: () => void) => () => void;
}

/** What did not work, for the sentence that says so. */
export type LocalTask = 'microphone' | 'camera' | 'screen' | 'file' | 'sending' | 'effect';
