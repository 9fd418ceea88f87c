import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, test, type Locator, type Page } from '@playwright/test';
import { freePort } from '../server/media/testing/free-port.ts';
import { canMakeNamespaces, Namespace } from './support/namespace.ts';
import { Participant } from './support/participant.ts';
import { TestServer } from './support/server.ts';

/** The connection test: before a meeting and in it, where all is well and where something is blocked. */

const GROUPS = {
  meeting: { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' } },
};

function dialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Connection test' });
}

function step(page: Page, name: string): Locator {
  return dialog(page)
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${name}`) });
}

async function finished(page: Page): Promise<void> {
  await expect(dialog(page).getByRole('button', { name: 'Test again' })).toBeVisible({ timeout: 90_000 });
}

test('before a meeting, all ways are found open, by keyboard', async ({ browser }) => {
  const server = await TestServer.start(GROUPS);
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  try {
    await page.goto(server.group('meeting'));
    await page.getByRole('button', { name: 'Test the connection' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeVisible();
    await finished(page);
    await expect(dialog(page)).toContainText('Your connection is fit for a meeting.');
    for (const name of ['Server', 'UDP', 'TCP', 'Sending']) {
      await expect(step(page, name)).toHaveAttribute('data-state', 'passed');
    }
    await expect(step(page, 'Relay')).toContainText('test again in the meeting');
    const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);

    await page.getByRole('button', { name: 'Copy report' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toContainText('The report is on the clipboard');
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toContain('UDP (works)');
    expect(report).toContain('Your connection is fit for a meeting.');

    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByRole('button', { name: 'Test the connection' })).toBeFocused();
  } finally {
    await context.close();
    await server.stop();
  }
});

test('in a meeting, a relay that does not answer is named', async ({ browser }) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'evagore-doctor-'));
  const relay = `turn:127.0.0.1:${(await freePort()).toString()}?transport=tcp`;
  const servers = [{ urls: [relay], username: 'evagore', credential: 'a relay secret' }];
  await writeFile(path.join(dataDir, 'ice-servers.json'), JSON.stringify(servers));
  const server = await TestServer.start(GROUPS, { flags: ['--data-dir', dataDir] });
  const ada = await Participant.join(browser, server.group('meeting'), {
    name: 'Ada',
    camera: false,
    microphone: false,
  });
  try {
    const { page } = ada;
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Connection test…' }).click();
    await finished(page);
    await expect(step(page, 'Relay')).toContainText(`The relay ${relay} cannot be reached`);
    await expect(step(page, 'UDP')).toHaveAttribute('data-state', 'passed');
    await expect(dialog(page)).not.toContainText('a relay secret');

    await dialog(page).getByRole('button', { name: 'Test again' }).click();
    await dialog(page).getByRole('button', { name: 'Stop' }).click();
    await expect(dialog(page)).toContainText('The test was stopped.');
  } finally {
    await ada.vanish();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('where UDP is blocked, the test says so, and what the meeting does instead', async ({
  launchOptions,
}) => {
  test.skip(!canMakeNamespaces(), 'needs root on Linux, to make a network with a firewall');
  const space = await Namespace.open();
  const server = await TestServer.start(GROUPS, { address: space.address });
  const inside = await chromium.launch({
    ...launchOptions,
    executablePath: await space.wrapper(launchOptions.executablePath ?? chromium.executablePath()),
  });
  try {
    space.blockUdp();
    const page = await inside.newPage({ ignoreHTTPSErrors: true, locale: 'en-GB' });
    await page.goto(server.group('meeting'));
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await finished(page);
    await expect(dialog(page)).toContainText('The meeting works, but with delays, because UDP is blocked.');
    await expect(step(page, 'UDP')).toContainText(
      /UDP to port \d+ of 198\.51\.100\.\d+ is blocked by a firewall\. The meeting uses TCP instead: expect delays\./,
    );
    await expect(step(page, 'TCP')).toHaveAttribute('data-state', 'passed');
    await expect(step(page, 'Sending')).toHaveAttribute('data-state', 'passed');
  } finally {
    await inside.close();
    await server.stop();
    await space.close();
  }
});

test('a server that is gone is named, and so is the way out', async ({ page }) => {
  const server = await TestServer.start(GROUPS);
  await page.goto(server.group('meeting'));
  await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeVisible();
  // Loaded while there is a server.
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await finished(page);
  await page.keyboard.press('Escape');
  await server.stop();

  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(
    page.getByRole('main').getByRole('alert').filter({ hasText: 'The server does not answer' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Test the connection' }).first().click();
  await expect(dialog(page)).toContainText('This device does not get through to localhost', {
    timeout: 30_000,
  });
  await expect(step(page, 'Server')).toHaveAttribute('data-state', 'failed');
});
