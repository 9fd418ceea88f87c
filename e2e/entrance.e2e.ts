import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { SignJWT } from 'jose';
import { expectAccessible } from './support/looks.ts';
import { Participant } from './support/participant.ts';
import { TestServer } from './support/server.ts';

/** Everything before a meeting: finding a group, getting ready, being let in, and being kept waiting. */

const KEY = Buffer.alloc(32, 7);
const authKeys = [{ kty: 'oct', alg: 'HS256', k: KEY.toString('base64url') }];
const anybody = { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' } };
const operator = { users: { operator: { password: 'open sesame', permissions: 'op' } } };

let server: TestServer;
let house: AuthHouse;

/** An authorisation server and an authorisation portal, as an organisation would run them. */
class AuthHouse {
  readonly visits: string[] = [];
  /** Where the portal sends people back to; the token follows. */
  returnTo = '';
  readonly #http: Server;

  constructor() {
    this.#http = createServer((request, response) => {
      this.visits.push(`${request.method ?? ''} ${request.url ?? ''}`);
      if (request.url === '/portal') {
        response.writeHead(302, { location: this.returnTo }).end();
        return;
      }
      const headers = {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'content-type',
        'access-control-allow-private-network': 'true',
      };
      if (request.method === 'OPTIONS') {
        response.writeHead(204, headers).end();
        return;
      }
      void bodyOf(request).then(async ({ location, username, password }) => {
        if (password !== 'lovelace') response.writeHead(403, headers).end();
        else {
          const jwt = await aToken(location ?? '', username);
          response.writeHead(200, { ...headers, 'content-type': 'application/jwt' }).end(jwt);
        }
      });
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port.toString()}`;
  }

  close(): void {
    this.#http.close();
  }
}

async function bodyOf(request: AsyncIterable<unknown>): Promise<Record<string, string>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Record<string, string>;
}

/** Good for half a minute, as Galène proposes. */
function aToken(location: string, username?: string): Promise<string> {
  return new SignJWT({ permissions: ['present', 'message'] })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(username ?? '')
    .setAudience(location)
    .setIssuedAt()
    .setExpirationTime('30s')
    .sign(KEY);
}

test.beforeAll(async () => {
  house = new AuthHouse();
  await house.listen();
  server = await TestServer.start({
    meeting: { displayName: 'Monday meeting', public: true, ...anybody },
    seminar: { displayName: 'Seminar', autokick: true, ...anybody, ...operator },
    guarded: { displayName: 'Guarded', authServer: `${house.origin}/token`, authKeys },
    portal: { displayName: 'University', authPortal: `${house.origin}/portal`, authKeys, ...operator },
    tokens: { displayName: 'Invited', authKeys },
  });
});

test.afterAll(async () => {
  await server.stop();
  house.close();
});

const joinButton = (page: Page) => page.getByRole('button', { name: 'Join', exact: true });
const controls = (page: Page) => page.getByRole('navigation', { name: 'Meeting controls' });

test('the landing page finds groups by name and by link, and remembers where one was', async ({ page }) => {
  await page.goto(server.origin);
  const box = page.getByLabel('Group', { exact: true });
  await box.fill('nowhere');
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is no group called “nowhere” here')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Recent groups' })).toBeHidden();

  await box.fill(server.group('meeting'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Join Monday meeting' })).toBeVisible();
  await page.getByLabel('Your name').fill('Ada');
  await page.keyboard.press('Enter');
  await expect(controls(page)).toBeVisible();

  await page.goto(server.origin);
  await expect(page.getByRole('link', { name: /Monday meeting.*Last entered this minute/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Forget Monday meeting' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Recent groups' })).toBeHidden();
});

test('one click turns both devices on, and one goes in without them', async ({ page }) => {
  await page.goto(server.group('meeting'));
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click();
  for (const name of ['Microphone', 'Camera']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-pressed', 'true');
  }
  await expect(page.getByText('Microphone level')).toBeVisible();
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join without camera and microphone' }).focus();
  await page.keyboard.press('Enter');
  await expect(controls(page)).toBeVisible();
  for (const name of ['Microphone', 'Camera']) {
    await expect(controls(page).getByRole('button', { name, exact: true })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
  }
  // Going in without them once is no choice for ever.
  await page.reload();
  await expect(page.getByLabel('Your name')).toHaveValue('Ada');
  await expect(page.getByRole('button', { name: 'Camera', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('who has not allowed the devices reads how to, and tries again', async ({ page }) => {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    let denials = 1;
    mediaDevices.getUserMedia = (constraints) =>
      denials-- > 0
        ? Promise.reject(new DOMException('Permission denied', 'NotAllowedError'))
        : open(constraints);
  });
  await page.goto(server.group('meeting'));
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click();
  await expect(page.getByText('Camera and microphone are not allowed on this page.')).toContainText(
    'address',
  );
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('button', { name: 'Camera', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('who comes before the operator is let in with them', async ({ browser, page }) => {
  await page.goto(server.group('seminar'));
  await page.getByLabel('Your name').fill('Ada');
  await joinButton(page).click();
  await expect(page.getByRole('heading', { name: 'Not quite yet' })).toBeFocused();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'The group opens when an operator is there.',
  );
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await joinButton(page).click();
  await expect(page.getByRole('heading', { name: 'Not quite yet' })).toBeVisible();

  const boss = await Participant.join(browser, server.group('seminar'), {
    name: 'operator',
    password: 'open sesame',
    camera: false,
    microphone: false,
  });
  await expect(controls(page)).toBeVisible({ timeout: 30_000 });
  await boss.vanish();
});

test('who comes too early sees when it begins, and is let in then', async ({ page }) => {
  const opensAt = Date.now() + 15_000;
  const later = { displayName: 'Later', 'not-before': new Date(opensAt).toISOString(), ...anybody };
  // At once, as files are replaced.
  const file = path.join(server.groupsDir, 'later.json');
  await writeFile(`${file}.new`, JSON.stringify(later));
  await rename(`${file}.new`, file);
  await page.goto(server.group('later'));
  await page.getByLabel('Your name').fill('Ada');
  await joinButton(page).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(/The group opens at \d/);
  await expect(page.getByText(/Time left: 0:\d\d/)).toBeVisible();
  await expect(controls(page)).toBeVisible({ timeout: 60_000 });
  expect(Date.now()).toBeGreaterThanOrEqual(opensAt);
});

test('an authorisation server is asked, and its answer decides', async ({ page }) => {
  await page.goto(server.group('guarded'));
  await page.getByLabel('Your name').fill('ada');
  await page.getByLabel('Password', { exact: true }).fill('byron');
  await joinButton(page).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('do not fit together');
  await page.getByLabel('Password', { exact: true }).fill('lovelace');
  await page.keyboard.press('Enter');
  await expect(controls(page)).toBeVisible();
  expect(house.visits).toContain('POST /token');
});

test('a portal sends people back with a token; without one, nobody goes round in circles', async ({
  page,
}) => {
  house.returnTo = server.group('portal');
  await page.goto(server.group('portal'));
  await expect(page.getByRole('heading', { name: 'Sign in for University' })).toBeFocused();
  await expect(page.getByText('You came back from')).toBeVisible();
  const before = house.visits.filter((visit) => visit === 'GET /portal').length;
  await expectAccessible(page);

  house.returnTo = `${server.group('portal')}?token=${await aToken(server.group('portal'), 'ada')}`;
  await page.getByRole('button', { name: /^Go to 127\.0\.0\.1/ }).click();
  await expect(page.getByText('You are invited as ada.')).toBeVisible();
  expect(page.url()).toBe(server.group('portal'));
  await joinButton(page).click();
  await expect(controls(page)).toBeVisible();
  expect(house.visits.filter((visit) => visit === 'GET /portal')).toHaveLength(before + 1);
});

test('a token that names nobody asks for a name only, and a useless one says so', async ({ page }) => {
  const link = server.group('tokens');
  await page.goto(`${link}?token=${await aToken(link)}`);
  await expect(page.getByLabel('Your name')).toBeVisible();
  await expect(page.getByRole('button', { name: 'I have a password' })).toBeHidden();
  expect(page.url()).toBe(link);

  await page.goto(`${link}?token=nonsense`);
  await expect(page.getByRole('heading', { name: 'This invitation does not let you in' })).toBeFocused();
  await page.getByRole('button', { name: 'Join without it' }).click();
  await expect(page.getByRole('heading', { name: 'Join Invited' })).toBeFocused();
});

test('who leaves finds the way back, and the page says where one is', async ({ page }) => {
  await page.goto(server.group('meeting'));
  await page.getByLabel('Your name').fill('Ada');
  await page.keyboard.press('Enter');
  await controls(page).getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { name: 'You left Monday meeting' })).toBeFocused();
  await expect(page).toHaveTitle(/You left Monday meeting/);
  await page.getByRole('button', { name: 'Join again' }).click();
  await joinButton(page).click();
  await expect(controls(page)).toBeVisible();
});
