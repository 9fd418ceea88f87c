import { X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { spokenLanguage, t } from '../messages/translate.ts';
import { groupPath } from '../route.ts';
import { browserShelf } from '../state/preferences.ts';
import { useStore } from '../ui/hooks.ts';
import { agoText } from './moments.ts';
import { RecentGroups } from './recent-groups.ts';

/** The groups that were entered last with this browser; nothing where there are none. */
export function RecentList() {
  const [recent] = useState(() => new RecentGroups(browserShelf()));
  const [openedAt] = useState(() => Date.now());
  const groups = useStore(recent);
  const list = useRef<HTMLUListElement>(null);
  const heading = useId();
  if (groups.length === 0) return null;

  const forget = (group: string, index: number) => {
    // The focus goes to what takes the place of the entry, so that it is not lost with it.
    const links = list.current?.querySelectorAll('a') ?? [];
    (links[index + 1] ?? links[index - 1])?.focus();
    recent.forget(group);
  };

  return (
    <section className="groups" aria-labelledby={heading}>
      <div className="groups__head">
        <h2 id={heading}>{t('landing.recent')}</h2>
        <button
          type="button"
          className="button button--small"
          onClick={() => {
            document.getElementById('group')?.focus();
            recent.forgetAll();
          }}
        >
          {t('landing.recent.clear')}
        </button>
      </div>
      <ul className="group-list" ref={list}>
        {groups.map(({ group, title, at }, index) => (
          <li key={group} className="group-item">
            <a className="group-row" href={groupPath(group)}>
              <span className="group-row__text">
                <span className="group-row__name">{title ?? group}</span>
                <span className="group-row__about">
                  {t('landing.recent.at', { when: agoText(at, openedAt, spokenLanguage()) })}
                </span>
              </span>
            </a>
            <button
              type="button"
              className="icon-button"
              aria-label={t('landing.recent.forget', { group: title ?? group })}
              onClick={() => {
                forget(group, index);
              }}
            >
              <X />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
