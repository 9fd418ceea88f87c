import type { SlotTile } from '../layout/slots.ts';
import type { Speakers } from '../media/speakers.ts';
import { calmly } from '../state/calm.ts';
import type { MeetingSnapshot, MeetingStore } from '../state/meeting-store.ts';
import type { Preferences, PreferenceStore } from '../state/preferences.ts';
import { alike } from '../state/selection.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import type { TileView } from '../state/stage.ts';
import { browserClock, type Clock } from '../time/clock.ts';
import { Arranger, type Arrangement } from './arrangement.ts';
import { DrawnSizes } from './drawn-sizes.ts';
import { DrawnSurfaces } from './drawn-surfaces.ts';
import { FloatingWindow } from './floating.ts';
import { settledStage } from './settled-stage.ts';
import { hear, nextChangeMs, SILENCE, speaks, spokeAt, type Speech } from './speech.ts';
import { chooseSpotlight } from './spotlight.ts';

/** What the stage is made of. */
export interface StageSources {
  readonly meeting: Pick<MeetingStore, 'subscribe' | 'setDrawnSize'> & {
    getSnapshot(): Pick<MeetingSnapshot, 'stage' | 'people'>;
  };
  readonly speakers: Pick<Speakers, 'subscribe' | 'getSnapshot'>;
  readonly preferences: Pick<PreferenceStore, 'subscribe' | 'chosen' | 'set'>;
}

export interface StageSnapshot extends Arrangement {
  /** All tiles, drawn or not. */
  readonly tiles: readonly TileView[];
  /** Those of others that have a picture, drawn or not. */
  readonly pictures: readonly TileView[];
  /** Whoever speaks, or spoke last. */
  readonly spotlight: TileView | undefined;
  /** Keys of the tiles that are large because somebody wants it so. */
  readonly pinned: ReadonlySet<string>;
  readonly options: StageOptions;
  /** How many people have no tile because they have no picture. */
  readonly withoutTile: number;
  /** Tiles go to their new places visibly; not where the stage itself has another size. */
  readonly glides: boolean;
}

export type StageOptions = Pick<Preferences, 'view' | 'hideSelf' | 'mirrorSelf' | 'showWithoutVideo'>;

/** More large ones would be small. One more takes the place of the first. */
export const MOST_PINS = 9;
const GAP = 8;
/** Of so many people there is always one who comes, goes or raises a hand. */
const CROWD = 100;
/** Among them, tiles find new places so often at the most. */
const CALM_MS = 250;

/** Decides what is drawn, where and how large: pure rules, and what they must remember from one moment to the next. */
export class StageModel extends SnapshotStore<StageSnapshot> {
  readonly drawn: DrawnSurfaces;
  readonly floating = new FloatingWindow();
  readonly #sources: StageSources;
  readonly #clock: Clock;
  readonly #arranger = new Arranger();
  #size = { width: 0, height: 0 };
  #resized = true;
  /** In the order in which they were pinned. */
  readonly #pinned = new Set<string>();
  /** Shared screens that shall not be large. */
  readonly #small = new Set<string>();
  #held: string | undefined;
  #speech: Speech = SILENCE;
  #spotlight: string | undefined;
  #tiles = new Map<string, TileView>();
  #last: StageSnapshot | undefined;
  #cancel: (() => void) | undefined;

  constructor(sources: StageSources, clock: Clock = browserClock) {
    super();
    this.#sources = sources;
    this.#clock = clock;
    this.drawn = new DrawnSurfaces(
      new DrawnSizes(clock, (streamId, size) => {
        sources.meeting.setDrawnSize(streamId, size);
      }),
    );
  }

