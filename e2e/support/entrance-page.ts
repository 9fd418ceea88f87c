import { expect, type Locator, type Page } from '@playwright/test';
import type { Hands } from './hands.ts';

export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
export const controls = (page: Page): Locator => page.getByRole('navigation', { name: 'Meeting controls' });
export const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { name, exact: true });

/** Leaves the meeting, once it has begun. */
export async function leave(hands: Hands): Promise<void> {
  await expect(controls(hands.page)).toBeVisible();
  await hands.press(controls(hands.page).getByRole('button', { name: 'Leave' }));
}
