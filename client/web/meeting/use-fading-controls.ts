import { useEffect, useRef, useState, type HTMLAttributes } from 'react';
import { FadingControls } from '../state/fading-controls.ts';
import { useMedia, useStore } from '../ui/hooks.ts';

/** A phone held sideways, or a page that is enlarged very much; as in `meeting.css`. */
const LOW = '(max-height: 500px) and (hover: none), (max-height: 300px)';

/** A finger that moves further than this, in CSS pixels, does not tap. */
const TAP = 10;

interface FadingProps {
  readonly shown: boolean;
  /** For what contains the controls and the stage. */
  readonly frame: Pick<
    HTMLAttributes<HTMLElement>,
    'onFocus' | 'onBlur' | 'onKeyDown' | 'onPointerMove' | 'onPointerDown' | 'onPointerUp'
  >;
}

/**
 * Lets the controls fade on low screens.
 *
 * @param held - Something of theirs is open.
 */
export function useFadingControls(held: boolean): FadingProps {
  const low = useMedia(LOW);
  const [controls] = useState(() => new FadingControls());
  const shown = useStore(controls);
  const [focused, setFocused] = useState(false);
  const down = useRef<{ x: number; y: number }>(undefined);
  useEffect(() => {
    controls.setFades(low);
  }, [controls, low]);
  useEffect(() => {
    controls.hold(held || focused);
  }, [controls, held, focused]);
  useEffect(
    () => () => {
      controls.close();
    },
    [controls],
  );
  return {
    shown,
    frame: {
      onFocus: ({ target }) => {
        setFocused(keeps(target));
      },
      onBlur: () => {
        setFocused(false);
      },
      onKeyDown: () => {
        controls.used();
      },
      onPointerMove: ({ pointerType }) => {
        if (pointerType === 'mouse') controls.used();
      },
      onPointerDown: ({ clientX, clientY }) => {
        down.current = { x: clientX, y: clientY };
      },
      onPointerUp: ({ target, clientX, clientY }) => {
        const { x, y } = down.current ?? { x: clientX, y: clientY };
        if (isControl(target)) controls.used();
        else if (Math.hypot(clientX - x, clientY - y) <= TAP) controls.tapped();
      },
    },
  };
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, input, [role="slider"], .menu') !== null;
}

/** Whether the focus is a reason to stay: where a tap left it is none. */
function keeps(target: Element): boolean {
  return target.closest('.menu') !== null || (isControl(target) && target.matches(':focus-visible'));
}
