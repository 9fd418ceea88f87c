import type { Data, Permission, StreamInfo } from '@evagore/shared';
import { byName, t } from '../messages/translate.ts';

/** What is known of somebody in the group, whatever the connection. */
export interface Person {
  readonly username: string;
  readonly permissions: readonly Permission[];
  readonly data: Data;
  readonly published: readonly StreamInfo[];
  /** The connection is lost, and the seat is kept. */
  readonly reconnecting?: boolean;
  /** Of a raised hand: larger the later it was raised. */
  readonly hand?: number | null;
}

export type Role = 'op' | 'present' | 'message' | 'observe';

/** A device as others see it: not published, published but muted, or heard and seen. */
export type DeviceState = 'none' | 'muted' | 'on';

/** Somebody in the group, as the page shows them. */
export interface Participant {
  readonly id: string;
  /** What the person is called on the page, even without a name. */
  readonly name: string;
  /** As the server has it; may be empty. */
  readonly username: string;
  readonly self: boolean;
  readonly permissions: readonly Permission[];
  readonly role: Role;
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  readonly sharing: boolean;
  readonly hand: boolean;
  /** Larger the later the hand was raised; the same for those of whom it is not known. */
  readonly handOrder: number;
  readonly reconnecting: boolean;
}

export const SCREEN_LABEL = 'screenshare';
export const CAMERA_LABEL = 'camera';
/** A file that somebody plays to everybody, as Galène's client labels it. */
export const FILE_LABEL = 'video';

export function describeParticipant(id: string, person: Person, self: boolean): Participant {
  const cameras = person.published.filter(({ label }) => label !== SCREEN_LABEL && label !== FILE_LABEL);
  return {
    id,
    name: displayName(person.username),
    username: person.username,
    self,
    permissions: person.permissions,
    role: roleOf(person.permissions),
    microphone: deviceState(cameras, 'audio'),
    camera: deviceState(cameras, 'video'),
    sharing: person.published.some((stream) => stream.label === SCREEN_LABEL),
    hand: person.data['raisehand'] === true,
    handOrder: person.hand ?? Number.MAX_SAFE_INTEGER,
    reconnecting: person.reconnecting === true,
  };
}

export function displayName(username: string | undefined): string {
  return username === undefined || username === '' ? t('people.anonymous') : username;
}

/** The one word for a set of permissions that tells most about it. */
export function roleOf(permissions: readonly Permission[]): Role {
  if (permissions.includes('op')) return 'op';
  if (permissions.includes('present')) return 'present';
  return permissions.includes('message') ? 'message' : 'observe';
}

/** Oneself first, then by name; the id makes the order of namesakes stable. */
export function inRosterOrder(people: readonly Participant[]): readonly Participant[] {
  return [...people].sort(
    (a, b) => Number(b.self) - Number(a.self) || byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
}

/** Those who have a hand up, first come first; the others keep their order. */
export function handsFirst(people: readonly Participant[]): {
  readonly hands: readonly Participant[];
  readonly others: readonly Participant[];
} {
  return {
    hands: people.filter((person) => person.hand).sort((a, b) => a.handOrder - b.handOrder),
    others: people.filter((person) => !person.hand),
  };
}

/** Up to two letters that stand for a person without a picture. */
export function initialsOf(name: string): string {
  if (name === t('people.anonymous')) return '?';
  const words = name.split(/[\s._/-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const initials = letters.map((word) => /[\p{L}\p{N}]/u.exec(word ?? '')?.[0] ?? '').join('');
  return initials === '' ? '?' : initials.toLocaleUpperCase();
}

/** A hue for a person, in degrees: the same one everywhere and every time. */
export function hueOf(id: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01_00_01_93);
  }
  // Steps of fifteen degrees: two neighbours are either alike or clearly apart.
  return ((hash >>> 8) % 24) * 15;
}

function deviceState(streams: readonly StreamInfo[], kind: 'audio' | 'video'): DeviceState {
  const tracks = streams.flatMap((stream) => stream.tracks.filter((track) => track.kind === kind));
  if (tracks.length === 0) return 'none';
  return tracks.some((track) => !track.muted) ? 'on' : 'muted';
}