  /** Follows the sources until what it returns is called. */
  attach(): () => void {
    const changed = () => {
      this.changed();
    };
    const { meeting, speakers, preferences } = this.#sources;
    const calm = calmly(changed, CALM_MS, this.#clock);
    const undo = [
      calm.cancel,
      meeting.subscribe(() => {
        if (meeting.getSnapshot().people.length < CROWD) changed();
        else calm.ask();
      }),
      preferences.subscribe(changed),
      speakers.subscribe(() => {
        this.#listen();
      }),
    ];
    this.#listen();
    return () => {
      for (const each of undo) each();
      this.#cancel?.();
      this.drawn.close();
    };
  }

  /** The stage has another size, in CSS pixels. */
  resize(size: { readonly width: number; readonly height: number }): void {
    if (size.width === this.#size.width && size.height === this.#size.height) return;
    this.#size = { width: size.width, height: size.height };
    this.#resized = true;
    this.changed();
  }

  /** Makes a tile large, or ends that. */
  togglePin(key: string): void {
    if (!this.#pinned.delete(key)) {
      const [first] = this.#pinned;
      if (this.#pinned.size >= MOST_PINS && first !== undefined) this.#pinned.delete(first);
      this.#pinned.add(key);
      this.#small.delete(key);
    }
    this.changed();
  }

  unpinAll(): void {
    this.#pinned.clear();
    this.changed();
  }

  /** Shows a shared screen among the others, or large again. */
  toggleSmall(key: string): void {
    if (!this.#small.delete(key)) this.#small.add(key);
    this.#pinned.delete(key);
    this.changed();
  }

  /** Turns so many pages forward, or back. */
  turnPage(by: number): void {
    const { page, pages } = this.getSnapshot();
    const next = Math.min(pages - 1, Math.max(0, page + by));
    if (next === page) return;
    this.#arranger.turn(next);
    this.changed();
  }

  /** Keeps a tile where it is: it has the focus, or its menu is open. */
  hold(key: string | undefined): void {
    this.#held = key;
  }

  toggleView(): void {
    const { view } = this.#sources.preferences.chosen;
    this.choose({ view: view === 'grid' ? 'speaker' : 'grid' });
  }

  /** Remembers options for the next meetings as well. */
  choose(options: Partial<StageOptions>): void {
    this.#sources.preferences.set(options);
  }

  protected build(): StageSnapshot {
    const { people, stage } = this.#sources.meeting.getSnapshot();
    const { view, hideSelf, mirrorSelf, showWithoutVideo } = this.#sources.preferences.chosen;
    const all = this.#settle([...stage.focus, ...stage.others]);
    const seen = all.filter((tile) => !(hideSelf && tile.self && tile.kind === 'person'));
    const tiles = seen.filter((tile) => showWithoutVideo || this.#stays(tile));
    const now = this.#clock.now();
    const spotlight = chooseSpotlight({ before: this.#spotlight, tiles, speech: this.#speech, now });
    this.#spotlight = spotlight?.key;
    const focus = this.#inFocus(tiles, { screens: stage.focus, view, spotlight });
    const glides = !this.#resized;
    this.#resized = false;
    const arrangement = this.#arranger.arrange({
      focus,
      others: tiles.filter((tile) => !focus.includes(tile)),
      area: { ...this.#size, gap: GAP },
      slotOf: (tile) => this.#slotOf(tile, now),
      alone: people.length === 1 && focus.length === 0,
    });
    return (this.#last = settledStage(this.#last, {
      ...arrangement,
      tiles,
      pictures: tiles.filter((tile) => tile.video !== null && !tile.self),
      spotlight,
      pinned: new Set(tiles.flatMap(({ key }) => (this.#pinned.has(key) ? [key] : []))),
      options: { view, hideSelf, mirrorSelf, showWithoutVideo },
      withoutTile: seen.length - tiles.length,
      glides,
    }));
  }

  /** The same objects for tiles that are as they were, so that they are not drawn again. */
  #settle(tiles: readonly TileView[]): readonly TileView[] {
    const settled = tiles.map((tile) => {
      const before = this.#tiles.get(tile.key);
      if (before === undefined || before === tile) return tile;
      return alike(before, tile) ? before : tile;
    });
    this.#tiles = new Map(settled.map((tile) => [tile.key, tile]));
    return settled;
  }

  /** Whether a tile is drawn where people without a picture have none. */
  #stays(tile: TileView): boolean {
    return tile.kind !== 'person' || tile.video !== null || tile.self || this.#pinned.has(tile.key);
  }

  #inFocus(tiles: readonly TileView[], { screens, view, spotlight }: FocusRequest): readonly TileView[] {
    const byKey = new Map(tiles.map((tile) => [tile.key, tile]));
    const pinned = [...this.#pinned].flatMap((key) => byKey.get(key) ?? []);
    if (pinned.length > 0) return pinned;
    const shared = screens.flatMap(({ key }) => (this.#small.has(key) ? [] : (byKey.get(key) ?? [])));
    if (shared.length > 0) return shared;
    return view === 'speaker' && tiles.length > 1 && spotlight !== undefined ? [spotlight] : [];
  }

  #slotOf(tile: TileView, now: number): SlotTile {
    const person = tile.kind === 'person';
    const spoke = person ? spokeAt(this.#speech, tile.owner, now) : -Infinity;
    return {
      key: tile.key,
      urgent: person && !tile.self && (tile.hand || speaks(this.#speech, tile.owner, now)),
      kept: tile.self || tile.key === this.#held || spoke > -Infinity,
      spokeAt: spoke,
      seen: tile.video !== null,
    };
  }

  #listen(): void {
    this.#cancel?.();
    const now = this.#clock.now();
    this.#speech = hear(this.#speech, this.#sources.speakers.getSnapshot(), now);
    this.changed();
    const due = nextChangeMs(this.#speech, now);
    this.#cancel =
      due === undefined
        ? undefined
        : this.#clock.after(due, () => {
            this.#listen();
          });
  }
}

interface FocusRequest {
  readonly screens: readonly TileView[];
  readonly view: Preferences['view'];
  readonly spotlight: TileView | undefined;
}
