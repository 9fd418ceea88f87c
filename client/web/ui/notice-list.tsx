import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef, type RefObject } from 'react';
import { t } from '../messages/translate.ts';
import type { Notice, NoticeKind, Notices } from '../state/notices.ts';
import { useStore } from './hooks.ts';

const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const satisfies Record<
  NoticeKind,
  unknown
>;

/**
 * Notices that come and go. Errors interrupt a screen reader, others wait for a pause. F6 leads to them and back, and
 * none goes while it is pointed at or has the focus.
 */
export function NoticeList({ notices }: { readonly notices: Notices }) {
  const shown = useStore(notices);
  const list = useRef<HTMLElement>(null);
  const before = useNoticeKey(list);
  const errors = shown.filter(({ kind }) => kind === 'error');
  const others = shown.filter(({ kind }) => kind !== 'error');
  return (
    <section
      ref={list}
      className="notices"
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
      <div className="notices__part" role="alert">
        {errors.map((notice) => (
          <NoticePlate key={notice.id} notice={notice} notices={notices} list={list} before={before} />
        ))}
      </div>
      <div className="notices__part" role="status" aria-atomic="false">
        {others.map((notice) => (
          <NoticePlate key={notice.id} notice={notice} notices={notices} list={list} before={before} />
        ))}
      </div>
    </section>
  );
}

function NoticePlate(props: {
  readonly notice: Notice;
  readonly notices: Notices;
  readonly list: RefObject<HTMLElement | null>;
  /** What had the focus before it went to the notices. */
  readonly before: RefObject<HTMLElement | null>;
}) {
  const { notice, notices, list, before } = props;
  const { id, kind, text, action } = notice;
  const Icon = ICONS[kind];
  const dismiss = () => {
    if (list.current?.contains(document.activeElement) === true)
      focusAnother(list.current, id, before.current);
    notices.dismiss(id);
  };
  return (
    <div className="notice" data-kind={kind} data-notice={id}>
      <Icon />
      <span>{text}</span>
      {action !== undefined && (
        <button
          type="button"
          className="notice__action"
          onClick={() => {
            dismiss();
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="notice__close" aria-label={t('notice.dismiss')} onClick={dismiss}>
        <X />
      </button>
    </div>
  );
}

/** The focus goes on to another notice, or back to where it came from, rather than getting lost. */
function focusAnother(list: HTMLElement, gone: number, before: HTMLElement | null): void {
  const buttons = [...list.querySelectorAll<HTMLElement>('.notice button')];
  const other = buttons.find((button) => button.closest(`[data-notice="${gone.toString()}"]`) === null);
  if (other !== undefined) other.focus();
  else if (before?.isConnected === true) before.focus();
}

/** F6 leads to the notices and back, Escape back only. Gives what had the focus before. */
function useNoticeKey(list: RefObject<HTMLElement | null>): RefObject<HTMLElement | null> {
  const before = useRef<HTMLElement>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const inside = list.current?.contains(document.activeElement) === true;
      if (event.key === 'F6' && !inside) {
        const first = list.current?.querySelector<HTMLElement>('.notice button');
        if (first === null || first === undefined) return;
        before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
        first.focus();
      } else if (inside && (event.key === 'F6' || event.key === 'Escape')) {
        before.current?.focus();
      } else {
        return;
      }
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => {
      removeEventListener('keydown', pressed);
    };
  }, [list]);
  return before;
}
