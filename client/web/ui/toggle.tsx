import { Menu } from '@base-ui/react/menu';
import { ChevronUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tip } from './tip.tsx';

export interface ToggleProps {
  /** What it switches; the same whether on or off. */
  readonly label: string;
  readonly hint: string;
  readonly shortcut?: string;
  readonly pressed: boolean;
  /** How it looks when it is on or off: devices that are off warn, everything else that is on shines. */
  readonly look?: 'device' | 'panel';
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly icon: ReactNode;
  /** A small count over the icon. */
  readonly badge?: number;
  readonly name?: string;
  readonly onToggle: () => void;
  /** The entries of a menu beside the button. */
  readonly menu?: { readonly label: string; readonly items: ReactNode; readonly onOpen: () => void };
}

/** A round control with its name below, and perhaps a menu. */
export function Toggle(props: ToggleProps) {
  const {
    label,
    hint,
    shortcut,
    pressed,
    look = 'panel',
    busy = false,
    disabled,
    icon,
    badge = 0,
    menu,
  } = props;
  return (
    <div className="toggle" data-look={look} data-on={pressed} data-busy={busy}>
      <div className="toggle__row">
        <Tip text={hint} shortcut={shortcut}>
          <button
            type="button"
            className="toggle__button"
            aria-label={props.name ?? label}
            aria-pressed={pressed}
            aria-busy={busy}
            aria-keyshortcuts={shortcut}
            disabled={disabled}
            onClick={props.onToggle}
          >
            {icon}
            {badge > 0 && (
              <span className="badge" aria-hidden="true">
                {badge > 99 ? '99+' : badge}
              </span>
            )}
          </button>
        </Tip>
        {menu !== undefined && (
          <Menu.Root
            onOpenChange={(open) => {
              if (open) menu.onOpen();
            }}
          >
            <Menu.Trigger className="toggle__menu" aria-label={menu.label}>
              <ChevronUp />
            </Menu.Trigger>
            <Menu.Portal>
              <Menu.Positioner side="top" sideOffset={10} align="start" collisionPadding={8}>
                <Menu.Popup className="menu">{menu.items}</Menu.Popup>
              </Menu.Positioner>
            </Menu.Portal>
          </Menu.Root>
        )}
      </div>
      <span className="toggle__label" aria-hidden="true">
        {label}
      </span>
    </div>
  );
}
