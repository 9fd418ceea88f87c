import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { LANGUAGES } from '../messages/languages.ts';
import { t } from '../messages/translate.ts';
import { LANGUAGE_CHOICES, type LanguageChoice } from '../state/preferences.ts';
import { useApp } from './context.ts';
import { useStore } from './hooks.ts';

/** The menu items that choose the language of the page. */
export function LanguageItems() {
  const { language, notices } = useApp();
  const { choice } = useStore(language);
  const choose = async (next: LanguageChoice) => {
    try {
      await language.choose(next);
    } catch {
      notices.show('error', t('language.failed'), 'language');
    }
  };
  return (
    <Menu.Group>
      <Menu.GroupLabel className="menu__title">{t('language.title')}</Menu.GroupLabel>
      <Menu.RadioGroup value={choice} onValueChange={(next: LanguageChoice) => void choose(next)}>
        {LANGUAGE_CHOICES.map((each) => (
          <Menu.RadioItem key={each} value={each} className="menu__item">
            <span className="menu__tick">
              <Menu.RadioItemIndicator>
                <Check />
              </Menu.RadioItemIndicator>
            </span>
            {/* Whoever looks for their language knows its own name for itself. */}
            {each === 'system' ? t('language.system') : <span lang={each}>{LANGUAGES[each]}</span>}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </Menu.Group>
  );
}
