import { LayoutGrid, SquareUserRound } from 'lucide-react';
import { t } from '../messages/translate.ts';
import { useStore } from '../ui/hooks.ts';
import { Tip } from '../ui/tip.tsx';
import type { StageModel } from './stage-model.ts';

/** Changes between everybody alike and the speaker large. */
export function ViewToggle({ stage }: { readonly stage: StageModel }) {
  const grid = useStore(stage, ({ options }) => options.view === 'grid');
  const text = t(grid ? 'stage.to.speaker' : 'stage.to.grid');
  return (
    <Tip text={text} side="bottom">
      <button
        type="button"
        className="icon-button view-toggle"
        aria-label={text}
        onClick={() => {
          stage.toggleView();
        }}
      >
        {grid ? <SquareUserRound /> : <LayoutGrid />}
      </button>
    </Tip>
  );
}
