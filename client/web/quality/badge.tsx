import { Popover } from '@base-ui/react/popover';
import { useEffect, useState } from 'react';
import '../styles/quality.css';
import { t } from '../messages/translate.ts';
import type { TileView } from '../state/stage.ts';
import { useStore } from '../ui/hooks.ts';
import { Bars } from './bars.tsx';
import { useLevel, useQuality } from './context.ts';
import { Figures } from './figures.tsx';
import type { Level } from './reason.ts';

export interface BadgeProps {
  /** Whose connection. */
  readonly id: string;
  readonly name: string;
}

/** Says that somebody's connection is bad, and tells more when it is pressed. There is none while it is good. */
function QualityBadge({ id, name }: BadgeProps) {
  const level = useLevel(useQuality(), id);
  // Whoever reads the details may finish, however good the connection has become.
  const [open, setOpen] = useState(false);
  if (level === null || (level === 'good' && !open)) return null;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <span className="quality-badge__place">
        <Popover.Trigger className="quality-badge" aria-label={t(`quality.of.${level}`, { name })}>
          <Bars level={level} />
        </Popover.Trigger>
      </span>
      <Popover.Portal>
        <Popover.Positioner side="top" align="end" sideOffset={6} collisionPadding={8}>
          <Popover.Popup className="quality-details">
            <Details id={id} name={name} level={level} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The badge for the corner of a tile; a screen has none beside that of its owner's own tile. */
export function qualityCorner(tile: Pick<TileView, 'kind' | 'owner' | 'name'>) {
  return tile.kind === 'person' ? <QualityBadge id={tile.owner} name={tile.name} /> : null;
}

/** The same as a mere mark, for places where a control would be in the way. */
export function QualityMark({ id, name }: BadgeProps) {
  const level = useLevel(useQuality(), id);
  if (level === null || level === 'good') return null;
  const label = t(`quality.of.${level}`, { name });
  return (
    <span className="quality-mark" role="img" aria-label={label} title={label}>
      <Bars level={level} />
    </span>
  );
}

/** Measures the streams of the person while it is shown. */
function Details({ id, name, level }: BadgeProps & { readonly level: Level }) {
  const monitor = useQuality();
  const { readings } = useStore(monitor);
  useEffect(() => monitor.watch((owner) => owner === id), [monitor, id]);
  const theirs = readings.filter(({ direction, owner }) => direction === 'down' && owner === id);
  return (
    <>
      <Popover.Title className="quality-details__title">{t(`quality.of.${level}`, { name })}</Popover.Title>
      <Popover.Description className="quality-details__text">
        {t(`quality.about.${level}`)}
      </Popover.Description>
      <h3 className="quality-details__head">{t('quality.received')}</h3>
      {theirs.length === 0 ? (
        <p className="quality-details__text">{t('quality.received.nothing')}</p>
      ) : (
        <Figures readings={theirs} nameOf={() => name} />
      )}
    </>
  );
}
