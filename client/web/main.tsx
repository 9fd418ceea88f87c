import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/overlays.css';
import { App } from './app.tsx';
import { en } from './messages/en/index.ts';
import { loadTranslation } from './messages/translations.ts';
import { PageLanguage } from './state/language.ts';
import { browserShelf, PreferenceStore } from './state/preferences.ts';
import { applyTheme } from './ui/theme.ts';

// The page's policy forbids eval, with which zod would otherwise compile its schemas.
z.config({ jitless: true });

const preferences = new PreferenceStore(browserShelf());
applyTheme(document.documentElement, preferences);

const language = new PageLanguage({
  preferences,
  load: loadTranslation,
  first: en,
  wanted: () => navigator.languages,
  onSpoken: (spoken) => {
    document.documentElement.lang = spoken;
  },
});
await language.begin();

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
createRoot(root).render(
  <StrictMode>
    <App preferences={preferences} language={language} />
  </StrictMode>,
);
