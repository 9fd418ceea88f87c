import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, type TestInfo } from '@playwright/test';

/** Where pictures go: among the results, or to `docs/pictures` to renew the README's. */
const PICTURES = process.env['EVAGORE_PICTURES'] ?? path.join(import.meta.dirname, '../results/pictures');

/** The screens that everything has to look well on. */
export const SCREENS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  small: { width: 360, height: 740 },
  sideways: { width: 844, height: 390 },
} as const;

const SCHEMES = ['light', 'dark'] as const;

/** Takes a picture, keeps it, and hands it to the report. */
export async function picture(page: Page, testInfo: TestInfo, name: string): Promise<void> {
  const file = path.join(PICTURES, `${name}.png`);
  // Fonts and transitions have come to rest.
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: file, animations: 'disabled' });
  await testInfo.attach(name, { path: file, contentType: 'image/png' });
}

/** Fails where axe finds something that keeps people out. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  expect(found).toEqual([]);
}

/** Fails where the page has to be moved sideways, or a control of it lies beyond the window's edges. */
export async function expectNothingCutOff(page: Page): Promise<void> {
  const cutOff = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const beyond = [...document.querySelectorAll('button, a[href], input, textarea')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      // Lists of tabs may be moved by themselves; what is for screen readers has no place.
      .filter((element) => element.closest('[role="tablist"], .visually-hidden') === null)
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (left < -1 || right > clientWidth + 1);
      })
      .map((element) => element.getAttribute('aria-label') ?? element.textContent);
    return scrollWidth > clientWidth ? [...beyond, 'the page'] : beyond;
  });
  expect(cutOff).toEqual([]);
}

/** Does the same in light and in dark colours. */
export async function inBothSchemes(page: Page, look: (scheme: string) => Promise<void>): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await look(colorScheme);
  }
}
