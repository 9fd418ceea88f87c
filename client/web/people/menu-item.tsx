import { Menu } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';

export interface MenuItemProps {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly danger?: boolean | undefined;
  readonly onClick: () => void;
}

export function MenuItem({ icon: Icon, text, danger = false, onClick }: MenuItemProps) {
  return (
    <Menu.Item className="menu__item" data-danger={danger} onClick={onClick}>
      <Icon />
      {text}
    </Menu.Item>
  );
}
