import type { PreferenceStore, Theme } from '../state/preferences.ts';

/** Keeps the page's colours as chosen; without a choice they follow the system. */
export function applyTheme(page: HTMLElement, preferences: PreferenceStore): void {
  const apply = () => {
    const { theme } = preferences.chosen;
    if (theme === 'system') delete page.dataset['theme'];
    else page.dataset['theme'] = theme;
  };
  preferences.subscribe(apply);
  apply();
}

/** Which colours a theme stands for at the moment. */
export function schemeOf(theme: Theme, systemIsDark: boolean): 'light' | 'dark' {
  if (theme !== 'system') return theme;
  return systemIsDark ? 'dark' : 'light';
}
