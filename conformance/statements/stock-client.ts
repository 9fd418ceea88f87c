import assert from 'node:assert/strict';
import type { Browser } from '@playwright/test';
import type { Stage } from '../stage.ts';
import { NotApplicable, type Statement } from './statement.ts';

/** Galène's own client in a browser. */
export const STOCK_CLIENT_STATEMENTS: readonly Statement[] = [
  {
    id: 'C14',
    title: "Galène's own pages load, and the policy that they come with stands in the way of nothing",
    dialects: ['galene'],
    async run(stage) {
      if (stage.target.hasStockPages !== true) {
        throw new NotApplicable("needs the folder of Galène's own pages (--static)");
      }
      const group = await stage.group();
      const browser = await chromium();
      try {
        for (const at of ['/', `/group/${group}/`]) {
          const { violations, failures } = await visit(stage, browser, at);
          assert.deepEqual({ violations, failures }, { violations: [], failures: [] }, at);
        }
      } finally {
        await browser.close();
      }
    },
  },
];

/** @throws NotApplicable where there is no browser. */
async function chromium(): Promise<Browser> {
  const executablePath = process.env['EVAGORE_CHROMIUM'];
  const playwright = await import('@playwright/test');
  try {
    return await playwright.chromium.launch({
      args: ['--no-sandbox'],
      ...(executablePath !== undefined && { executablePath }),
    });
  } catch (error) {
    throw new NotApplicable('needs Chromium, which EVAGORE_CHROMIUM may name', { cause: error });
  }
}

/** Opens a page and waits until it is quiet. @returns what its policy forbade, and what it did not get. */
async function visit(
  { target }: Stage,
  browser: Browser,
  at: string,
): Promise<{ violations: string[]; failures: string[] }> {
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  const violations: string[] = [];
  const failures: string[] = [];
  await page.exposeFunction('tellViolation', (violation: string) => violations.push(violation));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { tellViolation } = globalThis as unknown as { tellViolation: (violation: string) => void };
      tellViolation(`${violatedDirective} ${blockedURI}`);
    });
  });
  page.on('pageerror', (error) => failures.push(error.message));
  page.on('response', (response) => {
    // The page asks whether these are there.
    if (response.status() < 400 || /background-blur|tasks-vision|favicon/.test(response.url())) return;
    failures.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(`${target.baseUrl}${at}`, { waitUntil: 'networkidle' });
  assert.ok((await page.title()) !== '', 'it has a title');
  await page.close();
  return { violations, failures };
}
