/** What elements that play fire several times a second each, for as long as they play. */
const INCESSANT = ['timeupdate', 'progress'] as const;

/**
 * Ends these events of live streams before anybody hears them. Nobody asks how long a live stream has been playing, but
 * React listens to every event of its whole page, and handles each of them: a hundred a second in a meeting of twelve.
 *
 * @param window - What events pass first.
 * @returns what undoes this.
 */
export function hushPlayback(window: EventTarget = globalThis): () => void {
  for (const name of INCESSANT) window.addEventListener(name, hush, { capture: true });
  return () => {
    for (const name of INCESSANT) window.removeEventListener(name, hush, { capture: true });
  };
}

function hush(event: Event): void {
  const { target } = event;
  const isLive = target !== null && 'srcObject' in target && target.srcObject !== null;
  if (isLive) event.stopPropagation();
}
