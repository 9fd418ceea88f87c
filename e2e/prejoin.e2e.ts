import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { devices, expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './support/looks.ts';
import { TestServer } from './support/server.ts';

/** Getting ready before a meeting, and what stands in the way of one. */

const anybody = { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' } };
const past = '2020-01-01T00:00:00Z';

let server: TestServer;

test.beforeAll(async () => {
  server = await TestServer.start({
    meeting: { displayName: 'Monday meeting', public: true, ...anybody },
    plaza: { displayName: 'Plaza', 'allow-anonymous': true, ...anybody },
    over: { displayName: 'Last year', expires: past, ...anybody },
  });
});

test.afterAll(async () => {
  await server.stop();
});

const joinButton = (page: Page) => page.getByRole('button', { name: 'Join', exact: true });
const controls = (page: Page) => page.getByRole('navigation', { name: 'Meeting controls' });
const preview = (page: Page) => page.getByRole('main').getByLabel('Your camera');

/** Writes a group's file at once, as files are replaced. */
async function writeGroup(name: string, description: object): Promise<void> {
  const file = path.join(server.groupsDir, `${name}.json`);
  await writeFile(`${file}.new`, JSON.stringify(description));
  await rename(`${file}.new`, file);
}

/** The track that the mirror shows: the camera's own, or an effect's. */
function shownTrack(page: Page): Promise<string | undefined> {
  return preview(page).evaluate(
    (video: HTMLVideoElement) => (video.srcObject as MediaStream | null)?.getVideoTracks()[0]?.label,
  );
}

/** Notes each device that is opened, and opens cameras late. */
async function slowCamera(page: Page, delayMs: number): Promise<void> {
  await page.addInitScript((delay) => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    const opened: MediaStreamTrack[] = [];
    Object.assign(globalThis, { opened });
    mediaDevices.getUserMedia = async (constraints) => {
      const late = constraints?.video !== undefined && constraints.video !== false;
      if (late) await new Promise((resolve) => setTimeout(resolve, delay));
      const media = await open(constraints);
      opened.push(...media.getTracks());
      return media;
    };
  }, delayMs);
}

/** How many devices are on, whoever knows of them. */
function devicesOn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { opened } = globalThis as unknown as { opened: MediaStreamTrack[] };
    return opened.filter(({ readyState }) => readyState === 'live').length;
  });
}

const PERSONS = {
  desktop: { options: {}, press: (what: Locator) => what.click() },
  phone: {
    options: {
      ...devices['Pixel 7'],
      viewport: { width: 390, height: 844 },
      screen: { width: 390, height: 844 },
    },
    press: (what: Locator) => what.tap(),
  },
};

