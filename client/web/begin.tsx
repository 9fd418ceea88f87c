import { Tooltip } from '@base-ui/react/tooltip';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from 'react-error-boundary';
import { z } from 'zod';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/overlays.css';
import './styles/contrast.css';
import { en } from './messages/en/index.ts';
import { loadTranslation } from './messages/translations.ts';
import { CrashPage } from './pages/crash.tsx';
import { DeviceList } from './state/device-list.ts';
import { PageLanguage } from './state/language.ts';
import { Notices } from './state/notices.ts';
import { browserShelf, PreferenceStore } from './state/preferences.ts';
import { AppContext } from './ui/context.ts';
import { NoticeList } from './ui/notice-list.tsx';
import { Spoken } from './ui/spoken.tsx';
import { applyTheme } from './ui/theme.ts';

/** Shows a page in the language and the colours that were chosen, with what every page has. */
export async function begin(page: () => ReactNode): Promise<void> {
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
  const app: AppContext = {
    preferences,
    language,
    notices: new Notices(),
    // Pages that came by http have no devices, whatever the types say.
    devices: new DeviceList(isSecureContext ? navigator.mediaDevices : undefined),
  };
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <ErrorBoundary FallbackComponent={CrashPage}>
          <Spoken>
            {() => (
              <Tooltip.Provider delay={500}>
                {page()}
                <NoticeList notices={app.notices} />
              </Tooltip.Provider>
            )}
          </Spoken>
        </ErrorBoundary>
      </AppContext>
    </StrictMode>,
  );
}
