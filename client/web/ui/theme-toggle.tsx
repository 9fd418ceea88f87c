import { Moon, Sun } from 'lucide-react';
import { t } from '../messages/translate.ts';
import { useApp } from './context.ts';
import { useMedia, useStore } from './hooks.ts';
import { schemeOf } from './theme.ts';
import { Tip } from './tip.tsx';

/** Switches between light and dark; the choice is remembered. */
export function ThemeToggle() {
  const { preferences } = useApp();
  const { theme } = useStore(preferences);
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  const dark = schemeOf(theme, systemIsDark) === 'dark';
  const label = t(dark ? 'theme.to.light' : 'theme.to.dark');
  return (
    <Tip text={label} side="bottom">
      <button
        type="button"
        className="icon-button theme-toggle"
        aria-label={label}
        onClick={() => {
          preferences.set({ theme: dark ? 'light' : 'dark' });
        }}
      >
        {dark ? <Sun /> : <Moon />}
      </button>
    </Tip>
  );
}
