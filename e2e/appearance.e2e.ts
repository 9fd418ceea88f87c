import { expect, test } from './support/test.ts';

test('colours are chosen by a click, and are the same after a reload', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false, microphone: false });
  const { page } = ada;
  const root = page.locator('html');
  await page.getByRole('button', { name: 'Switch to dark' }).click();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await ada.enter({ name: 'Ada', camera: false, microphone: false });
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Appearance' }).click();
  await page.getByRole('menuitemradio', { name: 'Light', exact: true }).click();
  await expect(root).toHaveAttribute('data-theme', 'light');
  expect(ada.troubles).toEqual([]);
});

test('the picture of one person goes on above other windows', async ({ join }) => {
  await join('meeting', { name: 'Ada', microphone: false });
  const ben = await join('meeting', { name: 'Ben', camera: false, microphone: false });
  const { page } = ben;
  await expect(ben.tile('Ada').locator('video')).toBeVisible();
  const isOut = () => page.evaluate(() => document.pictureInPictureElement !== null);
  await ben.tile('Ada').hover();
  await page.getByRole('button', { name: 'Options for Ada' }).click();
  await page.getByRole('menuitem', { name: 'Picture in picture' }).click();
  await expect.poll(isOut).toBe(true);
  await page.evaluate(() => document.exitPictureInPicture());
  await expect.poll(isOut).toBe(false);
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.getByRole('button', { name: 'Options for Ada' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Picture in picture' }).press('Enter');
  await expect.poll(isOut).toBe(true);
  await page.evaluate(() => document.exitPictureInPicture());
  await expect(ben.tile('Ada').locator('video')).toBeVisible();
  expect(ben.troubles).toEqual([]);
});
