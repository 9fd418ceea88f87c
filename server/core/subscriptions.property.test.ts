import {
  ConferenceError,
  StreamId,
  type PictureSize,
  type TrackId,
  type WantedByLabel,
  type WantedKind,
} from '@evagore/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import type { Fact } from './facts.ts';
import { deliveryOf, type Delivery } from './layers.ts';
import type { MediaTransport } from './media-port.ts';
import { mute, unpublish } from './publishing.ts';
import { NOTHING_OPEN, publishTrack, receive, settled, Stage, type Guest } from './testing/fakes.ts';
import type { UpStream } from './up-stream.ts';
import { wantedTracks } from './wanted.ts';

/** Whatever members do and however slow the media engine is, everybody ends up with what the rules say. */

const STREAMS = ['s1', 's2', 's3'];
const LABELS = ['camera', 'screenshare'];
const MEMBERS = [0, 1, 2];

const who = fc.constantFrom(...MEMBERS);
const stream = fc.constantFrom(...STREAMS);
const kinds = fc.uniqueArray(fc.constantFrom<WantedKind>('audio', 'video', 'video-low'));
const size = fc.constantFrom<PictureSize | null>(
  null,
  { width: 100, height: 60 },
  { width: 600, height: 400 },
  { width: 1280, height: 720 },
);
const request = fc.dictionary(fc.constantFrom('', ...LABELS), kinds);

type Step = (scene: Scene) => Promise<void> | void;

interface PlannedStep {
  readonly name: string;
  /** Who does it, after what they did before; absent for what happens to all at once. */
  readonly by?: number;
  readonly run: Step;
}

