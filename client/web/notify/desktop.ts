/** Whether the system's own notifications may be shown. */
export type DesktopState = 'unsupported' | 'default' | 'granted' | 'denied';

export function desktopState(): DesktopState {
  return 'Notification' in globalThis && isSecureContext ? Notification.permission : 'unsupported';
}

/** Asks the person; browsers want this to follow a click. */
export async function askForDesktop(): Promise<DesktopState> {
  if (desktopState() === 'unsupported') return 'unsupported';
  try {
    return await Notification.requestPermission();
  } catch {
    return desktopState();
  }
}

/**
 * Shows a notification of the system, in place of an earlier one of the same topic.
 *
 * @param onClick - The person wants to see it; the page has been brought to the front.
 */
export function showOnDesktop(
  { title, body }: { readonly title: string; readonly body: string },
  topic: string,
  onClick: () => void,
): void {
  if (desktopState() !== 'granted') return;
  try {
    const shown = new Notification(title, { body, tag: topic });
    shown.onclick = () => {
      globalThis.focus();
      shown.close();
      onClick();
    };
  } catch {
    // Browsers of phones have the class, but let only service workers use it.
  }
}
