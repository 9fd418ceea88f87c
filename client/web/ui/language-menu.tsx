import { Menu } from '@base-ui/react/menu';
import { Languages } from 'lucide-react';
import { t } from '../messages/translate.ts';
import { LanguageItems } from './language-items.tsx';

/** A button that lets somebody choose the language of the page. */
export function LanguageMenu() {
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button" aria-label={t('language.choose')}>
        <Languages />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="bottom" sideOffset={6} align="end" collisionPadding={8}>
          <Menu.Popup className="menu">
            <LanguageItems />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
