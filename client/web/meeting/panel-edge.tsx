import { useEffect, useState, type CSSProperties, type PointerEvent } from 'react';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { PANEL_WIDTH, panelWidth, shareOfWidth, widthByKey } from './panel-width.ts';

/** How wide the panels are, and what changes that. */
export interface PanelSize {
  /** In rem, as the window. */
  readonly width: number;
  readonly window: number;
  /** Tries a width, until one is chosen. */
  readonly drag: (width: number) => void;
  /** Takes a width, or the one that was tried last, and remembers it in this browser. */
  readonly choose: (width?: number) => void;
}

export function usePanelSize(): PanelSize {
  const { preferences } = useApp();
  const wished = useStore(preferences, (chosen) => chosen.panelWidth);
  const window = useWindowWidth();
  const [dragged, setDragged] = useState<number>();
  return {
    width: panelWidth(dragged ?? wished, window),
    window,
    drag: setDragged,
    choose: (width = dragged) => {
      setDragged(undefined);
      if (width !== undefined) preferences.set({ panelWidth: width });
    },
  };
}

export function panelStyle({ width }: PanelSize): CSSProperties {
  return { '--panel-width': `${width.toString()}rem` } as CSSProperties;
}

export interface PanelEdgeProps {
  readonly size: PanelSize;
  /** The id of the panel. */
  readonly panel: string;
}

/**
 * The edge between a panel and the meeting. It is moved by pointer or by keys, and a double click puts it back where it
 * was at first.
 */
export function PanelEdge({ size, panel }: PanelEdgeProps) {
  const { width, window, drag, choose } = size;
  const follow = ({ currentTarget, pointerId, clientX }: PointerEvent) => {
    if (currentTarget.hasPointerCapture(pointerId)) drag(panelWidth(window - clientX / remPixels(), window));
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
        choose();
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
