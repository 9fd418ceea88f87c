import type { StreamId, TrackId, WantedKind } from '@evagore/shared';
import type { Member } from '../../core/member.ts';
import type { World } from '../../core/ports.ts';
import type { UpStream } from '../../core/up-stream.ts';
import { chooseSpeaker, sceneOfMember, sceneOfStream, type Layer, type Scene, type Shown } from './scene.ts';

/** How long somebody waits for a stream that has ended to come back. */
const WAIT_MS = 30_000;

/** What somebody came to watch. */
export type Target = { readonly kind: 'speaker' } | { readonly kind: 'stream'; readonly id: StreamId };

export interface WatchOptions {
  readonly member: Member;
  readonly target: Target;
  readonly layer: Layer;
  readonly world: Pick<World, 'now' | 'after'>;
  /** The stream has ended, and does not come back. */
  readonly onOver: () => void;
}

/** Keeps what a member receives in step with what it came to watch. */
export class Watch {
  readonly #options: WatchOptions;
  #scene: Scene<UpStream> = new Map();
  #speaker: TrackId | undefined;
  #shown: Shown | undefined;
  /** The latest of the streams that took each other's place. */
  #stream: StreamId | undefined;
  #unwatch: (() => void) | undefined;
  /** Of what is to happen if nothing else does. */
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** @throws MediaUnavailable, Closed */
  async start(): Promise<void> {
    const { member, target } = this.#options;
    if (target.kind === 'speaker') {
      const room = await member.group.media.room();
      if (this.#closed) return;
      this.#unwatch = room.watchSpeaker((track) => {
        this.#speaker = track;
        this.changed();
      });
    }
    this.changed();
  }

  /** What is published, or who speaks, may be different. */
  changed(): void {
    if (this.#closed) return;
    const { member, target } = this.#options;
    const streams = [...member.group.streams.values()].filter(({ owner }) => owner !== member);
    this.#show(
      target.kind === 'speaker' ? this.#followSpeaker(streams) : this.#followStream(streams, target.id),
    );
  }

  close(): void {
    this.#closed = true;
    this.#unwatch?.();
    this.#wait(undefined);
  }

  #followSpeaker(streams: readonly UpStream[]): Scene<UpStream> {
    const { layer, world } = this.#options;
    const speaker = this.#speaker;
    const { shown, againInMs } = chooseSpeaker(streams, { speaker, before: this.#shown, now: world.now() });
    this.#shown = shown;
    this.#wait(againInMs, () => {
      this.changed();
    });
    return shown === undefined ? new Map() : sceneOfMember(streams, shown.owner, { speaker, layer });
  }

  #followStream(streams: readonly UpStream[], id: StreamId): Scene<UpStream> {
    const { layer, onOver } = this.#options;
    const scene = sceneOfStream(streams, this.#stream ?? id, layer);
    const [stream] = scene.keys();
    if (stream !== undefined) {
      this.#stream = stream.id;
      this.#wait(undefined);
    } else {
      // From the first moment that it is missed, not from the last.
      this.#cancel ??= this.#options.world.after(WAIT_MS, onOver);
    }
    return scene;
  }

  #wait(delayMs: number | undefined, task: () => void = () => undefined): void {
    this.#cancel?.();
    this.#cancel = delayMs === undefined ? undefined : this.#options.world.after(delayMs, task);
  }

  /** Asks for what is different. */
  #show(scene: Scene<UpStream>): void {
    const { subscriptions } = this.#options.member;
    const before = this.#scene;
    this.#scene = scene;
    for (const stream of before.keys()) {
      if (!scene.has(stream)) subscriptions.requestStream(stream.id, undefined);
    }
    for (const [stream, kinds] of scene) {
      if (!isSame(before.get(stream), kinds)) subscriptions.requestStream(stream.id, kinds);
    }
  }
}

function isSame(one: readonly WantedKind[] | undefined, other: readonly WantedKind[]): boolean {
  return one?.join() === other.join();
}
