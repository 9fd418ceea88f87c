import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type CDPSession,
  type Page,
} from '@playwright/test';

/** How people look at the page. */
export const CONTEXT: BrowserContextOptions = {
  ignoreHTTPSErrors: true,
  viewport: { width: 1440, height: 900 },
  permissions: ['camera', 'microphone'],
};

/** A group that anybody may enter and present in. */
export const PAGE_GROUP = { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' } };

export function launch(): Promise<Browser> {
  return chromium.launch({
    ...(process.env['EVAGORE_CHROMIUM'] !== undefined && { executablePath: process.env['EVAGORE_CHROMIUM'] }),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--use-fake-device-for-media-stream=fps=15',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--allow-loopback-in-peer-connection',
    ],
  });
}

/** Milliseconds for which the main thread had the processor. */
export interface Spent {
  /** With everything else. */
  readonly total: number;
  readonly script: number;
  readonly layout: number;
  readonly style: number;
}

/** What a page costs its main thread. */
export class PageMeter {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(page: Page): Promise<PageMeter> {
    const session = await page.context().newCDPSession(page);
    // What others do on the machine meanwhile does not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new PageMeter(session);
  }

  /** What is spent while a task goes on. */
  async during(task: () => Promise<void>): Promise<Spent> {
    const before = await this.#metrics();
    await task();
    const after = await this.#metrics();
    const spent = (name: string) => (after(name) - before(name)) * 1000;
    return {
      total: spent('TaskDuration'),
      script: spent('ScriptDuration'),
      layout: spent('LayoutDuration'),
      style: spent('RecalcStyleDuration'),
    };
  }

  /** After a collection. */
  async heapMegabytes(): Promise<number> {
    await this.#session.send('HeapProfiler.collectGarbage');
    return (await this.#metrics())('JSHeapUsedSize') / 1e6;
  }

  async #metrics(): Promise<(name: string) => number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return (name) => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  }
}

export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
