import { t } from '../messages/translate.ts';
import { SCREEN_LABEL, type DeviceState, type Participant } from './participants.ts';
import type { StreamView } from './remote-streams.ts';

/** One tile: somebody, or something that somebody shows. */
export interface TileView {
  /** Stays the same while streams come and go, so that the tile keeps its place. */
  readonly key: string;
  readonly kind: 'person' | 'screen' | 'media';
  readonly owner: string;
  readonly name: string;
  readonly self: boolean;
  /** The picture; null where there is none to see. */
  readonly video: MediaStream | null;
  /** The stream that can be ended from the tile, for one's own screens. */
  readonly streamId: string | undefined;
  readonly microphone: DeviceState;
  readonly hand: boolean;
  readonly troubled: boolean;
  /** The owner's connection is lost, and the seat is kept. */
  readonly reconnecting: boolean;
}

export interface Stage {
  /** What takes the large part: shared screens. */
  readonly focus: readonly TileView[];
  readonly others: readonly TileView[];
}

/**
 * Who and what is to be seen, in a stable order: oneself, then everybody as they came.
 *
 * People who may not present and send nothing have no tile: an audience would push the speakers aside.
 *
 * @param people - In the order in which they came.
 */
export function stageOf(people: readonly Participant[], streams: readonly StreamView[]): Stage {
  const ordered = [...people.filter((person) => person.self), ...people.filter((person) => !person.self)];
  const others: TileView[] = [];
  const focus: TileView[] = [];
  for (const person of ordered) {
    const own = streams.filter((stream) => stream.owner === person.id);
    const [main, ...more] = byVideo(own.filter((stream) => stream.label !== SCREEN_LABEL));
    if (main !== undefined || person.permissions.includes('present')) others.push(personTile(person, main));
    others.push(...more.filter((stream) => stream.hasVideo).map((stream) => mediaTile(person, stream)));
    const screens = own.filter((stream) => stream.label === SCREEN_LABEL && stream.hasVideo);
    focus.push(...screens.map((stream) => screenTile(person, stream)));
  }
  return { focus, others };
}

/**
 * The tiles to draw where there is room for `most`; the last place is kept for "and so many more".
 * Whoever is seen goes before whoever is heard, before everybody else; the order stays.
 */
export function chooseTiles(
  tiles: readonly TileView[],
  most: number,
): { readonly shown: readonly TileView[]; readonly hidden: number } {
  if (tiles.length <= most) return { shown: tiles, hidden: 0 };
  const rank = (tile: TileView) => (tile.video ? 0 : tile.microphone === 'on' ? 1 : tile.self ? 1 : 2);
  const chosen = new Set([...tiles].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, most - 1)));
  return { shown: tiles.filter((tile) => chosen.has(tile)), hidden: tiles.length - chosen.size };
}

/** Streams with a picture first; the sort is stable. */
function byVideo(streams: readonly StreamView[]): readonly StreamView[] {
  return [...streams].sort((a, b) => Number(b.hasVideo) - Number(a.hasVideo));
}

function personTile(person: Participant, stream: StreamView | undefined): TileView {
  const seen = stream?.hasVideo === true && person.camera !== 'muted';
  return {
    ...commonOf(person, stream),
    key: `person:${person.id}`,
    kind: 'person',
    name: person.name,
    video: seen ? stream.media : null,
    microphone: person.microphone,
    hand: person.hand,
  };
}

function mediaTile(person: Participant, stream: StreamView): TileView {
  return {
    ...commonOf(person, stream),
    key: `stream:${stream.id}`,
    kind: 'media',
    name: t('tile.media', { name: person.name }),
    video: stream.media,
  };
}

function screenTile(person: Participant, stream: StreamView): TileView {
  return {
    ...commonOf(person, stream),
    key: `stream:${stream.id}`,
    kind: 'screen',
    name: person.self ? t('tile.screen.own') : t('tile.screen', { name: person.name }),
    video: stream.media,
  };
}

function commonOf(person: Participant, stream: StreamView | undefined) {
  return {
    owner: person.id,
    self: person.self,
    streamId: stream?.id,
    microphone: 'none' as DeviceState,
    hand: false,
    troubled: stream?.troubled ?? false,
    reconnecting: person.reconnecting,
  };
}
