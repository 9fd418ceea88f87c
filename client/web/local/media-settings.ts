import type { WantedKind } from '@evagore/shared';
import { z } from 'zod';
import type { NoiseSuppression } from '../effects/effect-choice.ts';
import { noiseConstraints } from '../effects/noise.ts';

/** How much video of a camera is sent, as in Galène. */
export const SEND_CHOICES = ['lowest', 'low', 'normal', 'unlimited'] as const;
type SendChoice = (typeof SEND_CHOICES)[number];

export const SIMULCAST_CHOICES = ['auto', 'on', 'off'] as const;
export const RECEIVE_CHOICES = ['everything', 'low', 'screens', 'audio', 'nothing'] as const;
export type ReceiveChoice = (typeof RECEIVE_CHOICES)[number];
/** What the space bar does while it is held. */
export const TALK_CHOICES = ['open', 'push-to-talk', 'push-to-mute'] as const;
export type TalkChoice = (typeof TALK_CHOICES)[number];

const Side = z.int().min(16).max(7680);
const Resolution = z.tuple([Side, Side]);

/** What people choose about what they send and receive. Whatever cannot be read falls back to the default. */
export const MEDIA_PREFERENCES = {
  send: z.enum(SEND_CHOICES).catch('unlimited'),
  simulcast: z.enum(SIMULCAST_CHOICES).catch('auto'),
  receive: z.enum(RECEIVE_CHOICES).catch('everything'),
  /** A large, sharp picture of what hardly moves: boards and books. */
  blackboard: z.boolean().catch(false),
  /** Music and other sound that is more than a voice. */
  highQualityAudio: z.boolean().catch(false),
  echoCancellation: z.boolean().catch(true),
  gainControl: z.boolean().catch(true),
  /** Width and height that the camera is asked for; by default a usual one. */
  resolution: Resolution.nullable().catch(null),
  /** Media goes through a relay only; from the next joining on. */
  forceRelay: z.boolean().catch(false),
  talk: z.enum(TALK_CHOICES).catch('open'),
  /** Whether the page says that a microphone is muted, silent or noisy. */
  microphoneHints: z.boolean().catch(true),
  speakerId: z.string().max(512).optional().catch(undefined),
  /** Names of chosen devices: ids change when a browser's data is cleared. */
  speakerLabel: z.string().max(512).optional().catch(undefined),
  microphoneLabel: z.string().max(512).optional().catch(undefined),
  cameraLabel: z.string().max(512).optional().catch(undefined),
} as const;

type MediaPreferences = Readonly<z.infer<z.ZodObject<typeof MEDIA_PREFERENCES>>>;

/** What is known of the settings where devices are opened and streams are sent. */
export type MediaSettings = Pick<
  MediaPreferences,
  'send' | 'simulcast' | 'blackboard' | 'highQualityAudio' | 'echoCancellation' | 'gainControl' | 'resolution'
> & {
  readonly noiseSuppression: NoiseSuppression;
  /** Pictures a second that the camera is asked for; by default 30. */
  readonly frameRate?: number | undefined;
};

/** Bits per second; undefined for no limit of ours. @see Galène's client, its menu "Send" */
const SEND_RATES = {
  lowest: 150_000,
  low: 300_000,
  normal: 700_000,
  unlimited: undefined,
} as const satisfies Record<SendChoice, number | undefined>;

/** Music without audible loss. */
export const HIGH_QUALITY_AUDIO = 128_000;

/** Galène leaves so much to the lower layer; with less than twice that, two layers gain nothing. */
const LEAST_FOR_LAYERS = 200_000;

/** Below so many people in the group one layer is right for everybody. */
const MANY = 3;

export function sendRate({ send }: Pick<MediaSettings, 'send'>): number | undefined {
  return SEND_RATES[send];
}

/** The one of two choices with which less is sent. */
export function lowerSend(one: SendChoice, other: SendChoice): SendChoice {
  return SEND_CHOICES.indexOf(one) < SEND_CHOICES.indexOf(other) ? one : other;
}

/**
 * Whether a camera is sent in several layers.
 *
 * @param people - In the group, oneself included.
 */
export function wantsLayers(settings: Pick<MediaSettings, 'send' | 'simulcast'>, people: number): boolean {
  if (settings.simulcast !== 'auto') return settings.simulcast === 'on';
  return people >= MANY && (sendRate(settings) ?? Infinity) >= LEAST_FOR_LAYERS;
}

/**
 * What is asked of the server, by label. Whatever has no entry of its own is under `''`.
 *
 * @param eased - This processor has too much to do: cameras in low quality are enough, but screens must be readable.
 */
export function requestFor(
  receive: ReceiveChoice,
  eased = false,
): Readonly<Record<string, readonly WantedKind[]>> {
  switch (receive) {
    case 'everything':
      return eased
        ? { screenshare: ['audio', 'video'], '': ['audio', 'video-low'] }
        : { '': ['audio', 'video'] };
    case 'low':
      return { '': ['audio', 'video-low'] };
    case 'screens':
      return { screenshare: ['audio', 'video'], '': ['audio'] };
    case 'audio':
      return { '': ['audio'] };
    case 'nothing':
      return {};
  }
}

export function audioConstraints(
  settings: MediaSettings,
  deviceId: string | undefined,
): MediaTrackConstraints {
  return {
    ...(deviceId === undefined ? {} : { deviceId: { ideal: deviceId } }),
    echoCancellation: settings.echoCancellation,
    ...noiseConstraints(settings.noiseSuppression),
    autoGainControl: settings.gainControl,
    ...(settings.highQualityAudio ? { channelCount: { ideal: 2 } } : {}),
  };
}

/** @param facing - Of a phone, the side whose camera is wanted rather than a certain one. */
export function videoConstraints(
  settings: Pick<MediaSettings, 'blackboard' | 'resolution' | 'frameRate'>,
  deviceId: string | undefined,
  facing?: 'user' | 'environment',
): MediaTrackConstraints {
  const device = deviceId === undefined ? {} : { deviceId: { ideal: deviceId } };
  return {
    ...(facing === undefined ? device : { facingMode: { ideal: facing } }),
    ...sizeConstraints(settings),
    frameRate: { ideal: settings.frameRate ?? 30 },
  };
}

function sizeConstraints({
  blackboard,
  resolution,
}: Pick<MediaSettings, 'blackboard' | 'resolution'>): MediaTrackConstraints {
  if (resolution !== null) return { width: { ideal: resolution[0] }, height: { ideal: resolution[1] } };
  if (!blackboard) return { width: { ideal: 1280 }, height: { ideal: 720 } };
  return { width: { min: 640, ideal: 1920 }, height: { min: 400, ideal: 1080 } };
}

/** What a change of settings touches of that which is being sent. */
export interface SettingsChange {
  readonly reopenMicrophone: boolean;
  readonly resizeCamera: boolean;
  readonly rate: boolean;
  /** The stream has to be published anew, in place of itself. Layers are decided elsewhere. */
  readonly republish: boolean;
}

export function changeBetween(before: MediaSettings, after: MediaSettings): SettingsChange {
  const differs = (...names: readonly (keyof MediaSettings)[]) =>
    names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return {
    reopenMicrophone: differs('noiseSuppression', 'echoCancellation', 'gainControl', 'highQualityAudio'),
    resizeCamera: differs('blackboard', 'resolution', 'frameRate'),
    rate: differs('send'),
    republish: differs('highQualityAudio'),
  };
}
