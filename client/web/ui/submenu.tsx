import { Menu } from '@base-ui/react/menu';
import { ChevronRight, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface SubmenuProps {
  readonly icon: LucideIcon;
  readonly text: string;
  /** Its entries. */
  readonly children: ReactNode;
}

/** An entry of a menu that opens a menu of its own. */
export function Submenu({ icon: Icon, text, children }: SubmenuProps) {
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className="menu__item">
        <Icon />
        {text}
        <ChevronRight className="menu__onward" />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={2} alignOffset={-5} collisionPadding={8}>
          <Menu.Popup className="menu">{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}
