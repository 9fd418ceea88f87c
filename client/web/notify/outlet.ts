/** A context that can choose its loudspeaker itself; not every browser has it. */
interface SinkContext {
  setSinkId(id: string): Promise<void>;
}

/** An audio element, as far as sounds are played through it. */
export type OutletElement = Pick<HTMLAudioElement, 'srcObject' | 'play' | 'pause'> & Partial<SinkContext>;

/** Where the sounds of a context come out: from a chosen loudspeaker, or from that of the system. */
export class Outlet {
  readonly #context: AudioContext;
  readonly #newElement: () => OutletElement;
  /** What plays the sounds where the context cannot choose. */
  #detour: { readonly element: OutletElement; readonly node: MediaStreamAudioDestinationNode } | undefined;
  #onDetour = false;

  constructor(context: AudioContext, newElement: () => OutletElement = () => new Audio()) {
    this.#context = context;
    this.#newElement = newElement;
  }

  /** What sounds are to be connected to. */
  get node(): AudioNode {
    return this.#onDetour && this.#detour !== undefined ? this.#detour.node : this.#context.destination;
  }

  /**
   * Uses a loudspeaker from the next sound on. One that is gone, or that cannot be chosen here, is the system's.
   *
   * @param speakerId - Empty for that of the system.
   */
  async choose(speakerId: string): Promise<void> {
    const context: AudioContext & Partial<SinkContext> = this.#context;
    if (context.setSinkId !== undefined) {
      const chosen = await succeeds(context.setSinkId(speakerId));
      if (!chosen) await succeeds(context.setSinkId(''));
      return;
    }
    this.#onDetour = speakerId !== '' && (await this.#goRound(speakerId));
    if (!this.#onDetour) this.#detour?.element.pause();
  }

  close(): void {
    this.#detour?.element.pause();
    if (this.#detour !== undefined) this.#detour.element.srcObject = null;
    this.#detour = undefined;
  }

  /** More browsers let an element choose than a context. Whether this one does. */
  async #goRound(speakerId: string): Promise<boolean> {
    const { element } = (this.#detour ??= this.#makeDetour());
    if (element.setSinkId === undefined) return false;
    return (await succeeds(element.setSinkId(speakerId))) && (await succeeds(element.play()));
  }

  #makeDetour() {
    const node = this.#context.createMediaStreamDestination();
    const element = this.#newElement();
    element.srcObject = node.stream;
    return { element, node };
  }
}

async function succeeds(attempt: Promise<void>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch {
    return false;
  }
}
