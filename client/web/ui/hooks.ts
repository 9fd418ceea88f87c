import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type RefObject,
} from 'react';
import { selection } from '../state/selection.ts';
import type { Readable } from '../state/calm.ts';

/** The present state of a store, and a new rendering whenever it changes. */
export function useStore<Snapshot>(store: Readable<Snapshot>): Snapshot;
/**
 * A part of a store's state, and a new rendering only when that part is another.
 *
 * @param select - Picks the part, or makes it; then it has to be the same function always.
 * @param isSame - For parts that are made; see `alike`.
 */
export function useStore<Snapshot, Part>(
  store: Readable<Snapshot>,
  select: (snapshot: Snapshot) => Part,
  isSame?: (one: Part, other: Part) => boolean,
): Part;
export function useStore<Snapshot>(
  store: Readable<Snapshot>,
  select: (snapshot: Snapshot) => unknown = whole,
  isSame: (one: unknown, other: unknown) => boolean = Object.is,
): unknown {
  const read = useMemo(() => selection(store, select, isSame), [store, select, isSame]);
  return useSyncExternalStore(store.subscribe, read);
}

function whole(snapshot: unknown): unknown {
  return snapshot;
}

/** Whether a media query holds. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => {
        list.removeEventListener('change', listener);
      };
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** Phones: panels cover the meeting, and controls are at the bottom edge. */
export const PHONE = '(max-width: 719px)';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The inner size of an element, in whole CSS pixels. */
export function useSize<Element extends HTMLElement>(): [RefObject<Element | null>, Size] {
  const ref = useRef<Element>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const width = Math.floor(entry.contentRect.width);
      const height = Math.floor(entry.contentRect.height);
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [ref, size];
}

/** Plays a stream in a media element. */
export function useStreamIn(ref: RefObject<HTMLMediaElement | null>, stream: MediaStream | null): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    element.srcObject = stream;
    return () => {
      element.srcObject = null;
    };
  }, [ref, stream]);
}

/** The page's title while a component is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
