import '../styles/captions.css';
import { t } from '../messages/translate.ts';
import { hueStyle } from '../ui/avatar.tsx';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import type { CaptionStore } from './caption-store.ts';

/** What is said, over the stage, while it is said. */
export function Captions({ captions }: { readonly captions: CaptionStore }) {
  const shown = useStore(captions);
  const { preferences } = useApp();
  const choice = useStore(preferences).captions;
  if (!choice.shown) return null;
  return (
    <div
      className="captions"
      data-size={choice.size}
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      aria-label={t('captions.label')}
    >
      {shown.length > 0 && (
        <div className="captions__plate">
          {shown.map(({ id, name, text }) => (
            <p key={id} className="captions__line" dir="auto">
              <span className="visually-hidden">{t('captions.from', { name })} </span>
              <span className="captions__name" style={hueStyle(name)} aria-hidden="true">
                {name}
              </span>
              {text}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}
