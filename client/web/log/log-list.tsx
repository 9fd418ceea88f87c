import { ArrowDown } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useFollowing } from '../chat/use-following.ts';
import { t } from '../messages/translate.ts';
import { isOwnWriting, type LogEntry } from './happening.ts';
import { LogRow } from './log-row.tsx';

/** So many are drawn at first, and as many more each time earlier ones are asked for. */
const PAGE = 200;

export interface LogListProps {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly entries: readonly LogEntry[];
  /** How many came before them that are not kept; none where only some are asked for. */
  readonly gone: number;
  /** What is said where there are none. */
  readonly nothing: string;
}

/** The entries, oldest first. The end stays in sight, and arrow keys lead from one to the next. */
export function LogList({ list, entries, gone, nothing }: LogListProps) {
  const [most, setMost] = useState(PAGE);
  const shown = useMemo(() => entries.slice(-most), [entries, most]);
  const { missed, toEnd, scrolled } = useFollowing(list, shown, isOwnWriting);
  const [chosen, setChosen] = useState<number>();
  const current = shown.find(({ id }) => id === chosen) ?? shown.at(-1);
  const wanted = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    focusRow(list.current, wanted.current);
    wanted.current = undefined;
  });

  /** Draws earlier ones, and goes on to the last of them. */
  const showEarlier = () => {
    wanted.current = entries[entries.length - shown.length - 1]?.id;
    setMost(most + PAGE);
  };
  const showNewest = () => {
    toEnd();
    const newest = shown.at(-1);
    if (newest !== undefined) focusRow(list.current, newest.id);
  };
  const pressed = (event: KeyboardEvent<HTMLElement>) => {
    if (!isRow(event.target)) return;
    const from = idOf(event.target);
    const index = shown.findIndex(({ id }) => id === from);
    const goal = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: shown.length - 1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    const next = shown[goal];
    if (next !== undefined) focusRow(list.current, next.id);
    else if (goal < 0 && shown.length < entries.length) showEarlier();
  };

  return (
    <div className="log">
      {/* Before the list: on the way through it the focus comes to the last entry, and the list scrolls there. */}
      {missed && (
        <button type="button" className="button button--new" onClick={showNewest}>
          <ArrowDown />
          {t('log.new')}
        </button>
      )}
      <div
        ref={list}
        className="log__list"
        role="log"
        // What happens is read out elsewhere, and not faster than anybody can listen.
        aria-live="off"
        aria-label={t('log.list')}
        onScroll={scrolled}
        onKeyDown={pressed}
        onFocus={({ target }) => {
          // Whoever was at the end finds themselves there again, however much has happened meanwhile.
          if (isRow(target)) setChosen(idOf(target) === shown.at(-1)?.id ? undefined : idOf(target));
        }}
      >
        {shown.length < entries.length ? (
          <button type="button" className="button button--small log__earlier" onClick={showEarlier}>
            {t('log.earlier')}
          </button>
        ) : (
          gone > 0 && <p className="log__gone">{t('log.gone', { count: gone })}</p>
        )}
        {shown.length === 0 && <p className="log__none">{nothing}</p>}
        {shown.map((entry) => (
          <LogRow key={entry.id} entry={entry} current={entry === current} />
        ))}
      </div>
    </div>
  );
}

function isRow(target: EventTarget): target is HTMLElement {
  return target instanceof HTMLElement && target.dataset['entry'] !== undefined;
}

function idOf(row: HTMLElement): number {
  return Number(row.dataset['entry']);
}

function focusRow(list: HTMLElement | null, id: number): void {
  list?.querySelector<HTMLElement>(`[data-entry="${id.toString()}"]`)?.focus();
}
