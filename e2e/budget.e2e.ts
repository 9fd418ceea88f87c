import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

/** Compressed script, in bytes, as it comes over the line: what somebody on a slow one waits for. */
const BEFORE_JOINING = 250_000;
const IN_A_MEETING = 450_000;

/** Adds up what scripts weigh on the line from now on. */
class ScriptScale {
  readonly #urls = new Map<string, string>();
  readonly #weights = new Map<string, number>();

  static async of(page: Page): Promise<ScriptScale> {
    const session: CDPSession = await page.context().newCDPSession(page);
    const scale = new ScriptScale();
    session.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (type === 'Script') scale.#urls.set(requestId, response.url);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const url = scale.#urls.get(requestId);
      if (url !== undefined) scale.#weights.set(url, encodedDataLength);
    });
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    return scale;
  }

  get bytes(): number {
    return [...this.#weights.values()].reduce((sum, each) => sum + each, 0);
  }

  get files(): number {
    return this.#weights.size;
  }
}

test('the page stays light: before joining, and in a meeting without effects', async ({
  browser,
  open,
  server,
}) => {
  const context = await browser.newContext();
  const landing = await context.newPage();
  const first = await ScriptScale.of(landing);
  await landing.goto(server.origin);
  await expect(landing.getByRole('textbox', { name: 'Group' })).toBeVisible();
  await landing.waitForLoadState('networkidle');
  expect(first.files).toBeGreaterThan(0);
  expect(first.bytes).toBeLessThan(BEFORE_JOINING);
  await context.close();

  const ada = await open('meeting', { name: 'Ada' });
  const scale = await ScriptScale.of(ada.page);
  await ada.page.reload();
  await expect(ada.page.getByLabel('Your name')).toBeVisible();
  // What the meeting needs is fetched while a name is typed, so it counts already.
  await ada.page.waitForLoadState('networkidle');
  const before = scale.bytes;
  expect(before).toBeGreaterThan(0);
  await ada.enter({ name: 'Ada' });
  await expect(ada.controls).toBeVisible();
  await ada.page.waitForLoadState('networkidle');
  test.info().annotations.push({
    type: 'script, bytes',
    description: `landing page ${first.bytes.toString()}, joining ${before.toString()}, meeting ${scale.bytes.toString()}`,
  });
  expect(scale.bytes).toBeLessThan(IN_A_MEETING);
});
