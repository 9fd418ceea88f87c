import { useEffect } from 'react';
import { t } from '../messages/translate.ts';
import { part } from '../parts/part.tsx';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import type { FloatingViewProps } from './floating-view.tsx';

const FloatingView = part<FloatingViewProps>({
  load: async () => (await import('./floating-view.tsx')).FloatingView,
  lost: LostView,
});

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
  return opened !== undefined && <FloatingView window={opened} {...props} />;
}

/** An empty window is of no use. */
function LostView({ stage }: FloatingViewProps) {
  const { notices } = useApp();
  useEffect(() => {
    notices.show('warning', t('part.lost'), 'part');
    stage.floating.close();
  }, [notices, stage]);
  return null;
}
