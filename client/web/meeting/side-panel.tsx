import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { t } from '../messages/translate.ts';
import { PHONE, useMedia } from '../ui/hooks.ts';
import { PanelEdge, panelStyle, usePanelSize } from './panel-edge.tsx';

export interface SidePanelProps {
  readonly title: string;
  readonly note?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A panel beside the stage; on a phone a sheet over it. Escape closes it; `usePanel` gives the focus back. */
export function SidePanel({ title, note, onClose, children }: SidePanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const panelId = useId();
  const phone = useMedia(PHONE);
  useEffect(() => {
    const opened = panel.current;
    if (opened?.contains(document.activeElement) === false) opened.focus();
  }, []);
  const size = usePanelSize();
  return (
    <div
      ref={panel}
      id={panelId}
      className="panel"
      style={panelStyle(size)}
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
      {!phone && <PanelEdge size={size} panel={panelId} />}
    </div>
  );
}
