import type { Page } from '@playwright/test';

/** What reaches a person otherwise than through the page: by ear, and by the system's own notifications. */
interface Outside {
  /** Heights of the notes that were played, in hertz. */
  notes: number[];
  /** Titles of the system's notifications. */
  shown: string[];
  /** Whether the page is out of sight. */
  away: boolean;
}
declare const outside: Outside;

/**
 * Notes what is played and shown outside of a page. A browser without a window has no notifications, so that others
 * take their place. To be called before the page is loaded.
 */
export async function watchOutside(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const all: Outside = { notes: [], shown: [], away: false };
    Object.assign(globalThis, { outside: all });
    const { prototype } = AudioScheduledSourceNode;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its object below
    const { start } = prototype;
    prototype.start = function (when) {
      if (this instanceof OscillatorNode) all.notes.push(Math.round(this.frequency.value));
      start.call(this, when);
    };
    class Shown extends EventTarget {
      static permission = 'default';
      static requestPermission(): Promise<string> {
        Shown.permission = 'granted';
        return Promise.resolve(Shown.permission);
      }
      constructor(title: string) {
        super();
        all.shown.push(title);
      }
      close(): void {
        // It is nowhere.
      }
    }
    Object.assign(globalThis, { Notification: Shown });
    Object.defineProperty(document, 'hidden', { get: () => all.away });
  });
}

export function notesOf(page: Page): Promise<number[]> {
  return page.evaluate(() => outside.notes);
}

export function forgetNotes(page: Page): Promise<void> {
  return page.evaluate(() => {
    outside.notes.length = 0;
  });
}

export function shownOutside(page: Page): Promise<string[]> {
  return page.evaluate(() => outside.shown);
}

/** Somebody looks at another page, or comes back. */
export function lookAway(page: Page, away: boolean): Promise<void> {
  return page.evaluate((each) => {
    outside.away = each;
  }, away);
}
