import { lazy, Suspense, useEffect } from 'react';
import { useStore } from '../ui/hooks.ts';
import type { FloatingViewProps } from './floating-view.tsx';

const FloatingView = lazy(async () => ({ default: (await import('./floating-view.tsx')).FloatingView }));

/** Draws the meeting in its small window while there is one. */
export function FloatingMeeting(props: Omit<FloatingViewProps, 'window'>) {
  const { floating } = props.stage;
  const opened = useStore(floating);
  useEffect(
    () => () => {
      floating.close();
    },
    [floating],
  );
  return (
    opened !== undefined && (
      <Suspense>
        <FloatingView window={opened} {...props} />
      </Suspense>
    )
  );
}
