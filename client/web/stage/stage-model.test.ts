import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { PreferenceStore } from '../state/preferences.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import type { Stage, TileView } from '../state/stage.ts';
import { MOST_PINS, StageModel } from './stage-model.ts';
import { aPerson, aScreen } from './testing/people.ts';

/** A store that a test fills. */
class Given<Value> extends SnapshotStore<Value> {
  #value: Value;

  constructor(value: Value) {
    super();
    this.#value = value;
  }

  give(value: Value): void {
    this.#value = value;
    this.changed();
  }

  protected build(): Value {
    return this.#value;
  }
}

type Shown = { readonly stage: Stage; readonly people: readonly never[] };

class FakeMeeting extends Given<Shown> {
  setDrawnSize(): void {
    // Nobody draws here.
  }

  show(others: readonly TileView[], focus: readonly TileView[] = []): void {
    // Only the number of people counts.
    this.give({ stage: { focus, others }, people: Array.from<never>({ length: others.length }) });
  }
}

const people = (count: number, fields: Partial<TileView> = {}) => [
  aPerson('me'),
  ...Array.from({ length: count - 1 }, (_, index) => aPerson(`p${(index + 1).toString()}`, fields)),
];

let clock: FakeClock;
let meeting: FakeMeeting;
let speakers: Given<ReadonlySet<string>>;
let preferences: PreferenceStore;
let stage: StageModel;

beforeEach(() => {
  clock = new FakeClock();
  meeting = new FakeMeeting({ stage: { focus: [], others: [] }, people: [] });
  speakers = new Given<ReadonlySet<string>>(new Set());
  preferences = new PreferenceStore(undefined);
  stage = new StageModel({ meeting, speakers, preferences }, clock);
  stage.attach();
  stage.resize({ width: 1416, height: 752 });
});

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
const shown = () => stage.getSnapshot();
const keys = (part?: string) =>
  shown()
    .placed.filter((each) => part === undefined || each.part === part)
    .map(({ tile }) => tile.owner);
const speak = async (...ids: string[]) => {
  speakers.give(new Set(ids));
  await settled();
  clock.advance(1000);
  await settled();
};

describe('the stage', () => {
  it('shows everybody in a grid', async () => {
    meeting.show(people(4));
    await settled();
    expect(keys('grid')).toEqual(['me', 'p1', 'p2', 'p3']);
    expect(shown()).toMatchObject({ pages: 1, pager: undefined, invitation: undefined });
  });

  it('keeps a place for the invitation while nobody else is there', async () => {
    meeting.show(people(1));
    await settled();
    expect(keys()).toEqual(['me']);
    expect(shown().invitation).toBeDefined();
  });

  it('shows 25 people at most, and the others on further pages', async () => {
    meeting.show(people(60));
    await settled();
    expect(keys()).toHaveLength(25);
    expect(shown()).toMatchObject({ page: 0, pages: 3 });
    stage.turnPage(1);
    stage.turnPage(1);
    expect(keys()).toHaveLength(10);
    stage.turnPage(1);
    expect(shown().page).toBe(2);
    stage.turnPage(-9);
    expect(shown().page).toBe(0);
  });

  it('goes to the last page that is left when people leave', async () => {
    meeting.show(people(60));
    await settled();
    stage.turnPage(2);
    meeting.show(people(30));
    await settled();
    expect(shown()).toMatchObject({ page: 1, pages: 2 });
    expect(keys()).not.toEqual([]);
  });

  it('is the same snapshot while voices come and go that change nothing', async () => {
    meeting.show(people(4));
    await settled();
    await speak('p1');
    // The first look after the stage got its size is one at which nothing glides.
    expect(shown().glides).toBe(false);
    await speak();
    const before = shown();
    await speak('p1');
    await speak('p1', 'p2');
    await speak('p1', 'p2', 'p3');
    await speak('p1');
    await speak();
    expect(shown()).toBe(before);
    await speak('p2');
    expect(shown()).not.toBe(before);
    expect(shown().placed).toBe(before.placed);
  });

  it('takes in the changes of a crowd a few times a second, and those of a few at once', async () => {
    const snapshots = new Set<unknown>();
    const change = async (count: number) => {
      for (let index = 0; index < 20; index += 1) {
        meeting.show(people(count, { hand: index % 2 === 0 }));
        await settled();
        snapshots.add(shown());
        clock.advance(50);
        await settled();
      }
    };
    await change(20);
    expect(snapshots.size).toBeGreaterThan(19);
    snapshots.clear();
    await change(200);
    expect(snapshots.size).toBeLessThan(8);
    clock.advance(250);
    await settled();
    expect(shown().tiles.every(({ hand, self }) => self || !hand)).toBe(true);
  });

  it('keeps what is the same of it when one tile is another', async () => {
    meeting.show(people(4));
    await settled();
    stage.togglePin('person:p3');
    const before = shown();
    const [me, first, ...others] = before.tiles;
    meeting.show([me!, { ...first!, hand: true }, ...others]);
    await settled();
    expect(shown()).not.toBe(before);
    expect(shown().options).toBe(before.options);
    expect(shown().pinned).toBe(before.pinned);
    const places = shown().placed.filter((each) => !before.placed.includes(each));
    expect(places.map(({ tile }) => tile.owner)).toEqual(['p1']);
  });

  it('keeps the same objects for tiles that are as they were', async () => {
    meeting.show(people(2));
    await settled();
    const [me, other] = shown().placed.map(({ tile }) => tile);
    meeting.show([{ ...me! }, { ...other!, hand: true }]);
    await settled();
    expect(shown().placed[0]?.tile).toBe(me);
    expect(shown().placed[1]?.tile).not.toBe(other);
  });

  it('lets tiles glide to their places, but where it is itself resized', async () => {
    expect(shown().glides).toBe(false);
    meeting.show(people(2));
    await settled();
    expect(shown().glides).toBe(true);
    stage.resize({ width: 1000, height: 752 });
    expect(shown().glides).toBe(false);
    stage.resize({ width: 1000, height: 752 });
    meeting.show(people(3));
    await settled();
    expect(shown().glides).toBe(true);
  });
});

