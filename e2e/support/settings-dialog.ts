import { expect, type Locator, type Page } from '@playwright/test';
import type { Hands } from './hands.ts';

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Settings' });

export async function openSettings(hands: Hands, section: string): Promise<Locator> {
  const dialog = dialogOf(hands.page);
  await hands.choose(hands.page.getByRole('button', { name: 'More', exact: true }), 'Settings');
  await hands.pick(dialog.getByRole('tab', { name: section }));
  await expect(dialog.getByRole('tabpanel', { name: section })).toBeVisible();
  return dialog;
}

export async function closeSettings(hands: Hands): Promise<void> {
  await hands.dismiss();
  await expect(dialogOf(hands.page)).toHaveCount(0);
}

/** One choice of several. */
export function choice(dialog: Locator, group: string, name: string): Locator {
  return dialog.getByRole('radiogroup', { name: group }).getByRole('radio', { name });
}

/** Turns each switch over. @returns How each of them is now. */
export async function turnOver(
  hands: Hands,
  dialog: Locator,
  names: readonly string[],
): Promise<[string, boolean][]> {
  const turned: [string, boolean][] = [];
  for (const name of names) {
    const one = dialog.getByRole('switch', { name });
    const on = !(await one.isChecked());
    await hands.press(one);
    await expect(one).toBeChecked({ checked: on });
    turned.push([name, on]);
  }
  return turned;
}

/** What this browser remembers. */
export function remembered(page: Page): Promise<Record<string, unknown>> {
  return page.evaluate(
    () => JSON.parse(localStorage.getItem('evagore.preferences') ?? '{}') as Record<string, unknown>,
  );
}
