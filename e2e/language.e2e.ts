import { expect, test } from './support/test.ts';

test('the page speaks the browser’s language, and any other by its menu', async ({ browser, server }) => {
  const context = await browser.newContext({ locale: 'de-CH' });
  const page = await context.newPage();
  await page.goto(server.origin);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('textbox', { name: 'Gruppe' })).toBeVisible();

  // By keyboard.
  await page.getByRole('button', { name: 'Sprache wählen' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: 'Español' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await context.close();
});

test('another language in a meeting leaves the meeting as it is', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada' });
  const ben = await join('meeting', { name: 'Ben', camera: false, microphone: false });
  await ben.expectMedia({ videoTracks: 1 });
  await ada.openPanel('Chat');
  await ada.page.getByRole('textbox', { name: 'Message' }).fill('not sent yet');
  await ada.page.getByRole('button', { name: 'More', exact: true }).click();
  await ada.page.getByRole('menuitem', { name: 'Language' }).click();
  await ada.page.getByRole('menuitemradio', { name: 'Français' }).click();
  await expect(ada.page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(ada.page.getByRole('button', { name: 'Lever la main' })).toBeVisible();
  await expect(ada.page.locator('.panel').getByRole('textbox')).toHaveValue('not sent yet');
  await expect(async () => {
    await ada.page.keyboard.press('Escape');
    await expect(ada.page.getByRole('button', { name: 'Plus', exact: true })).toBeFocused({ timeout: 500 });
  }).toPass();
  // What is drawn but once speaks as well.
  await expect(ada.page.getByRole('article', { name: 'Ben, micro coupé' })).toBeVisible();
  await ben.expectMedia({ videoTracks: 1 });
  expect(ada.troubles).toEqual([]);
});
