import { Popover } from '@base-ui/react/popover';
import { ChartLine } from 'lucide-react';
import { useEffect } from 'react';
import '../styles/quality.css';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { Tip } from '../ui/tip.tsx';
import { Bars } from './bars.tsx';
import { useQuality } from './context.ts';
import { Figures } from './figures.tsx';
import { reasonOf, type Reason } from './reason.ts';

export interface OwnQualityProps {
  readonly onStatistics: () => void;
}

/** What nothing can, or has to be, done about. */
const WITHOUT_CURE: ReadonlySet<Reason> = new Set<Reason>(['small', 'unwatched']);

/** How good one's own connection is, and on demand: what is lowered, why, and what helps. */
export function OwnQuality({ onStatistics }: OwnQualityProps) {
  const monitor = useQuality();
  const saving = useStore(useApp().preferences, ({ send }) => send === 'low' || send === 'lowest');
  const own = useStore(monitor, (quality) => quality.own);
  const reason = useStore(monitor, ({ readings, told }) => reasonOf(readings, told, saving));
  const label = t(`quality.own.${own}`);
  const troubled = own !== 'good' || reason === 'cpu' || reason === 'bandwidth';
  return (
    <Popover.Root>
      <span className="own-quality" data-troubled={troubled}>
        <Tip text={label} side="bottom">
          <Popover.Trigger className="icon-button" aria-label={label}>
            <Bars level={own} />
          </Popover.Trigger>
        </Tip>
      </span>
      <Popover.Portal>
        <Popover.Positioner side="bottom" align="end" sideOffset={6} collisionPadding={8}>
          <Popover.Popup className="quality-details">
            <Popover.Title className="quality-details__title">{label}</Popover.Title>
            <Popover.Description className="quality-details__text">
              {t(`quality.reason.${reason ?? 'none'}`)}
            </Popover.Description>
            {reason !== undefined && <Cure reason={reason} />}
            <OwnFigures />
            <Popover.Close className="button button--small quality-details__more" onClick={onStatistics}>
              <ChartLine />
              {t('quality.open')}
            </Popover.Close>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Cure({ reason }: { readonly reason: Reason }) {
  if (WITHOUT_CURE.has(reason)) return null;
  return (
    <p className="quality-details__cure">
      {t(`quality.cure.${reason as Exclude<Reason, 'small' | 'unwatched'>}`)}
    </p>
  );
}

/** Measures more often while it is shown. */
function OwnFigures() {
  const monitor = useQuality();
  const { readings } = useStore(monitor);
  useEffect(() => monitor.watch(() => false), [monitor]);
  const sent = readings.filter(({ direction }) => direction === 'up');
  return <Figures readings={sent} nameOf={(id) => monitor.nameOf(id)} />;
}
