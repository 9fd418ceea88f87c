import { expect, test, type Page } from '@playwright/test';
import { button, controls, heading, leave } from './support/entrance-page.ts';
import { HANDS } from './support/hands.ts';
import { joinFromNode } from './support/node-member.ts';
import { TestServer } from './support/server.ts';

/** Passwords, waiting and coming back, by pointer and by keyboard. */

const anybody = { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' } };
const operator = { users: { operator: { password: 'open sesame', permissions: 'op' } } };

let server: TestServer;

test.beforeAll(async () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  server = await TestServer.start(
    {
      locked: { displayName: 'Locked', ...anybody, ...operator },
      seminar: { displayName: 'Seminar', autokick: true, ...anybody, ...operator },
      later: { displayName: 'Later', 'not-before': inAnHour, ...anybody },
      secret: { displayName: 'Secret', users: { ada: { password: 'lovelace', permissions: 'present' } } },
    },
    { site: { writableGroups: true } },
  );
});

test.afterAll(async () => {
  await server.stop();
});

const problem = (page: Page) => page.getByRole('main').getByRole('alert');

for (const [way, handsOf] of Object.entries(HANDS)) {
  test(`a password is mistyped, looked at and changed ${way}`, async ({ page }) => {
    const hands = handsOf(page);
    await page.goto(server.group('secret'));
    await hands.write(page.getByLabel('Your name'), 'ada');
    await hands.press(button(page, 'I have a password'));
    const password = page.getByLabel('Password', { exact: true });
    await hands.write(password, 'byron');
    await hands.press(button(page, 'Show password'));
    await expect(password).toHaveAttribute('type', 'text');
    await hands.press(button(page, 'Hide password'));
    await expect(password).toHaveAttribute('type', 'password');
    await hands.press(button(page, 'Join'));
    await expect(problem(page)).toContainText('do not fit together');
    await hands.write(password, 'lovelace');
    await hands.press(button(page, 'Join'));
    await expect(controls(page)).toBeVisible();

    await page.goto(`${server.origin}/change-password.html?group=secret&username=ada`);
    const change = async (old: string, next: string, repeated: string) => {
      await hands.write(page.getByLabel('Present password'), old);
      await hands.write(page.getByLabel('New password', { exact: true }), next);
      await hands.write(page.getByLabel('New password again'), repeated);
      await hands.press(button(page, 'Change password'));
    };
    await change('byron', 'analytical engine', 'analytical engine');
    await expect(problem(page)).toContainText('The present password is not right');
    await change('lovelace', 'analytical engine', 'difference engine');
    await expect(problem(page)).toContainText('are not alike');
    await change('lovelace', 'analytical engine', 'analytical engine');
    await expect(heading(page, 'Your password is changed.')).toBeFocused();
    await hands.press(page.getByRole('link', { name: 'Go to secret' }));
    await hands.press(button(page, 'I have a password'));
    await hands.write(password, 'analytical engine');
    await hands.press(button(page, 'Join'));
    await expect(controls(page)).toBeVisible();

    // For whoever comes next.
    await page.goto(`${server.origin}/change-password.html?group=secret&username=ada`);
    await change('analytical engine', 'lovelace', 'lovelace');
    await expect(heading(page, 'Your password is changed.')).toBeFocused();
  });

  test(`who has to wait, or was removed, finds the way in ${way}`, async ({ page }) => {
    const hands = handsOf(page);
    const status = '**/group/seminar/.status';
    await page.route(status, (route) => route.abort());
    await page.goto(server.group('seminar'));
    await expect(heading(page, 'The server does not answer')).toBeFocused();
    await page.unroute(status);
    await hands.press(button(page, 'Try again'));
    await hands.write(page.getByLabel('Your name'), 'Ada');
    await hands.press(button(page, 'Join'));
    await expect(problem(page)).toContainText('The group opens when an operator is there.');
    await hands.press(button(page, 'Cancel'));
    await hands.press(button(page, 'Join'));
    await expect(heading(page, 'Not quite yet')).toBeFocused();
    const boss = await joinFromNode(server.origin, 'seminar', 'operator', 'open sesame');
    await leave(hands);
    boss.close();

    // Nothing is tried here by itself for a minute.
    let attempts = 0;
    page.on('websocket', () => (attempts += 1));
    await page.goto(server.group('later'));
    await hands.press(button(page, 'Join'));
    await expect(problem(page)).toContainText('The group opens at');
    const before = attempts;
    await hands.press(button(page, 'Try now'));
    await expect.poll(() => attempts).toBe(before + 1);
    await expect(problem(page)).toContainText('The group opens at');
    await hands.press(button(page, 'Cancel'));
    await expect(button(page, 'Join')).toBeVisible();

    const keeper = await joinFromNode(server.origin, 'locked', 'operator', 'open sesame');
    try {
      await keeper.groupAction('lock', 'Back at noon');
      await page.goto(server.group('locked'));
      await hands.press(button(page, 'Join'));
      await expect(problem(page)).toContainText('Back at noon');
      await keeper.groupAction('unlock');
      await expect(controls(page)).toBeVisible();

      const kick = async () => {
        const member = Object.entries(keeper.users).find(([, { username }]) => username === 'Ada');
        await keeper.userAction('kick', member?.[0] ?? '', 'See you on Tuesday');
        await expect(page.getByRole('alertdialog')).toContainText('See you on Tuesday');
      };
      await kick();
      await hands.press(page.getByRole('alertdialog').getByRole('button', { name: 'Join again' }));
      await expect(page.getByRole('alertdialog')).toHaveCount(0);
      await kick();
      await hands.press(page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }));
      await expect(heading(page, 'You left Locked')).toBeFocused();
    } finally {
      keeper.close();
    }
  });
}
