import { expect, test } from './support/test.ts';

/** Parts of the page that are fetched on demand, while the network is away or the server has been upgraded. */

test('a part that cannot be fetched says so, and is fetched again', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false, microphone: false });
  const { page } = ada;
  await page.route(/\/assets\/(statistics-page|invite-dialog)-/, (route) => route.abort());
  const open = async (item: string) => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  // A part of a dialog.
  await open('Connection statistics');
  const dialog = page.getByRole('dialog', { name: 'Connection statistics' });
  await expect(dialog.getByRole('alert')).toContainText('could not be loaded');
  await page.unroute(/\/assets\/(statistics-page|invite-dialog)-/);
  await dialog.getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  // A dialog as a whole: the meeting goes on.
  await page.route(/\/assets\/settings-dialog-/, (route) => route.abort());
  await page.keyboard.press(',');
  await expect(page.getByText('This part of the page could not be loaded.').first()).toBeVisible();
  await page.unroute(/\/assets\/settings-dialog-/);
  await page.keyboard.press(',');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
});

test('a page with a fault in itself says so, and can be reloaded', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false, microphone: false });
  const { page } = ada;
  await page.route(/\/assets\/statistics-page-.*\.js$/, (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: 'export function StatisticsPage() { throw new Error("a fault") }',
    }),
  );
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Connection statistics' }).click();
  await expect(page.getByRole('heading', { name: 'Something went wrong in this page' })).toBeFocused();
  await page.getByText('What happened').click();
  await expect(page.getByText('a fault').first()).toBeVisible();
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByLabel('Your name')).toHaveValue('Ada');
});
