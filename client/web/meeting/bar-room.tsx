import { createContext, use, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { SnapshotStore } from '../state/snapshot-store.ts';
import { canShare } from '../ui/can-share.ts';
import { useMedia, useStore } from '../ui/hooks.ts';
import { planBar, type BarControl, type BarPlan } from './bar-plan.ts';

/** How wide the inside of the control bar is, in rem; as wide as one likes until it has been measured. */
class BarRoom extends SnapshotStore<number> {
  #rem = Infinity;

  set(rem: number): void {
    if (rem === this.#rem) return;
    this.#rem = rem;
    this.changed();
  }

  protected build(): number {
    return this.#rem;
  }
}

const BarRoomContext = createContext<BarRoom | undefined>(undefined);

/** Lets the bar and the menu share what there is room for: what the one cannot show is in the other. */
export function BarRoomProvider({ children }: { readonly children: ReactNode }) {
  const [room] = useState(() => new BarRoom());
  return <BarRoomContext value={room}>{children}</BarRoomContext>;
}

/** What the bar shows now. @throws Error outside of a meeting. */
export function useBarPlan(canPresent: boolean): BarPlan {
  const roomRem = useStore(useRoom());
  const finger = useMedia('(pointer: coarse)');
  return planBar({ roomRem, controls: controlsFor(canPresent), finger });
}

/** Measures the bar; to be given to its element. */
export function useMeasuredBar(): RefObject<HTMLElement | null> {
  const room = useRoom();
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = bar.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) room.set(entry.contentRect.width / pixelsPerRem());
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [room]);
  return bar;
}

function useRoom(): BarRoom {
  const room = use(BarRoomContext);
  if (room === undefined) throw new Error('rendered outside of a meeting');
  return room;
}

function controlsFor(canPresent: boolean): readonly BarControl[] {
  return [
    ...(canPresent ? (['microphone', 'camera'] as const) : []),
    ...(canPresent && canShare() ? (['share'] as const) : []),
    ...(['hand', 'people', 'chat', 'leave'] as const),
  ];
}

function pixelsPerRem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
