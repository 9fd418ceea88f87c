/** Whether somebody can see the meeting: what is only shown need not be measured for nobody. */
export interface Sight {
  /** On the page, or in the small window of the meeting. */
  seen(): boolean;
  /** Calls `listener` when that may be another; returns what ends this. */
  onChange(listener: () => void): () => void;
}

/** The windows above all others that a page may have; the types of browsers do not know them yet. */
type SmallWindows = EventTarget & { readonly window: Window | null };

/** Of this page. Where there is no document, everything is seen. */
export const pageSight: Sight = {
  seen: () =>
    typeof document === 'undefined' ||
    document.visibilityState === 'visible' ||
    (smallWindows()?.window ?? null) !== null,
  onChange(listener) {
    if (typeof document === 'undefined') return () => undefined;
    const small = smallWindows();
    document.addEventListener('visibilitychange', listener);
    small?.addEventListener('enter', listener);
    return () => {
      document.removeEventListener('visibilitychange', listener);
      small?.removeEventListener('enter', listener);
    };
  },
};

function smallWindows(): SmallWindows | undefined {
  const { documentPictureInPicture } = globalThis as { documentPictureInPicture?: SmallWindows };
  return documentPictureInPicture;
}

export interface WhileSeenOptions {
  readonly sight: Sight;
  /** Calls `task` again and again; returns what stops it. */
  readonly every: (intervalMs: number, task: () => void) => () => void;
}

const browser: WhileSeenOptions = {
  sight: pageSight,
  every(intervalMs, task) {
    const timer = setInterval(task, intervalMs);
    return () => {
      clearInterval(timer);
    };
  },
};

/**
 * Calls `task` again and again while somebody can see the meeting, and at once when somebody can see it again.
 *
 * @returns what stops it.
 */
export function whileSeen(
  intervalMs: number,
  task: () => void,
  { sight, every }: WhileSeenOptions = browser,
): () => void {
  let stop: (() => void) | undefined;
  const rest = (): void => {
    stop?.();
    stop = undefined;
  };
  const begin = (): void => {
    stop = every(intervalMs, () => {
      // No event tells the page that its small window was closed while it was hidden itself.
      if (sight.seen()) task();
      else rest();
    });
  };
  const undo = sight.onChange(() => {
    if (!sight.seen()) rest();
    else if (stop === undefined) {
      begin();
      task();
    }
  });
  if (sight.seen()) begin();
  return () => {
    undo();
    rest();
  };
}
