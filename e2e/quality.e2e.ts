import type { Locator } from '@playwright/test';
import { expect, test } from './support/test.ts';
import type { Participant } from './support/participant.ts';

/** The dialog with the numbers. */
function statisticsOf(person: Participant): Locator {
  return person.page.getByRole('dialog', { name: 'Connection statistics' });
}

/** What a stream's row says it has carried in all, in kilobytes. */
async function carried(dialog: Locator, stream: string): Promise<number> {
  const row = dialog.getByRole('row').filter({ has: dialog.page().getByRole('button', { name: stream }) });
  const text = await row.getByRole('cell').filter({ hasText: /[kM]B/ }).first().textContent();
  const [, number = '0', unit = 'kB'] = /([\d.,]+)\s*([kM]B)/.exec(text ?? '') ?? [];
  return Number(number.replace(',', '')) * (unit === 'MB' ? 1000 : 1);
}

test('good connections bear no mark, and the statistics tell how everything flows', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada' });
  const bob = await join('meeting', { name: 'Bob' });
  await ada.expectMedia({ videoTracks: 1 });
  const { page } = ada;
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
      console.error(`policy: ${violatedDirective}`);
    });
  });

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Connection statistics' }).click();
  const dialog = statisticsOf(ada);
  await expect(dialog.getByText('Your connection is good')).toBeVisible();
  await expect(dialog.getByText('Nobody has a bad connection.')).toBeVisible();

  const camera = dialog.getByRole('button', { name: 'Camera of Bob' });
  await expect(camera).toBeVisible();
  const before = await carried(dialog, 'Camera of Bob');
  await expect.poll(() => carried(dialog, 'Camera of Bob')).toBeGreaterThan(before);
  await expect(dialog.getByRole('button', { name: 'Your camera' })).toBeVisible();

  await camera.click();
  await expect(camera).toHaveAttribute('aria-pressed', 'true');
  const plots = dialog.getByRole('region', { name: 'Camera of Bob over the last minutes' });
  await expect(plots.getByRole('img', { name: /^Bit rate: .+ now/ })).toBeVisible();
  await expect(plots.locator('canvas')).toHaveCount(4);

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy report' }).click();
  await expect(dialog.getByText('The report was copied.')).toBeVisible();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('Own connection: good');
  expect(report).toMatch(/Camera of Bob: VP8, \d+ × \d+/);
  expect(report, 'no addresses').not.toMatch(/\d+\.\d+\.\d+\.\d+:\d+|candidate/);

  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: /connection$/ }).filter({ visible: true })).toHaveCount(0);
  expect(ada.troubles).toEqual([]);
  expect(bob.troubles).toEqual([]);
});

test('everything about one’s own connection is reached by keyboard', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada' });
  const { page } = ada;
  const own = page.getByRole('button', { name: 'Your connection is good' });
  await own.focus();
  await page.keyboard.press('Enter');
  const details = page.getByRole('dialog', { name: 'Your connection is good' });
  await expect(details.getByText('Your camera')).toBeVisible();
  await details.getByRole('button', { name: 'Statistics' }).focus();
  await page.keyboard.press('Enter');

  const dialog = statisticsOf(ada);
  const all = dialog.getByRole('button', { name: 'All that you send' });
  await expect(all).toBeVisible();
  await all.focus();
  await page.keyboard.press('Space');
  await expect(all).toHaveAttribute('aria-pressed', 'true');
  await expect(dialog.getByRole('region', { name: 'All that you send over the last minutes' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(ada.troubles).toEqual([]);
});

test('a bad connection is marked for everybody, with numbers on demand', async ({ join, open }) => {
  const bob = await join('meeting', { name: 'Bob' });
  const ada = await open('meeting', { name: 'Ada' });
  const { page } = ada;
  // No packets get lost on the loopback: the roster is told so on its way.
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      socket.send(String(message).replaceAll('"username":"Bob"', '"username":"Bob","quality":"poor"'));
    });
  });
  await page.reload();
  await ada.enter({ name: 'Ada' });
  await expect(ada.controls).toBeVisible();

  const badge = ada.tile('Bob').getByRole('button', { name: 'Bob has a poor connection' });
  await badge.click();
  const details = page.getByRole('dialog', { name: 'Bob has a poor connection' });
  await expect(details.getByText('Their voice and picture may break up.')).toBeVisible();
  await expect(details.getByText('Camera of Bob')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(badge).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(details).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();

  await ada.openPanel('People');
  await expect(page.getByRole('img', { name: 'Bob has a poor connection' })).toBeVisible();
  expect([...ada.troubles, ...bob.troubles]).toEqual([]);
});