for (const [kind, { options, press }] of Object.entries(PERSONS)) {
  /** A window of its own: one of the two is a phone. */
  async function aWindow(browser: Browser): Promise<Page> {
    const context = await browser.newContext({
      ...options,
      ignoreHTTPSErrors: true,
      permissions: ['camera', 'microphone'],
      locale: 'en-GB',
    });
    return context.newPage();
  }

  test(`devices, loudspeaker and background are chosen before the meeting, on a ${kind}`, async ({
    browser,
  }) => {
    const page = await aWindow(browser);
    await page.goto(server.group('meeting'));
    await press(page.getByRole('button', { name: 'Turn on camera and microphone' }));
    await expect(page.getByText('Microphone level')).toBeVisible();

    await press(page.getByRole('button', { name: 'Choose a microphone' }));
    const second = page.getByRole('menuitemradio', { name: 'Fake Audio Input 2' });
    await press(second);
    await expect(page.getByRole('menu')).toBeHidden();
    await press(page.getByRole('button', { name: 'Choose a microphone' }));
    await expect(second).toBeChecked();
    await page.keyboard.press('Escape');
    await press(page.getByRole('button', { name: 'Choose a camera' }));
    await expect(page.getByRole('menuitemradio').first()).toBeChecked();
    await page.keyboard.press('Escape');

    await press(page.getByRole('button', { name: 'Loudspeaker' }));
    await expect(page.getByRole('menuitemradio', { name: 'As the system' })).toBeChecked();
    await press(page.getByRole('menuitem', { name: 'Play a test tone' }));
    await expect(page.getByRole('menuitem', { name: 'You should hear three notes…' })).toBeVisible();
    await expect(page.getByRole('menuitem', { name: 'Play a test tone' })).toBeVisible();
    await press(page.getByRole('menuitemradio', { name: 'Fake Audio Output 1' }));

    const own = await shownTrack(page);
    await press(page.getByRole('button', { name: 'Background', exact: true }));
    await press(page.getByRole('radio', { name: 'Strong blur' }));
    await expect.poll(() => shownTrack(page)).not.toBe(own);
    // By keyboard: the choice before it, and then none.
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('radio', { name: 'Light blur' })).toBeChecked();
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('radio', { name: 'None', exact: true }).first()).toBeChecked();
    await expect.poll(() => shownTrack(page)).toBe(own);
    await page.keyboard.press('Escape');

    await page.getByLabel('Your name').fill('Ada');
    await press(page.getByRole('button', { name: 'I have a password' }));
    const password = page.getByLabel('Password', { exact: true });
    await password.fill('lovelace');
    await expect(password).toHaveAttribute('type', 'password');
    await press(page.getByRole('button', { name: 'Show password' }));
    await expect(password).toHaveAttribute('type', 'text');
    await page.getByRole('button', { name: 'Hide password' }).press('Enter');
    await expect(password).toHaveAttribute('type', 'password');

    await press(joinButton(page));
    await expect(controls(page)).toBeVisible();
    await page.reload();
    await press(page.getByRole('button', { name: 'Loudspeaker' }));
    await expect(page.getByRole('menuitemradio', { name: 'Fake Audio Output 1' })).toBeChecked();
    await page.context().close();
  });
}

