import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { t } from '../messages/translate.ts';
import type { NoticeKind, Notices } from '../state/notices.ts';
import { useStore } from './hooks.ts';

const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const satisfies Record<
  NoticeKind,
  unknown
>;

/** Notices that come and go, read out without interrupting. */
export function NoticeList({ notices }: { readonly notices: Notices }) {
  const shown = useStore(notices);
  return (
    <div className="notices" role="log" aria-live="polite" aria-label={t('notice.list')}>
      {shown.map(({ id, kind, text }) => {
        const Icon = ICONS[kind];
        return (
          <div key={id} className="notice" data-kind={kind}>
            <Icon />
            <span>{text}</span>
            <button
              type="button"
              className="notice__close"
              aria-label={t('notice.dismiss')}
              onClick={() => {
                notices.dismiss(id);
              }}
            >
              <X />
            </button>
          </div>
        );
      })}
    </div>
  );
}
