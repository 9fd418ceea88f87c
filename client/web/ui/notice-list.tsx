import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { t } from '../messages/translate.ts';
import type { Notice, NoticeKind, Notices } from '../state/notices.ts';
import { useStore } from './hooks.ts';
import { Regions } from './regions.ts';

const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const satisfies Record<
  NoticeKind,
  unknown
>;

/**
 * Notices that come and go. Errors interrupt a screen reader, others wait for a pause. F6 leads to them first, and none
 * goes while it is pointed at or has the focus.
 */
export function NoticeList({ notices }: { readonly notices: Notices }) {
  const shown = useStore(notices);
  const list = useRef<HTMLElement>(null);
  const regions = useRegionKeys(list);
  const errors = shown.filter(({ kind }) => kind === 'error');
  const others = shown.filter(({ kind }) => kind !== 'error');
  return (
    <section
      ref={list}
      className="notices"
      data-region="notices"
      aria-label={t('notice.list')}
      tabIndex={-1}
      onPointerEnter={() => {
        notices.hold(true);
      }}
      onPointerLeave={({ currentTarget }) => {
        notices.hold(currentTarget.contains(document.activeElement));
      }}
      onFocus={() => {
        notices.hold(true);
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) notices.hold(currentTarget.matches(':hover'));
      }}
    >
      {/* What has no aria-live of its own is hidden while a dialog is open. */}
      <div className="notices__part" role="alert" aria-live="assertive">
        {errors.map((notice) => (
          <NoticePlate key={notice.id} notice={notice} notices={notices} list={list} regions={regions} />
        ))}
      </div>
      <div className="notices__part" role="status" aria-live="polite" aria-atomic="false">
        {others.map((notice) => (
          <NoticePlate key={notice.id} notice={notice} notices={notices} list={list} regions={regions} />
        ))}
      </div>
    </section>
  );
}

function NoticePlate(props: {
  readonly notice: Notice;
  readonly notices: Notices;
  readonly list: RefObject<HTMLElement | null>;
  readonly regions: Regions;
}) {
  const { notice, notices, list, regions } = props;
  const { id, kind, text, action, second } = notice;
  const Icon = ICONS[kind];
  const dismiss = () => {
    if (list.current?.contains(document.activeElement) === true) focusAnother(list.current, id, regions);
    notices.dismiss(id);
  };
  return (
    <div className="notice" data-kind={kind} data-notice={id}>
      <Icon />
      <span>{text}</span>
      {[action, second].map(
        (each) =>
          each !== undefined && (
            <button
              key={each.label}
              type="button"
              className="notice__action"
              onClick={() => {
                dismiss();
                each.run();
              }}
            >
              {each.label}
            </button>
          ),
      )}
      {action?.otherwise === undefined ? (
        <button type="button" className="notice__close" aria-label={t('notice.dismiss')} onClick={dismiss}>
          <X />
        </button>
      ) : (
        <button type="button" className="notice__action" onClick={dismiss}>
          {action.otherwise}
        </button>
      )}
    </div>
  );
}

/** The focus goes on to another notice, or back to where it came from, rather than getting lost. */
function focusAnother(list: HTMLElement, gone: number, regions: Regions): void {
  const buttons = [...list.querySelectorAll<HTMLElement>('.notice button')];
  const other = buttons.find((button) => button.closest(`[data-notice="${gone.toString()}"]`) === null);
  if (other !== undefined) other.focus();
  else regions.back();
}

/** F6 leads on through the regions of the page, Shift and F6 back, and Escape out of the notices. */
function useRegionKeys(list: RefObject<HTMLElement | null>): Regions {
  const [regions] = useState(() => new Regions());
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const leaves = event.key === 'Escape' && list.current?.contains(document.activeElement) === true;
      if (leaves ? regions.back() : event.key === 'F6' && regions.go(event.shiftKey ? -1 : 1))
        event.preventDefault();
    };
    const focused = ({ target }: FocusEvent) => {
      regions.visited(target);
    };
    addEventListener('keydown', pressed);
    addEventListener('focusin', focused);
    return () => {
      removeEventListener('keydown', pressed);
      removeEventListener('focusin', focused);
    };
  }, [list, regions]);
  return regions;
}
