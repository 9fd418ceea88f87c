import type { ServerConnection } from '@evagore/client';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNothingCutOff, inBothSchemes, picture, SCREENS } from './support/looks.ts';
import { joinFromNode } from './support/node-member.ts';
import { Participant } from './support/participant.ts';
import { TestServer } from './support/server.ts';

/** Every dialog and menu, one after another in one meeting, looked at in both colours. */

const GROUPS = {
  meeting: {
    displayName: 'Monday meeting',
    users: {
      operator: { password: 'open sesame', permissions: 'op' },
      deputy: { password: 'close sesame', permissions: 'op' },
    },
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
  },
  seminar: {
    autokick: true,
    users: { operator: { password: 'open sesame', permissions: 'op' } },
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
  },
};

/** How one gets to something, and what is to be seen then. */
interface Scene {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
  readonly seen: (page: Page) => Locator;
}

const dialog = (name: string) => (page: Page) => page.getByRole('dialog', { name });
const question = (page: Page) => page.getByRole('alertdialog');
const menu = (page: Page) => page.getByRole('menu');
const more = async (page: Page) => {
  await page.getByRole('button', { name: 'More', exact: true }).click();
};
const fromMore = (item: string) => async (page: Page) => {
  await more(page);
  await page.getByRole('menuitem', { name: item }).click();
};
/** By letters, so that nothing has to be in reach of the pointer. */
const key = (letters: string) => async (page: Page) => {
  await page.keyboard.press(letters);
};

/** What is opened over the stage. */
const SCENES: readonly Scene[] = [
  { name: 'menu', open: more, seen: menu },
  { name: 'shortcuts', open: key('?'), seen: dialog('Keyboard shortcuts') },
  { name: 'settings', open: key(','), seen: dialog('Settings') },
  { name: 'palette', open: key('Control+k'), seen: dialog('Commands') },
  {
    name: 'palette-nothing',
    open: async (page) => {
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox', { name: 'What do you want to do?' })).toBeFocused();
      await page.keyboard.type('qqqq');
    },
    seen: (page) => page.getByText('Nothing fits.'),
  },
  { name: 'log', open: key('l'), seen: dialog('What happened') },
  { name: 'statistics', open: fromMore('Connection statistics'), seen: dialog('Connection statistics') },
  {
    name: 'doctor',
    open: async (page) => {
      await fromMore('Connection test…')(page);
      await expect(page.getByRole('button', { name: 'Test again' })).toBeVisible({ timeout: 90_000 });
    },
    seen: dialog('Connection test'),
  },
  { name: 'invite', open: fromMore('Invite people…'), seen: dialog('Invite people') },
  {
    name: 'invitations',
    open: async (page) => {
      await fromMore('Invite people…')(page);
      await page.getByRole('button', { name: 'Make a link' }).click();
      await expect(page.getByRole('textbox', { name: /^The link/ })).toBeVisible();
      await page.getByRole('tab', { name: 'All invitations' }).click();
    },
    seen: (page) => dialog('Invite people')(page).getByRole('listitem').first(),
  },
  { name: 'password', open: fromMore('Change your password…'), seen: dialog('Change your password') },
  { name: 'lock', open: fromMore('Lock…'), seen: question },
  { name: 'clear', open: fromMore('Clear the chat…'), seen: question },
];

/** What is opened from somebody's menu, in the list of people. */
const PERSON_SCENES: readonly { readonly name: string; readonly item: string }[] = [
  { name: 'volume', item: 'Volume…' },
  { name: 'warn', item: 'Warn…' },
  { name: 'kick', item: 'Remove from the meeting…' },
];

