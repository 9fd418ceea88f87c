import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Within this of the end, a reader is taken to be reading along. */
const AT_END_PX = 48;

/** What messages say of themselves when only their beginning is shown. */
const FOLDED = 'data-folded';

/**
 * Keeps the end of a list in sight for whoever reads along; whoever reads further up is not torn away.
 *
 * @param isOwn - Whether an entry came by one's own doing, so that one wants to see it.
 */
export function useFollowing<Entry extends { readonly id: string | number }>(
  list: { readonly current: HTMLDivElement | null },
  entries: readonly Entry[],
  isOwn: (entry: Entry) => boolean,
) {
  const following = useRef(true);
  /** As large as the list was when it was last seen to. */
  const size = useRef({ width: 0, height: 0 });
  const known = useRef<ReadonlySet<string | number>>(new Set(entries.map(({ id }) => id)));
  const [missed, setMissed] = useState(false);
  const last = entries.at(-1);
  const toEnd = () => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
    // The button that leads there goes, and the focus would go with it.
    list.current?.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    // After a deletion, the last message is one that was there before.
    const isNew = last !== undefined && !known.current.has(last.id);
    known.current = new Set(entries.map(({ id }) => id));
    if (following.current || (isNew && isOwn(last))) showLast(list.current);
    else if (isNew) setMissed(true);
  }, [list, entries, last, isOwn]);
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      size.current = { width: element.clientWidth, height: element.clientHeight };
      if (following.current) element.scrollTo({ top: element.scrollHeight });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [list]);
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    // What is unfolded is read from where it begins, though nothing scrolls.
    const observer = new MutationObserver(() => {
      following.current = isAtEnd(element);
      if (following.current) setMissed(false);
    });
    observer.observe(element, { subtree: true, attributeFilter: [FOLDED] });
    return () => {
      observer.disconnect();
    };
  }, [list]);
  const scrolled = () => {
    if (list.current === null) return;
    const { clientHeight, clientWidth } = list.current;
    // It was the browser that scrolled, because the window is another: nobody meant to go further up.
    if (size.current.width !== clientWidth || size.current.height !== clientHeight) return;
    following.current = isAtEnd(list.current);
    if (following.current) setMissed(false);
  };
  return { missed, toEnd, scrolled };
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < AT_END_PX;
}

/** Scrolls to the end, or to the beginning of the last message if all of it does not fit. */
function showLast(list: HTMLElement | null): void {
  const last = list?.lastElementChild;
  if (!list || !last) return;
  const above = last.getBoundingClientRect().top - list.getBoundingClientRect().top;
  const tall = last.clientHeight > list.clientHeight;
  list.scrollTo({ top: tall ? list.scrollTop + above : list.scrollHeight });
}
