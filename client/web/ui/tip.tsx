import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

export interface TipProps {
  readonly text: string;
  /** The key that does the same. */
  readonly shortcut?: string | undefined;
  readonly side?: 'top' | 'bottom';
  /** The control that the hint is about. It must have a name of its own: hints are for eyes only. */
  readonly children: ReactElement<Record<string, unknown>>;
}

export function Tip({ text, shortcut, side = 'top', children }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} sideOffset={8} collisionPadding={8}>
          <Tooltip.Popup className="tip">
            {text}
            {shortcut !== undefined && <kbd className="tip__key">{shortcut}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
