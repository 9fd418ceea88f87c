import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { joinFromNode } from './support/node-member.ts';
import { Participant } from './support/participant.ts';
import { showPortrait } from './support/portrait.ts';
import { expect, test } from './support/test.ts';

/** Where pictures go: among the results, or to `docs/pictures` to renew the README's. */
const PICTURES = process.env['EVAGORE_PICTURES'] ?? path.join(import.meta.dirname, 'results/pictures');

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

test.describe('the pages', () => {
  for (const [device, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`are clear and accessible on a ${device} in ${colorScheme} colours`, async ({
        browser,
        server,
      }) => {
        const context = await browser.newContext({ viewport, colorScheme });
        const page = await context.newPage();
        const shoot = (name: string) => picture(page, `${name}-${device}-${colorScheme}`);

        await page.goto(server.origin);
        await expect(page.getByText('Monday meeting')).toBeVisible();
        await expectAccessible(page);
        await shoot('landing');

        await page.goto(server.group('meeting'));
        await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeVisible();
        await expectAccessible(page);
        await shoot('login');

        await page.goto(server.group('nowhere'));
        await expectAccessible(page);
        await shoot('no-such-group');
        await context.close();

        const ada = await Participant.join(browser, server.group('meeting'), {
          name: 'Ada',
          camera: false,
          viewport,
          colorScheme,
        });
        await expectAccessible(ada.page);
        await picture(ada.page, `alone-${device}-${colorScheme}`);
        await ada.openPanel('Chat');
        await ada.write('Welcome, the agenda is at https://example.org/agenda');
        await expect(ada.chatLog.getByRole('link').last()).toBeVisible();
        await expectAccessible(ada.page);
        await picture(ada.page, `chat-${device}-${colorScheme}`);
        await ada.openPanel('People');
        await expectAccessible(ada.page);
        await picture(ada.page, `people-${device}-${colorScheme}`);
        // Nothing reaches beyond the window's edge.
        const overflow = await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        await ada.vanish();
      });
    }
  }
});

test('a meeting looks like one', async ({ browser, server }) => {
  const people = [];
  for (const [name, hue] of Object.entries({ 'Ada Lovelace': 205, 'Mary Somerville': 25 })) {
    const person = await Participant.open(browser, server.group('gallery'), { name });
    await showPortrait(person.page, hue);
    await person.page.reload();
    await person.enter({ name });
    people.push(person);
  }
  const [ada, mary] = people as [Participant, Participant];
  const quiet = await Promise.all(
    ['Charles Babbage', 'Sophia De Morgan'].map((name) => joinFromNode(server.origin, 'gallery', name)),
  );

  await expect(ada.tile('Mary').locator('video')).toBeVisible();
  await mary.write('Did everybody get the notes?');
  await quiet[0]?.chat('', '', 'Yes, thank you.');
  await ada.openPanel('Chat');
  await expect(ada.chatLog).toContainText('thank you');
  await ada.expectMedia({ videoTracks: 1 });
  await picture(ada.page, 'meeting');

  await ada.page.getByRole('button', { name: 'Close' }).click();
  await ada.page.setViewportSize(PHONE);
  await picture(ada.page, 'meeting-phone');
  for (const connection of quiet) connection.close();
  for (const person of people) await person.vanish();
});

async function picture(page: Page, name: string): Promise<void> {
  // Fonts and transitions have come to rest.
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), animations: 'disabled' });
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  expect(found).toEqual([]);
}
