import { picture, SCREENS } from './support/looks.ts';
import { joinFromNode } from './support/node-member.ts';
import { Participant } from './support/participant.ts';
import { showPortrait, showSlide } from './support/portrait.ts';
import { expect, test } from './support/test.ts';

/** Takes the tour of `docs/tour.md`, and its pictures. */
test('the tour can be taken as it is described', async ({ browser, server }, testInfo) => {
  const people: Participant[] = [];
  for (const [name, hue] of Object.entries({ 'Ada Lovelace': 205, 'Mary Somerville': 25 })) {
    const person = await Participant.open(browser, server.group('gallery'), { name });
    await showPortrait(person.page, hue);
    await showSlide(person.page);
    await person.page.reload();
    people.push(person);
  }
  const [ada, mary] = people as [Participant, Participant];
  const quiet = await Promise.all(
    ['Charles Babbage', 'Sophia De Morgan'].map((name) => joinFromNode(server.origin, 'gallery', name)),
  );
  const { page } = ada;

  // Come in
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Camera', exact: true }).click();
  await expect
    .poll(() =>
      page.evaluate(() => [...document.querySelectorAll('video')].some(({ videoWidth }) => videoWidth > 0)),
    )
    .toBe(true);
  await picture(page, testInfo, 'tour-entrance');
  await ada.enter({ name: 'Ada Lovelace' });
  await mary.enter({ name: 'Mary Somerville' });

  // See and hear; write
  await expect(ada.tile('Mary').locator('video')).toBeVisible();
  await mary.write('Did everybody get the notes?');
  await quiet[0]?.chat('', '', 'Yes, thank you.');
  await ada.openPanel('Chat');
  await expect(ada.chatLog).toContainText('thank you');
  await ada.expectMedia({ videoTracks: 1 });
  await picture(page, testInfo, 'meeting');

  // Keep order
  await mary.control('Raise your hand').click();
  await ada.openPanel('People');
  await expect(page.getByRole('complementary', { name: 'People' })).toContainText('Raised hands');

  // Speak and show
  await mary.control('Share a screen').click();
  await expect(page.locator('article[data-kind="screen"] video')).toBeVisible();
  await ada.expectMedia({ videoTracks: 2 });
  await picture(page, testInfo, 'tour-screen');

  // Find everything by its words
  await page.getByRole('complementary', { name: 'People' }).getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('hand');
  await expect(page.getByRole('option').first()).toHaveText(/hand/);
  await picture(page, testInfo, 'tour-commands');
  await page.keyboard.press('Escape');

  // When something does not work
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Connection test/ }).click();
  const doctor = page.getByRole('dialog', { name: 'Connection test' });
  await expect(doctor).toContainText('Your connection is fit', { timeout: 120_000 });
  await picture(page, testInfo, 'tour-connection');
  await page.keyboard.press('Escape');

  await page.setViewportSize(SCREENS.phone);
  await expect(ada.tile('Mary')).toBeVisible();
  await picture(page, testInfo, 'meeting-phone');
  for (const connection of quiet) connection.close();
  for (const person of people) await person.vanish();
});
