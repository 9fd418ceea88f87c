import { expect, test } from './support/test.ts';

test('a full group says so', async ({ join, open }) => {
  await join('tiny', { name: 'Ada', camera: false, microphone: false });
  const bob = await open('tiny', { name: 'Bob' });
  await bob.enter({ name: 'Bob', camera: false, microphone: false });
  await expect(bob.page.getByRole('main').getByRole('alert')).toContainText('The group is full');
});

test('an observer sees and hears, but cannot publish', async ({ join }) => {
  const teacher = await join('lecture', { name: 'teacher', password: 'chalk' });
  const pupil = await join('lecture', { name: 'Pupil', camera: false, microphone: false });
  await pupil.expectMedia({ videoTracks: 1 });
  await expect(pupil.control('Microphone')).toHaveCount(0);
  await expect(pupil.control('Camera')).toHaveCount(0);
  await expect(pupil.page.getByText('You can watch')).toBeVisible();

  await teacher.act('Pupil', 'Allow presenting');
  await expect(pupil.control('Microphone')).toBeVisible();
});

test('an operator mutes somebody, takes the right to present away, and removes them', async ({ join }) => {
  const operator = await join('meeting', { name: 'operator', password: 'open sesame', camera: false });
  const ada = await join('meeting', { name: 'Ada' });
  await expect(operator.tile('Ada').locator('video')).toBeVisible();

  await operator.act('Ada', 'Mute');
  await expect(operator.page.getByLabel('Ada, muted')).toBeVisible();

  await operator.act('Ada', 'Forbid presenting');
  await expect(operator.tile('Ada').locator('video')).toHaveCount(0);
  await expect(ada.control('Camera')).toHaveCount(0);

  await operator.act('Ada', 'Remove from the meeting…');
  await operator.page.getByLabel('Message to them (optional)').fill('See you on Tuesday');
  await operator.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(ada.page.getByRole('alertdialog')).toContainText('See you on Tuesday');
  await expect(operator.tile('Ada')).toHaveCount(0);
});