const step: fc.Arbitrary<PlannedStep> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        by: who,
        stream,
        label: fc.constantFrom(...LABELS),
        kind: fc.constantFrom('audio' as const, 'video' as const),
        replace: fc.option(stream, { nil: undefined, freq: 2 }),
      })
      .map(({ by, replace, ...rest }) => ({
        name: `${by.toString()} publishes ${rest.kind} of ${rest.stream} (${rest.label}) for ${replace ?? '-'}`,
        by,
        run: async (scene: Scene) => {
          const actor = scene.actors[by];
          if (actor === undefined) return;
          const choices = { ...rest, ...(replace !== undefined && { replace }) };
          await publishTrack(actor.guest.member, actor.send, choices);
        },
      })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(who, stream, fc.option(fc.nat(2), { nil: undefined })).map(([by, id, track]) => ({
      name: `${by.toString()} unpublishes ${id}, track ${track?.toString() ?? 'by track'}`,
      by,
      run: (scene: Scene) => {
        const member = scene.actors[by]?.guest.member;
        const up = member?.streams.get(StreamId.parse(id));
        if (member === undefined || up === undefined) return;
        unpublish(member, up.id, track === undefined ? undefined : up.tracks[track]?.id);
      },
    })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(who, request).map(([by, wanted]) => ({
      name: `${by.toString()} requests ${JSON.stringify(wanted)}`,
      by,
      run: (scene: Scene) => {
        scene.actors[by]?.request(wanted);
      },
    })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(who, stream, fc.option(kinds, { nil: undefined })).map(([by, id, wanted]) => ({
      name: `${by.toString()} overrides ${id} by ${wanted === undefined ? 'nothing' : JSON.stringify(wanted)}`,
      by,
      run: (scene: Scene) => {
        scene.actors[by]?.override(StreamId.parse(id), wanted);
      },
    })),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(who, stream, size).map(([by, id, drawn]) => ({
      name: `${by.toString()} draws ${id} as ${JSON.stringify(drawn)}`,
      by,
      run: (scene: Scene) => {
        scene.actors[by]?.draw(StreamId.parse(id), drawn);
      },
    })),
  },
  {
    weight: 4,
    arbitrary: who.map((by) => ({
      name: `${by.toString()} is ready for what it was offered`,
      by,
      run: (scene: Scene) => scene.actors[by]?.accept(),
    })),
  },
  {
    weight: 1,
    arbitrary: who.map((by) => ({
      name: `${by.toString()} receives through another transport`,
      by,
      run: (scene: Scene) => scene.actors[by]?.receiveAnew(),
    })),
  },
  {
    weight: 1,
    arbitrary: who.map((by) => ({
      name: `${by.toString()} mutes its first track`,
      by,
      run: async (scene: Scene) => {
        const member = scene.actors[by]?.guest.member;
        const [up] = member?.streams.values() ?? [];
        const [track] = up?.tracks ?? [];
        if (member !== undefined && up !== undefined && track !== undefined) {
          await mute(member, up.id, track.id, true);
        }
      },
    })),
  },
  {
    weight: 1,
    arbitrary: who.map((by) => ({
      name: `${by.toString()} leaves`,
      run: (scene: Scene) => {
        scene.leave(by);
      },
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('openDown' as const, 'setLayer' as const, 'openUp' as const, 'pause' as const)
      .map((what) => ({
        name: `${what} takes its time`,
        run: (scene: Scene) => {
          scene.holds.push(scene.stage.media.hold(what));
        },
      })),
  },
  {
    weight: 6,
    arbitrary: fc.constant({
      name: 'time passes',
      run: async (scene: Scene) => {
        scene.release();
        await settled();
      },
    }),
  },
);

/** A member with what it asked for, kept beside the code under test. */
class Actor {
  readonly guest: Guest;
  readonly send: MediaTransport;
  #receive: MediaTransport;
  #request: WantedByLabel = {};
  readonly #overrides = new Map<UpStream, readonly WantedKind[]>();
  readonly #drawn = new Map<UpStream, PictureSize | null>();
  /** Tracks of which it said that it is ready. */
  readonly #ready = new Set<TrackId>();

  constructor(guest: Guest, send: MediaTransport, receiving: MediaTransport) {
    this.guest = guest;
    this.send = send;
    this.#receive = receiving;
  }

  request(wanted: WantedByLabel): void {
    this.#request = wanted;
    this.guest.member.subscriptions.request(wanted);
  }

  override(id: StreamId, wanted: readonly WantedKind[] | undefined): void {
    const up = this.guest.member.group.streams.get(id);
    if (up !== undefined && wanted === undefined) this.#overrides.delete(up);
    else if (up !== undefined && wanted !== undefined) this.#overrides.set(up, wanted);
    this.guest.member.subscriptions.requestStream(id, wanted);
  }

  draw(id: StreamId, drawn: PictureSize | null): void {
    const up = this.guest.member.group.streams.get(id);
    // What is said ahead holds for whatever comes, which other tests look at.
    if (up === undefined) return;
    this.#drawn.set(up, drawn);
    this.guest.member.subscriptions.draw([[id, drawn]]);
  }

  async accept(): Promise<void> {
    const { link, member } = this.guest;
    for (const { stream: id, tracks } of link.of('downOffered')) {
      const offered = tracks.map((track) => track.id);
      for (const track of offered) this.#ready.add(track);
      await member.subscriptions.accept(id, offered);
    }
  }

  isReadyFor(track: TrackId): boolean {
    return this.#ready.has(track);
  }

  async receiveAnew(): Promise<void> {
    this.guest.member.subscriptions.receiveThrough(undefined);
    this.#receive.close();
    // A client knows that everything that came through the old one is gone.
    this.guest.link.forget();
    this.#receive = await receive(this.guest.member);
  }

  /** What the rules say that it gets, by the publisher's track ids. One of several where a size may be inherited. */
  get due(): Map<TrackId, readonly Delivery[]> {
    const { member } = this.guest;
    const due = new Map<TrackId, readonly Delivery[]>();
    for (const up of member.group.streams.values()) {
      if (up.owner === member) continue;
      for (const [id, requested] of wantedTracks(up, this.#request, this.#overrides.get(up))) {
        const track = up.track(id);
        const possible = track?.kind === 'video' ? this.#possibleSizes(up) : [undefined];
        const layers = track?.media.layers ?? { scales: [1], temporal: 1 };
        due.set(
          id,
          possible.map((drawn) => deliveryOf(requested, drawn, { layers, size: undefined })),
        );
      }
    }
    return due;
  }

  #possibleSizes(up: UpStream): (PictureSize | null | undefined)[] {
    if (this.#drawn.has(up)) return [this.#drawn.get(up)];
    const earlier = [...this.#drawn].filter(([{ id }]) => id === up.id || up.lineage.includes(id));
    return [undefined, ...earlier.map(([, size]) => size)];
  }
}

class Scene {
  readonly stage = new Stage({ limits: { tracksPerStream: 3 } });
  readonly actors: (Actor | undefined)[] = [];
  readonly holds: (() => void)[] = [];
  readonly #queues: Promise<void>[] = [];

  async open(): Promise<void> {
    for (const number of MEMBERS) {
      const guest = await this.stage.join(`member-${number.toString()}`);
      const send = await guest.member.openTransport();
      const actor = new Actor(guest, send, await receive(guest.member));
      actor.request({ '': ['audio', 'video'] });
      this.actors.push(actor);
    }
  }

  /** All that is published. */
  get streams(): readonly UpStream[] {
    return this.actors.flatMap((actor) => [...(actor?.guest.member.streams.values() ?? [])]);
  }

  /** A member does one thing after another, as connections do, but does not wait for other members. */
  queue(number: number, run: Step): void {
    const before = this.#queues[number] ?? Promise.resolve();
    this.#queues[number] = before.then(() => attempt(run, this));
  }

  async finished(): Promise<void> {
    await Promise.all(this.#queues);
  }

  release(): void {
    for (const release of this.holds.splice(0)) release();
  }

  leave(number: number): void {
    this.actors[number]?.guest.member.leave({ code: 'left' });
    this.actors[number] = undefined;
  }
}

/** The down streams of which a client thinks that it has them, and their tracks, from what it was told. */
function toldOf(facts: readonly Fact[]): Map<StreamId, Set<TrackId>> {
  const streams = new Map<StreamId, Set<TrackId>>();
  for (const fact of facts) {
    if (fact.type === 'downOffered') {
      if (fact.replace !== undefined) {
        expect(streams.delete(fact.replace), 'only what the client has is replaced').toBe(true);
      }
      const tracks = streams.get(fact.stream) ?? new Set();
      for (const { id } of fact.tracks) tracks.add(id);
      streams.set(fact.stream, tracks);
    } else if (fact.type === 'downClosed') {
      const tracks = streams.get(fact.stream);
      expect(tracks, 'only what the client has is closed').toBeDefined();
      for (const id of fact.tracks ?? []) expect(tracks?.delete(id)).toBe(true);
      if (fact.tracks === undefined || tracks?.size === 0) streams.delete(fact.stream);
    }
  }
  return streams;
}

describe('what members receive', () => {
  it('is in the end what the rules say, and what they were told; and nothing is left over', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
        const scene = new Scene();
        await scene.open();
        for (const { by, run } of steps) {
          if (by === undefined) await run(scene);
          else scene.queue(by, run);
          await Promise.resolve();
        }
        scene.release();
        await scene.finished();
        await settled();

        for (const actor of scene.actors) {
          if (actor === undefined) continue;
          const { member, link } = actor.guest;
          const open = scene.stage.openMedia.downs.filter(({ transport }) =>
            hasTransport(member, transport.id),
          );
          const { due } = actor;
          expect(new Set(open.map(({ source }) => source.id))).toEqual(new Set(due.keys()));
          for (const { id, source, layer, resumed } of open) {
            const got: Delivery = resumed || !actor.isReadyFor(id) ? layer : 'none';
            const possible = due.get(source.id) ?? [];
            if (resumed) expect(actor.isReadyFor(id)).toBe(true);
            if (actor.isReadyFor(id) || !possible.includes('none')) expect(possible).toContainEqual(got);
          }
          const told = [...toldOf(link.facts).values()].flatMap((tracks) => [...tracks]);
          expect(told.sort()).toEqual(open.map(({ id }) => id).sort());
        }

        for (const up of scene.streams)
          for (const { media, audience } of up.tracks) {
            const downs = scene.stage.openMedia.downs.filter(({ source }) => source === media);
            if (downs.length === 0) expect(audience?.needed ?? -1).toBe(-1);
            expect(audience?.told ?? 0).toBe(audience?.needed ?? 0);
          }

        for (const number of MEMBERS) scene.leave(number);
        await settled();
        expect(scene.stage.openMedia).toEqual(NOTHING_OPEN);
        expect(scene.stage.log.errors).toEqual([]);
      }),
      tries(300),
    );
  });
});

/** Refusals are part of life; anything else is a bug. */
async function attempt(run: Step, scene: Scene): Promise<void> {
  try {
    await run(scene);
  } catch (error) {
    expect(error).toBeInstanceOf(ConferenceError);
  }
}

function hasTransport(member: Guest['member'], id: string): boolean {
  try {
    member.transport(id);
    return true;
  } catch {
    return false;
  }
}
