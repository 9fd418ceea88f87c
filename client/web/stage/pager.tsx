import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { Box } from '../layout/tiles.ts';
import { t } from '../messages/translate.ts';

export interface PagerProps {
  readonly box: Box;
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly onTurn: (by: number) => void;
}

/** Turns the pages of the stage. At either end a button keeps its focus, and says that it does nothing. */
export function Pager({ box, page, pages, onTurn }: PagerProps) {
  const { x, y, width, height } = box;
  return (
    <nav
      className="pager"
      aria-label={t('stage.pages')}
      data-upright={height > width}
      style={{ transform: `translate(${x.toString()}px, ${y.toString()}px)`, width, height }}
    >
      <button
        type="button"
        className="icon-button pager__button"
        aria-label={t('stage.page.previous')}
        aria-disabled={page === 0}
        onClick={() => {
          onTurn(-1);
        }}
      >
        <ChevronLeft />
      </button>
      <span className="pager__page" role="status">
        <span className="visually-hidden">{t('stage.page', { page: page + 1, pages })}</span>
        <span aria-hidden="true">
          {page + 1} / {pages}
        </span>
      </span>
      <button
        type="button"
        className="icon-button pager__button"
        aria-label={t('stage.page.next')}
        aria-disabled={page === pages - 1}
        onClick={() => {
          onTurn(1);
        }}
      >
        <ChevronRight />
      </button>
    </nav>
  );
}
