import { t } from '../messages/translate.ts';
import { FILE_LABEL, SCREEN_LABEL, type DeviceState, type Participant } from './participants.ts';
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
  readonly video: MediaStreamTrack | null;
  /** The stream that the picture or the sound comes from. */
  readonly streamId: string | undefined;
  readonly microphone: DeviceState;
  readonly hand: boolean;
  readonly troubled: boolean;
  /** The owner's connection is lost, and the seat is kept. */
  readonly reconnecting: boolean;
}

export interface Stage {
  /** What takes the large part unless somebody wants it otherwise: the screens that others share. */
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
  const byOwner = Map.groupBy(streams, ({ owner }) => owner);
  for (const person of ordered) {
    const own = byOwner.get(person.id);
    if (own === undefined) {
      if (person.permissions.includes('present')) others.push(bareTile(person));
      continue;
    }
    const files = own.filter((stream) => stream.label === FILE_LABEL);
    const [main, ...cameras] = byVideo(
      own.filter((stream) => stream.label !== SCREEN_LABEL && stream.label !== FILE_LABEL),
    );
    const more = [...cameras, ...files];
    if (main !== undefined || person.permissions.includes('present')) others.push(personTile(person, main));
    others.push(...more.filter(hasPicture).map((stream) => mediaTile(person, stream)));
    const screens = own
      .filter((stream) => stream.label === SCREEN_LABEL && hasPicture(stream))
      .map((stream) => screenTile(person, stream));
    // One's own screen in the middle would show itself in itself, and tell nothing new.
    (person.self ? others : focus).push(...screens);
  }
  return { focus, others };
}

/** Streams with a picture first; the sort is stable. */
function byVideo(streams: readonly StreamView[]): readonly StreamView[] {
  return [...streams].sort((a, b) => Number(hasPicture(b)) - Number(hasPicture(a)));
}

function hasPicture(stream: StreamView): boolean {
  return stream.hasVideo || stream.held !== undefined;
}

function pictureOf(stream: StreamView): MediaStreamTrack | null {
  return stream.media?.getVideoTracks()[0] ?? stream.held ?? null;
}

/** Of those who send nothing, of whom there may be hundreds: made once for each. */
const bareTiles = new WeakMap<Participant, TileView>();

function bareTile(person: Participant): TileView {
  const known = bareTiles.get(person);
  if (known !== undefined) return known;
  const tile = personTile(person, undefined);
  bareTiles.set(person, tile);
  return tile;
}

function personTile(person: Participant, stream: StreamView | undefined): TileView {
  return {
    ...commonOf(person, stream),
    key: `person:${person.id}`,
    kind: 'person',
    name: person.name,
    video: stream === undefined || person.camera === 'muted' ? null : pictureOf(stream),
    microphone: person.microphone,
    hand: person.hand,
  };
}

function mediaTile(person: Participant, stream: StreamView): TileView {
  return {
    ...commonOf(person, stream),
    key: `stream:${stream.slot ?? stream.id}`,
    kind: 'media',
    name: t('tile.media', { name: person.name }),
    video: pictureOf(stream),
  };
}

function screenTile(person: Participant, stream: StreamView): TileView {
  return {
    ...commonOf(person, stream),
    key: `stream:${stream.slot ?? stream.id}`,
    kind: 'screen',
    name: person.self ? t('tile.screen.own') : t('tile.screen', { name: person.name }),
    video: pictureOf(stream),
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
