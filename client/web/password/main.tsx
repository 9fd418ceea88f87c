import { Tooltip } from '@base-ui/react/tooltip';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/overlays.css';
import { en } from '../messages/en/index.ts';
import { loadTranslation } from '../messages/translations.ts';
import { DeviceList } from '../state/device-list.ts';
import { PageLanguage } from '../state/language.ts';
import { Notices } from '../state/notices.ts';
import { browserShelf, PreferenceStore } from '../state/preferences.ts';
import { AppContext } from '../ui/context.ts';
import { applyTheme } from '../ui/theme.ts';
import { Spoken } from '../ui/spoken.tsx';
import { passwordAddress } from './new-password.ts';
import { PasswordPage } from './password-page.tsx';

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
const app: AppContext = { preferences, language, notices: new Notices(), devices: new DeviceList(undefined) };
createRoot(root).render(
  <StrictMode>
    <AppContext value={app}>
      <Tooltip.Provider delay={500}>
        <Spoken>
          <PasswordPage whose={passwordAddress(location.search)} />
        </Spoken>
      </Tooltip.Provider>
    </AppContext>
  </StrictMode>,
);
