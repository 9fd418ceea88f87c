import { useEffect, useLayoutEffect, useState, type PointerEvent } from 'react';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { PANEL_WIDTH, panelWidth, shareOfWidth, widthByKey } from './panel-width.ts';

export interface PanelEdgeProps {
  /** The id of the panel. */
  readonly panel: string;
  /** Told of each width, in rem, before it is remembered. */
  readonly onWidth: (width: number) => void;
}

/**
 * The edge between a panel and the meeting. It is moved by pointer or by keys, and a double click puts it back where it
 * was at first. Where it was left is remembered in this browser.
 */
export function PanelEdge({ panel, onWidth }: PanelEdgeProps) {
  const { preferences } = useApp();
  const wished = useStore(preferences, (chosen) => chosen.panelWidth);
  const window = useWindowWidth();
  const [dragged, setDragged] = useState<number>();
  const width = panelWidth(dragged ?? wished, window);
  useLayoutEffect(() => {
    onWidth(width);
  }, [onWidth, width]);
  const choose = (chosen: number) => {
    setDragged(undefined);
    preferences.set({ panelWidth: chosen });
  };
  const follow = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    setDragged(panelWidth(window - event.clientX / remPixels(), window));
  };
  return (
    <div
      className="panel__edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('common.panel.width')}
      aria-controls={panel}
      aria-valuenow={shareOfWidth(width, window)}
      aria-valuemin={0}
      aria-valuemax={100}
      tabIndex={0}
      onPointerDown={(event) => {
        if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={follow}
      onLostPointerCapture={() => {
        if (dragged !== undefined) choose(dragged);
      }}
      onDoubleClick={() => {
        choose(PANEL_WIDTH);
      }}
      onKeyDown={(event) => {
        const next = widthByKey(event.key, width, window);
        if (next === undefined) return;
        event.preventDefault();
        choose(next);
      }}
    />
  );
}

function remPixels(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

/** In rem. */
function useWindowWidth(): number {
  const [width, setWidth] = useState(() => innerWidth / remPixels());
  useEffect(() => {
    const measure = () => {
      setWidth(innerWidth / remPixels());
    };
    addEventListener('resize', measure);
    return () => {
      removeEventListener('resize', measure);
    };
  }, []);
  return width;
}
