import { useCallback, useState, type RefCallback } from 'react';

/**
 * The height of a list's rows, which are all alike, in CSS pixels: as one of them has it, also when text gets another size.
 * It is told after the browser has laid the page out; to read the height of each row that comes would have it done at once.
 *
 * @param usualPx - Until it is known.
 * @returns the ref for one of the rows, whichever it is at the time, and the height.
 */
export function useRowHeight(usualPx: number): [ref: RefCallback<Element>, heightPx: number] {
  const [heightPx, setHeightPx] = useState(usualPx);
  const ref = useCallback((row: Element | null) => {
    if (row === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
      if (height > 0) setHeightPx(height);
    });
    observer.observe(row);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [ref, heightPx];
}
