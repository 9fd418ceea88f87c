import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { LONG_PRESS_MS, pagesSwiped, rests, type Touch } from './gesture.ts';
import { tileKeyOf } from './tile-elements.ts';

/** A touched tile shows its button for so long. */
const TOUCHED_MS = 4000;

export interface GestureActions {
  readonly onTurn: (by: number) => void;
  readonly onLongPress: (key: string) => void;
}

/**
 * Fingers on the stage: a swipe turns the page, a tap shows a tile's button, a long press opens its menu.
 *
 * @returns The key of the tile that was tapped last, and what the stage's element must be told.
 */
export function useGestures({ onTurn, onLongPress }: GestureActions) {
  const start = useRef<Touch>(undefined);
  const press = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [touched, setTouched] = useState<string>();
  useEffect(() => {
    if (touched === undefined) return undefined;
    const timer = setTimeout(() => {
      setTouched(undefined);
    }, TOUCHED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [touched]);
  useEffect(
    () => () => {
      clearTimeout(press.current);
    },
    [],
  );
  const end = () => {
    clearTimeout(press.current);
    start.current = undefined;
  };
  return {
    touched,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.pointerType === 'mouse' || !event.isPrimary) return;
        start.current = touchOf(event);
        const key = keyOf(event);
        clearTimeout(press.current);
        if (key === undefined) return;
        press.current = setTimeout(() => {
          start.current = undefined;
          onLongPress(key);
        }, LONG_PRESS_MS);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (start.current !== undefined && !rests(start.current, touchOf(event))) clearTimeout(press.current);
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        const from = start.current;
        end();
        if (from === undefined) return;
        const to = touchOf(event);
        const by = pagesSwiped(from, to);
        if (by !== 0) onTurn(by);
        else if (rests(from, to)) setTouched(keyOf(event));
      },
      onPointerCancel: end,
    },
  };
}

function touchOf(event: PointerEvent): Touch {
  return { x: event.clientX, y: event.clientY, at: event.timeStamp };
}

/** Of the tile under the finger, unless a button lies between. */
function keyOf({ target }: PointerEvent): string | undefined {
  return target instanceof Element && target.closest('button') === null ? tileKeyOf(target) : undefined;
}
