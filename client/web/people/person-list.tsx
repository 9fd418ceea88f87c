import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, type RefObject } from 'react';
import { t } from '../messages/translate.ts';
import type { Participant } from '../state/participants.ts';
import { useStore } from '../ui/hooks.ts';
import type { PersonMenuHandle } from './person-menu.tsx';
import { menuButtonId, PersonRow } from './person-row.tsx';
import { usePeople } from './scope.ts';
import { useRowHeight } from './use-row-height.ts';
import { useRoving } from './use-roving.ts';

/** The height of a row where text has its usual size; the real one, the same for all, is measured at one of them. */
const ROW_PX = 56;

/** Rows that are drawn above and below of what is seen. */
const SPARE_ROWS = 6;

export interface PersonListProps {
  readonly people: readonly Participant[];
  /** Places in the queue of hands, from 1, by the person's id. */
  readonly positions: ReadonlyMap<string, number>;
  readonly menu: PersonMenuHandle;
  /** What scrolls; the list may begin further down in it. */
  readonly scroller: RefObject<HTMLElement | null>;
  /** Pixels in the scroller above the list. */
  readonly above: number;
}

/** The people, of whom only those who can be seen are drawn. */
export function PersonList({ people, positions, menu, scroller, above }: PersonListProps) {
  const { volumes } = usePeople();
  useStore(volumes);
  const [row, rowPx] = useRowHeight(ROW_PX);
  const { active, onFocus, onBlur, onKeyDown } = useRoving(people, menuButtonId);
  // eslint-disable-next-line react-hooks/incompatible-library -- what it returns stays in this component
  const virtualizer = useVirtualizer({
    count: people.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: SPARE_ROWS,
    scrollMargin: above,
    getItemKey: useCallback((index: number) => people[index]?.id ?? index, [people]),
    // The row with the focus stays, however far one scrolls: without it the keyboard would be lost.
    rangeExtractor: (range) => withRow(range, active),
  });
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowPx]);
  const drawn = virtualizer.getVirtualItems();
  return (
    <div
      className="people__list"
      role="list"
      aria-label={t('people.list')}
      aria-description={t('people.list.hint')}
      style={{ height: virtualizer.getTotalSize() }}
      onKeyDownCapture={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      {drawn.map(({ index, key, start }) => {
        const person = people[index];
        return (
          person !== undefined && (
            <PersonRow
              key={key}
              person={person}
              position={positions.get(person.id)}
              silenced={!person.self && volumes.of(person).muted}
              menu={menu}
              tabStop={index === active}
              index={index}
              count={people.length}
              offset={start - above}
              measure={index === drawn[0]?.index ? row : undefined}
            />
          )
        );
      })}
    </div>
  );
}

function withRow(range: Range, row: number): number[] {
  const rows = defaultRangeExtractor(range);
  if (row < 0 || row >= range.count || rows.includes(row)) return rows;
  return [...rows, row].sort((a, b) => a - b);
}