test('a background that does not come is said, beside the picture as it is', async ({ page }) => {
  await page.route(/painter-worker/, (route) => route.abort());
  await page.goto(server.group('meeting'));
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click();
  await expect(preview(page)).toBeVisible();
  await page.getByRole('button', { name: 'Background', exact: true }).click();
  await page.getByRole('radio', { name: 'Strong blur' }).click();
  await expect(page.getByText(/Your camera’s own picture is shown instead/)).toBeVisible();
  await expect(page.getByRole('dialog').getByText('The effect broke off.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expectAccessible(page);
  await page.unroute(/painter-worker/);
  await page.getByRole('main').getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(page.getByText(/Your camera’s own picture is shown instead/)).toBeHidden();
});

test('a camera that opens after the meeting has begun is in the meeting, and can be turned off', async ({
  page,
}) => {
  await page.goto(server.group('meeting'));
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click();
  await expect(preview(page)).toBeVisible();
  await page.getByLabel('Your name').fill('Ada');
  await joinButton(page).click();
  await expect(controls(page)).toBeVisible();

  await slowCamera(page, 6000);
  await page.reload();
  await joinButton(page).click();
  await expect(controls(page)).toBeVisible();
  const camera = controls(page).getByRole('button', { name: 'Camera', exact: true });
  await expect(camera).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => devicesOn(page)).toBe(2);
  await camera.click();
  await expect.poll(() => devicesOn(page)).toBe(1);
  await controls(page).getByRole('button', { name: 'Leave' }).click();
  await expect.poll(() => devicesOn(page)).toBe(0);
});

test('nobody need have a name where the group says so', async ({ page }) => {
  await page.goto(server.group('meeting'));
  await joinButton(page).click();
  await expect(page.getByRole('main').getByRole('alert')).not.toBeEmpty();
  await expect(page.getByLabel('Your name')).toBeFocused();

  await page.goto(server.group('plaza'));
  await expect(page.getByText('You may leave this empty.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(controls(page)).toBeVisible();
  await expect(page.getByRole('article', { name: '(nameless)' })).toBeVisible();
  await controls(page)
    .getByRole('button', { name: /^People/ })
    .click();
  await expect(page.getByRole('list', { name: 'People in the meeting' })).toContainText('(nameless)');
  await controls(page).getByRole('button', { name: /^Chat/ }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill('Guess who');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log', { name: 'Messages' })).toContainText('Guess who');
});

test('a server that does not answer, or is asked too often, is asked again', async ({ page }) => {
  const status = '**/group/meeting/.status';
  await page.route(status, (route) => route.abort());
  await page.goto(server.group('meeting'));
  await expect(page.getByRole('heading', { name: 'The server does not answer' })).toBeFocused();
  await expect(page.getByText(/Another attempt is made in/)).toBeVisible();
  await expectAccessible(page);
  await page.unroute(status);
  await page.getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Join Monday meeting' })).toBeVisible();

  await page.route(status, (route) => route.fulfill({ status: 429, headers: { 'retry-after': '1' } }), {
    times: 1,
  });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'The server is asked too often' })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Join Monday meeting' })).toBeVisible();

  await page.goto(server.origin);
  await page.route(status, (route) => route.fulfill({ status: 429 }));
  await page.getByLabel('Group', { exact: true }).fill('meeting');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Your network asks more of the server than it answers.')).toBeVisible();
});

test('nobody is in a meeting whose page could not be fetched', async ({ page }) => {
  await page.route(/\/assets\/meeting-[^/]*\.js/, (route) => route.abort());
  await page.goto(server.group('meeting'));
  await page.getByLabel('Your name').fill('Ada');
  await joinButton(page).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('part of this page');
  await expect(controls(page)).toBeHidden();
  await page.unroute(/\/assets\/meeting-[^/]*\.js/);
  await page.reload();
  await page.getByLabel('Your name').press('Enter');
  await expect(controls(page)).toBeVisible();
});

test('a group that is over, or held elsewhere, says so or leads there', async ({ page }) => {
  await page.goto(server.group('over'));
  await page.getByLabel('Your name').fill('Ada');
  await joinButton(page).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('its time is over');
  await expectAccessible(page);

  await writeGroup('moved', { displayName: 'Moved', public: true, redirect: server.group('meeting') });
  await page.goto(server.origin);
  await page.getByRole('link', { name: /^Moved.*remote/ }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Join Monday meeting' })).toBeVisible();
  expect(page.url()).toBe(server.group('meeting'));
});

test('the lists of groups are refreshed, entered and cleared by keyboard', async ({ page }) => {
  await page.route('**/public-groups.json', (route) => route.abort());
  await page.goto(server.origin);
  await expect(page.getByText('The list could not be loaded')).toBeVisible();
  await page.unroute('**/public-groups.json');
  await page.getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(page.getByRole('link', { name: /Monday meeting/ })).toBeVisible();

  await writeGroup('fresh', { displayName: 'Fresh', public: true, ...anybody });
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh the list of public groups' }).click();
    await expect(page.getByRole('link', { name: /^Fresh/ })).toBeVisible({ timeout: 1000 });
  }).toPass();

  for (const name of ['meeting', 'plaza']) {
    await page.goto(server.group(name));
    await page.getByLabel('Your name').fill('Ada');
    await page.keyboard.press('Enter');
    await expect(controls(page)).toBeVisible();
  }
  await page.goto(server.origin);
  const recent = page.getByRole('region', { name: 'Recent groups' });
  await recent.getByRole('link', { name: /^Plaza/ }).focus();
  // On to what forgets it: the focus goes to the entry that takes its place.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(recent.getByRole('link')).toHaveCount(1);
  await expect(recent.getByRole('link', { name: /^Monday meeting/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Join Monday meeting' })).toBeVisible();
  await page.goBack();
  await recent.getByRole('button', { name: 'Forget all' }).press('Enter');
  await expect(recent).toBeHidden();
  await expect(page.getByLabel('Group', { exact: true })).toBeFocused();
});
