import { useEffect } from 'react';
import { TalkKey } from '../local/talk-key.ts';
import type { LocalMedia } from '../state/local-media.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';

/** Where a space is text, or does something of its own. */
const USES_SPACE =
  'input, textarea, select, [contenteditable], [role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"]';
const CONTROL = 'button, a[href], summary, [tabindex]:not([tabindex="-1"]), [role="button"], [role="slider"]';

/** Lets the space bar talk or be silent while it is held, as the person has chosen. */
export function useTalkKey(local: LocalMedia, active: boolean): void {
  const { preferences } = useApp();
  const { talk } = useStore(preferences);
  useEffect(() => {
    // Whoever is to hold a key to talk is silent before.
    if (active && talk === 'push-to-talk') void local.mute();
  }, [active, talk, local]);
  useEffect(() => {
    if (!active || talk === 'open') return undefined;
    const key = new TalkKey({
      mode: () => preferences.chosen.talk,
      isHeard: () => local.getSnapshot().microphone === 'on',
      unmute: () => void local.unmute(),
      mute: () => void local.mute(),
    });
    return listen(key);
  }, [active, talk, local, preferences]);
}

function listen(key: TalkKey): () => void {
  const down = (event: KeyboardEvent) => {
    if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (!key.held && (event.repeat || event.defaultPrevented || isTaken(event.target))) return;
    if (key.press()) event.preventDefault();
  };
  const up = (event: KeyboardEvent) => {
    if (event.key !== ' ' || !key.held) return;
    // A button that was clicked before would take it for a click.
    event.preventDefault();
    key.release();
  };
  const lose = () => {
    key.lose();
  };
  const hidden = () => {
    if (document.visibilityState === 'hidden') key.lose();
  };
  // Before the page's own controls: one that was clicked with the mouse keeps the focus, but not the key.
  addEventListener('keydown', down, { capture: true });
  addEventListener('keyup', up, { capture: true });
  addEventListener('blur', lose);
  document.addEventListener('visibilitychange', hidden);
  return () => {
    lose();
    removeEventListener('keydown', down, { capture: true });
    removeEventListener('keyup', up, { capture: true });
    removeEventListener('blur', lose);
    document.removeEventListener('visibilitychange', hidden);
  };
}

/** Whether a space is meant for what has the focus. A control has it by keyboard only: the browser shows which. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest(USES_SPACE) !== null || target.closest(CONTROL)?.matches(':focus-visible') === true;
}
