/** The part of the browser that keeps a screen on. */
export interface WakeWorld {
  /** Undefined where the browser has none. */
  readonly wakeLock: Pick<WakeLock, 'request'> | undefined;
  readonly isVisible: () => boolean;
  /** Calls `task` whenever the page is seen or not seen any more; returns what stops it. */
  readonly onVisibility: (task: () => void) => () => void;
}

/** Keeps the screen on. Browsers let it go whenever the page is out of sight, so it is asked for again. */
export class ScreenWake {
  readonly #world: WakeWorld;
  readonly #stop: () => void;
  #lock: Promise<Pick<WakeLockSentinel, 'release'> | undefined> | undefined;
  #closed = false;

  constructor(world: WakeWorld) {
    this.#world = world;
    this.#stop = world.onVisibility(() => {
      this.#seen();
    });
    this.#seen();
  }

  close(): void {
    this.#closed = true;
    this.#stop();
    this.#release();
  }

  #seen(): void {
    this.#release();
    const { wakeLock } = this.#world;
    if (this.#closed || wakeLock === undefined || !this.#world.isVisible()) return;
    // A battery that is low is a reason to refuse; the meeting goes on.
    this.#lock = wakeLock.request('screen').catch(() => undefined);
  }

  #release(): void {
    void this.#lock?.then((lock) => lock?.release()).catch(() => undefined);
    this.#lock = undefined;
  }
}

export function browserWake(): WakeWorld {
  return {
    wakeLock: 'wakeLock' in navigator ? navigator.wakeLock : undefined,
    isVisible: () => document.visibilityState === 'visible',
    onVisibility(task) {
      document.addEventListener('visibilitychange', task);
      return () => {
        document.removeEventListener('visibilitychange', task);
      };
    },
  };
}
