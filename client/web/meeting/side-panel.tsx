import { X } from 'lucide-react';
import { useCallback, useEffect, useId, useRef, type ReactNode } from 'react';
import { t } from '../messages/translate.ts';
import { PHONE, useMedia } from '../ui/hooks.ts';
import { PanelEdge } from './panel-edge.tsx';

export interface SidePanelProps {
  readonly title: string;
  readonly note?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A panel beside the stage; on a phone a sheet over it. Escape closes it, and the focus returns to where it was.
 */
export function SidePanel({ title, note, onClose, children }: SidePanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const panelId = useId();
  const phone = useMedia(PHONE);
  useEffect(() => {
    const before = document.activeElement;
    const opened = panel.current;
    if (opened?.contains(document.activeElement) === false) opened.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const widen = useCallback((width: number) => {
    panel.current?.style.setProperty('--panel-width', `${width.toString()}rem`);
  }, []);
  return (
    <div
      ref={panel}
      id={panelId}
      className="panel"
      data-region="panel"
      tabIndex={-1}
      aria-labelledby={titleId}
      {...(phone ? { role: 'dialog', 'aria-modal': true } : { role: 'complementary' })}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <div className="panel__head">
        <h2 id={titleId}>{title}</h2>
        {note !== undefined && <span className="panel__note">{note}</span>}
        <button type="button" className="icon-button" aria-label={t('common.close')} onClick={onClose}>
          <X />
        </button>
      </div>
      {children}
      {!phone && <PanelEdge panel={panelId} onWidth={widen} />}
    </div>
  );
}