describe('somebody on another page', () => {
  beforeEach(async () => {
    meeting.show(people(40));
    await settled();
  });

  it('takes a place after speaking for a second, and nobody else moves', async () => {
    const before = keys();
    speakers.give(new Set(['p35']));
    await settled();
    expect(keys()).toEqual(before);
    clock.advance(1000);
    await settled();
    expect(keys()).toContain('p35');
    expect(keys().filter((key, index) => key !== before[index])).toEqual(['p35']);
    expect(keys()[0]).toBe('me');
  });

  it('keeps the place for a minute of silence', async () => {
    await speak('p35');
    const place = keys().indexOf('p35');
    await speak();
    await speak(...Array.from({ length: 30 }, (_, index) => `p${(index + 1).toString()}`));
    expect(keys().indexOf('p35')).toBe(place);
  });

  it('takes a place with a raised hand', async () => {
    meeting.show(people(40).map((tile) => (tile.owner === 'p39' ? { ...tile, hand: true } : tile)));
    await settled();
    expect(keys()).toContain('p39');
  });

  it('does not take the place of a tile that has the focus', async () => {
    const loser = async () => {
      const before = keys();
      await speak('p35');
      return before.find((key) => !keys().includes(key));
    };
    const first = keys().at(-1)!;
    stage.hold(`person:${first}`);
    expect(await loser()).not.toBe(first);
  });
});

describe('what is large', () => {
  const screen = aScreen('p1');

  it('is a screen that somebody shares, until that ends, and then all are where they were', async () => {
    meeting.show(people(4));
    await settled();
    const before = shown().placed;
    meeting.show(people(4), [screen]);
    await settled();
    expect(keys('focus')).toEqual(['p1']);
    expect(keys('strip')).toEqual(['me', 'p1', 'p2', 'p3']);
    meeting.show(people(4));
    await settled();
    expect(shown().placed.map(({ box }) => box)).toEqual(before.map(({ box }) => box));
    expect(keys('grid')).toEqual(['me', 'p1', 'p2', 'p3']);
  });

  it('is what somebody pins, before any screen', async () => {
    meeting.show(people(4), [screen]);
    stage.togglePin('person:p3');
    stage.togglePin('person:p2');
    await settled();
    expect(keys('focus')).toEqual(['p3', 'p2']);
    expect(
      shown()
        .placed.filter(({ tile }) => tile.kind === 'screen')
        .map(({ part }) => part),
    ).toEqual(['strip']);
    stage.togglePin('person:p3');
    stage.togglePin('person:p2');
    expect(shown().placed[0]?.tile.kind).toBe('screen');
  });

  it('is not a screen that somebody wants small', async () => {
    meeting.show(people(3), [screen]);
    await settled();
    stage.toggleSmall(screen.key);
    expect(keys('focus')).toEqual([]);
    expect(keys('grid')).toHaveLength(4);
    stage.toggleSmall(screen.key);
    expect(keys('focus')).toEqual(['p1']);
  });

  it('is so many at most', async () => {
    const many = people(MOST_PINS + 3);
    meeting.show(many);
    await settled();
    for (const { key } of many) stage.togglePin(key);
    expect(keys('focus')).toHaveLength(MOST_PINS);
    expect(keys('focus')).not.toContain('me');
    stage.unpinAll();
    expect(keys('focus')).toEqual([]);
  });

  it('is the speaker, where that view is chosen, never oneself', async () => {
    meeting.show(people(4));
    stage.toggleView();
    await speak('p2');
    expect(keys('focus')).toEqual(['p2']);
    await speak('me');
    expect(keys('focus')).toEqual(['p2']);
    await speak('p3', 'me');
    expect(keys('focus')).toEqual(['p3']);
    expect(preferences.chosen.view).toBe('speaker');
    stage.toggleView();
    await settled();
    expect(keys('grid')).toHaveLength(4);
  });

  it('changes places with the speaker before', async () => {
    meeting.show(people(6));
    stage.toggleView();
    await speak('p2');
    const strip = keys('strip');
    await speak('p4');
    expect(keys('strip')).toEqual(strip.map((key) => (key === 'p4' ? 'p2' : key)));
  });
});

describe('options', () => {
  it("hide one's own tile", async () => {
    meeting.show(people(3));
    stage.choose({ hideSelf: true });
    await settled();
    expect(keys()).toEqual(['p1', 'p2']);
  });

  it('hide people without a picture, and count them', async () => {
    meeting.show([...people(2), aPerson('quiet', { video: null })]);
    stage.choose({ showWithoutVideo: false });
    await settled();
    expect(keys()).toEqual(['me', 'p1']);
    expect(shown().withoutTile).toBe(1);
    stage.togglePin('person:quiet');
    expect(keys('focus')).toEqual(['quiet']);
  });
});

it('waits for nothing after it was left', async () => {
  const model = new StageModel({ meeting, speakers, preferences }, new FakeClock());
  const own = new FakeClock();
  const left = new StageModel({ meeting, speakers, preferences }, own);
  const leave = left.attach();
  speakers.give(new Set(['p1']));
  await settled();
  expect(own.pending).toBe(1);
  leave();
  expect(own.pending).toBe(0);
  expect(model.getSnapshot().placed).toEqual([]);
});