for (const device of ['desktop', 'phone'] as const) {
  test(`every dialog is clear and accessible on a ${device}`, async ({ browser }, testInfo) => {
    test.setTimeout(480_000);
    const server = await TestServer.start(GROUPS, { site: { writableGroups: true } });
    const guests: ServerConnection[] = [];
    const ada = await Participant.open(browser, server.group('meeting'), {
      name: 'operator',
      viewport: SCREENS[device],
    });
    const { page } = ada;
    const look = (name: string) =>
      inBothSchemes(page, async (scheme) => {
        // Colours are the same on both, and the structure is the same in both colours.
        if (device === 'desktop' || scheme === 'light') await expectAccessible(page);
        await expectNothingCutOff(page);
        await picture(page, testInfo, `${name}-${device}-${scheme}`);
      });
    const close = async (seen: Locator) => {
      await page.keyboard.press('Escape');
      await expect(seen).toBeHidden();
    };
    try {
      await page.getByRole('button', { name: 'Camera', exact: true }).click();
      await page.getByRole('button', { name: 'Background' }).click();
      const backgrounds = page.getByRole('radiogroup', { name: 'Background' });
      await expect(backgrounds.getByRole('radio').first()).toBeVisible();
      await look('backgrounds');
      await close(backgrounds);

      await ada.enter({ name: 'operator', password: 'open sesame', camera: false, microphone: false });
      await expect(ada.controls).toBeVisible();
      guests.push(await joinFromNode(server.origin, 'meeting', 'Ben'));
      await expect(ada.tile('Ben')).toBeVisible();

      for (const { name, open, seen } of SCENES) {
        await open(page);
        await expect(seen(page)).toBeVisible();
        await look(name);
        await close(seen(page));
      }

      await ada.tile('Ben').getByRole('button').focus();
      await page.keyboard.press('Enter');
      await expect(menu(page)).toBeVisible();
      await look('tile-menu');
      await close(menu(page));

      await ada.openPanel('People');
      const person = page.getByRole('button', { name: 'Actions for Ben' });
      await person.click();
      await look('person-menu');
      await close(menu(page));
      for (const { name, item } of PERSON_SCENES) {
        await person.click();
        await page.getByRole('menuitem', { name: item }).click();
        const asked = page.getByRole('dialog', { name: /Ben/ }).or(question(page));
        await expect(asked).toBeVisible();
        await look(name);
        await close(asked);
      }

      await ada.openPanel('Chat');
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Send a file' }).click();
      await (
        await chooser
      ).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('notes') });
      const recipients = page.getByRole('dialog', { name: 'Who shall get it?' });
      await expect(recipients).toBeVisible();
      await look('recipients');
      await close(recipients);
      expect(ada.troubles).toEqual([]);

      const deputy = await joinFromNode(server.origin, 'meeting', 'deputy', 'close sesame');
      guests.push(deputy);
      const self = Object.entries(deputy.users).find(([, { username }]) => username === 'operator');
      await deputy.userAction('kick', self?.[0] ?? '', 'See you tomorrow.');
      await expect(page.getByRole('alertdialog')).toContainText('See you tomorrow.');
      await look('ended');
      await page.getByRole('button', { name: 'Leave' }).click();
      await expect(page.getByRole('heading', { name: 'You left Monday meeting' })).toBeVisible();
      await look('left');

      await page.goto(server.group('seminar'));
      await ada.enter({ name: 'Ada', camera: false, microphone: false });
      await expect(page.getByRole('heading', { name: 'Not quite yet' })).toBeVisible();
      await look('waiting');
    } finally {
      for (const guest of guests) guest.close();
      await ada.vanish();
      await server.stop();
    }
  });
}

test('where the server is gone, the end says so and leads to the connection test', async ({
  browser,
}, testInfo) => {
  test.setTimeout(300_000);
  const server = await TestServer.start(GROUPS, { flags: ['--resume-seconds', '5'] });
  const ada = await Participant.open(browser, server.group('meeting'), { name: 'Ada' });
  const { page } = ada;
  try {
    // Attempts to come back, which are counted, follow one another with hardly a pause.
    await page.addInitScript(() => {
      Math.random = () => 0.02;
    });
    await page.reload();
    await ada.enter({ name: 'Ada', camera: false, microphone: false });
    await expect(ada.controls).toBeVisible();
    // It is fetched ahead: afterwards there is nobody to fetch it from.
    await expect
      .poll(() =>
        page.evaluate(() =>
          performance.getEntriesByType('resource').some(({ name }) => name.includes('doctor-panel')),
        ),
      )
      .toBe(true);
    server.signal('SIGKILL');
    await expect(page.getByText('Reconnecting…')).toBeVisible({ timeout: 30_000 });
    await ada.openPanel('People');
    const [banner, panel] = await Promise.all([
      page.locator('.status-banner__plate').boundingBox(),
      page.locator('.panel').boundingBox(),
    ]);
    // In the middle of what is beside the panel.
    expect((banner?.x ?? 0) + (banner?.width ?? 0) / 2).toBeCloseTo((panel?.x ?? 0) / 2, -1);

    // Chromium spaces out the attempts of a page, which would take minutes: what it refuses anyway fails at once.
    await page.evaluate(() => {
      class Refused extends EventTarget {
        constructor() {
          super();
          setTimeout(() => {
            this.dispatchEvent(new CloseEvent('close', { code: 1006 }));
          });
        }
        close(): void {
          // It never was open.
        }
      }
      Reflect.set(window, 'WebSocket', Refused);
    });
    const ended = page.getByRole('alertdialog', { name: 'Connection lost' });
    await expect(ended).toBeVisible({ timeout: 120_000 });
    await expectAccessible(page);
    await picture(page, testInfo, 'lost-desktop-light');
    const doctor = ended.getByRole('button', { name: 'Test the connection' });
    await doctor.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Connection test' })).toContainText(
      'This device does not get through',
      { timeout: 60_000 },
    );
    await page.keyboard.press('Escape');
    await expect(ended).toBeVisible();
    await expect(doctor).toBeFocused();
  } finally {
    await ada.vanish();
    await server.stop();
  }
});
