import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { button, controls, heading, leave } from './support/entrance-page.ts';
import { HANDS } from './support/hands.ts';
import { TestServer } from './support/server.ts';

/** Finding a group and getting ready for its meeting, by pointer and by keyboard. */

const anybody = { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' } };

let server: TestServer;

test.beforeAll(async () => {
  server = await TestServer.start({
    meeting: { displayName: 'Monday meeting', public: true, ...anybody },
    plaza: { displayName: 'Plaza', public: true, ...anybody },
  });
});

test.afterAll(async () => {
  await server.stop();
});

for (const [way, handsOf] of Object.entries(HANDS)) {
  test(`groups are found, listed and forgotten, in the language and colours of one’s choice ${way}`, async ({
    page,
  }) => {
    const hands = handsOf(page);
    const html = page.locator('html');
    await page.goto(server.origin);
    await hands.choose(button(page, 'Choose a language'), 'Deutsch');
    await expect(html).toHaveAttribute('lang', 'de');
    await page.reload();
    await hands.choose(button(page, 'Sprache wählen'), 'English');
    await expect(html).toHaveAttribute('lang', 'en');
    await hands.press(button(page, 'Switch to dark'));
    await expect(html).toHaveAttribute('data-theme', 'dark');
    await page.reload();
    await expect(html).toHaveAttribute('data-theme', 'dark');
    await hands.press(button(page, 'Switch to light'));
    await expect(html).toHaveAttribute('data-theme', 'light');

    const box = page.getByLabel('Group', { exact: true });
    await hands.press(button(page, 'Continue'));
    await expect(page.getByText('Enter the name of a group.', { exact: true })).toBeVisible();
    await hands.write(box, 'nowhere');
    await hands.press(button(page, 'Continue'));
    await expect(page.getByText('There is no group called “nowhere” here')).toBeVisible();
    await hands.write(box, 'meeting');
    await hands.press(button(page, 'Continue'));
    await expect(heading(page, 'Join Monday meeting')).toBeVisible();
    await hands.write(page.getByLabel('Your name'), 'Ada');
    await hands.press(button(page, 'Join'));
    await leave(hands);
    await expect(heading(page, 'You left Monday meeting')).toBeFocused();
    await hands.press(button(page, 'Join again'));
    await hands.press(button(page, 'Join'));
    await leave(hands);
    await hands.press(page.getByRole('link', { name: 'All groups' }));

    const recent = page.getByRole('region', { name: 'Recent groups' });
    const listed = page.getByRole('region', { name: 'Public groups' });
    await expect(recent.getByRole('link')).toHaveText(/Monday meeting/);
    const fresh = way.replace(/\W/g, '');
    const file = path.join(server.groupsDir, `${fresh}.json`);
    await writeFile(`${file}.new`, JSON.stringify({ displayName: `Fresh ${way}`, public: true, ...anybody }));
    await rename(`${file}.new`, file);
    await expect(async () => {
      await hands.press(button(page, 'Refresh the list of public groups'));
      await expect(listed.getByRole('link', { name: `Fresh ${way}` })).toBeVisible({ timeout: 1000 });
    }).toPass();
    await hands.press(listed.getByRole('link', { name: /^Plaza/ }));
    await hands.press(button(page, 'Join'));
    await leave(hands);
    await hands.press(page.getByRole('link', { name: 'All groups' }));
    await hands.press(recent.getByRole('link', { name: /^Plaza/ }));
    await expect(heading(page, 'Join Plaza')).toBeVisible();
    await page.goBack();
    await hands.press(button(page, 'Forget Plaza'));
    await expect(recent.getByRole('link')).toHaveText(/Monday meeting/);
    await hands.press(button(page, 'Forget all'));
    await expect(recent).toBeHidden();
    await expect(box).toBeFocused();
  });

  test(`devices are got ready and the connection is tested ${way}`, async ({ page }) => {
    const hands = handsOf(page);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(server.group('meeting'));
    await hands.press(button(page, 'Turn on camera and microphone'));
    await expect(page.getByText('Microphone level')).toBeVisible();
    const label = () =>
      page
        .getByRole('main')
        .getByLabel('Your camera')
        .evaluate(
          (video: HTMLVideoElement) => (video.srcObject as MediaStream | null)?.getVideoTracks()[0]?.label,
        );
    for (const name of ['Microphone', 'Camera']) {
      for (const on of [false, true]) {
        await hands.press(button(page, name));
        await expect(button(page, name)).toHaveAttribute('aria-pressed', String(on));
      }
    }
    await expect.poll(label).toBeTruthy();
    const own = await label();

    await hands.choose(button(page, 'Choose a microphone'), 'Fake Audio Input 2');
    await hands.choose(button(page, 'Choose a camera'), own!);
    await hands.choose(button(page, 'Loudspeaker'), 'Fake Audio Output 1');
    await hands.choose(button(page, 'Loudspeaker'), 'Play a test tone');
    await expect(page.getByRole('menuitem', { name: 'You should hear three notes…' })).toBeVisible();
    await expect(page.getByRole('menuitem', { name: 'Play a test tone' })).toBeVisible();
    await hands.dismiss();

    await hands.press(button(page, 'Background'));
    const backgrounds = page.getByRole('radiogroup', { name: 'Background' });
    await hands.pick(backgrounds.getByRole('radio', { name: 'Light blur' }));
    await expect.poll(label).not.toBe(own);
    await hands.pick(backgrounds.getByRole('radio', { name: 'None' }));
    await expect.poll(label).toBe(own);
    await hands.dismiss();
    await expect(backgrounds).toHaveCount(0);

    await hands.press(button(page, 'Test the connection'));
    const dialog = page.getByRole('dialog', { name: 'Connection test' });
    await hands.press(dialog.getByRole('button', { name: 'Stop' }));
    await expect(dialog).toContainText('The test was stopped.');
    await hands.press(dialog.getByRole('button', { name: 'Test again' }));
    await expect(dialog).toContainText('Your connection is fit for a meeting.');
    await hands.press(dialog.getByRole('button', { name: 'Copy report' }));
    await expect(dialog).toContainText('The report is on the clipboard');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('UDP (works)');
    await hands.dismiss();
    await expect(button(page, 'Test the connection')).toBeFocused();

    await hands.write(page.getByLabel('Your name'), 'Ada');
    await hands.press(button(page, 'Join without camera and microphone'));
    await expect(controls(page)).toBeVisible();
    for (const name of ['Microphone', 'Camera'])
      await expect(controls(page).getByRole('button', { name, exact: true })).toHaveAttribute(
        'aria-pressed',
        'false',
      );
    await page.reload();
    await expect(page.getByLabel('Your name')).toHaveValue('Ada');
    await hands.press(button(page, 'Join'));
    await expect(controls(page).getByRole('button', { name: 'Camera', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    const remembered = await page.evaluate(() => localStorage.getItem('evagore.preferences') ?? '');
    expect(JSON.parse(remembered)).toMatchObject({
      microphoneLabel: 'Fake Audio Input 2',
      speakerLabel: 'Fake Audio Output 1',
    });
  });
}
