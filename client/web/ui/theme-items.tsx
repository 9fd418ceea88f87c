import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { t, type MessageKey } from '../messages/translate.ts';
import { THEMES, type Theme } from '../state/preferences.ts';
import { useApp } from './context.ts';
import { useStore } from './hooks.ts';

const THEME_NAMES = {
  system: 'menu.theme.system',
  light: 'menu.theme.light',
  dark: 'menu.theme.dark',
} as const satisfies Record<Theme, MessageKey>;

/** The menu items that choose between light and dark. */
export function ThemeItems() {
  const { preferences } = useApp();
  const theme = useStore(preferences, (chosen) => chosen.theme);
  return (
    <Menu.Group>
      <Menu.GroupLabel className="menu__title">{t('menu.theme')}</Menu.GroupLabel>
      <Menu.RadioGroup
        value={theme}
        onValueChange={(next: Theme) => {
          preferences.set({ theme: next });
        }}
      >
        {THEMES.map((name) => (
          <Menu.RadioItem key={name} value={name} className="menu__item">
            <span className="menu__tick">
              <Menu.RadioItemIndicator>
                <Check />
              </Menu.RadioItemIndicator>
            </span>
            {t(THEME_NAMES[name])}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </Menu.Group>
  );
}
