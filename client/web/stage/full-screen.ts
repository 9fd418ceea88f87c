import { useSyncExternalStore } from 'react';

/** Whether something can take the whole screen. Phones by Apple let only their own player do so. */
export function canFullScreen(): boolean {
  return document.fullscreenEnabled;
}

/** Gives an element the whole screen, or ends that. The browser may refuse; the page shows what came of it. */
export function toggleFullScreen(element: Element): void {
  const change =
    document.fullscreenElement === element ? document.exitFullscreen() : element.requestFullscreen();
  change.catch(() => undefined);
}

/** Gives the page the whole screen, or ends that. */
export function wholePage(): void {
  toggleFullScreen(document.documentElement);
}

/** Ends that anything has the whole screen. */
export function leaveFullScreen(): void {
  if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
}

/** What has the whole screen. */
export function useFullScreenElement(): Element | null {
  return useSyncExternalStore(subscribe, () => document.fullscreenElement);
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => {
    document.removeEventListener('fullscreenchange', listener);
  };
}
