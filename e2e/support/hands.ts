import { expect, type Locator, type Page } from '@playwright/test';
import { spellTo, tabTo } from './by-keyboard.ts';

/** The entry of a menu, by its text; what stands beside it, like its key, does not matter. */
type Entry = string | RegExp;

/**
 * How a person works the page: the same script is done by each pair of hands, so that nothing can be done by one of them
 * alone.
 */
export interface Hands {
  readonly page: Page;
  /** Buttons, switches, links, boxes to tick. */
  press(target: Locator): Promise<void>;
  /** Opens the menu of a button and goes through its submenus to an entry. */
  choose(opener: Locator, ...entries: readonly Entry[]): Promise<void>;
  /** Takes one of several that exclude each other: a radio button, a tab, or what is suggested for what is being typed. */
  pick(one: Locator): Promise<void>;
  /** Moves a slider, to so many percent of its way. */
  slide(slider: Locator, percent: number): Promise<void>;
  /** Scrolls up to the beginning of a list. */
  toTop(list: Locator): Promise<void>;
  /** Takes an entry of a browser's own list, by its place. */
  take(list: Locator, index: number): Promise<void>;
  /** Replaces what a box says. */
  write(box: Locator, text: string): Promise<void>;
  /** Closes the dialog, sheet or menu that is open. */
  dismiss(): Promise<void>;
}

/** More than any group of choices has. */
const MOST_CHOICES = 24;

/** More than any slider or list has here. */
const MOST_STEPS = 60;

/** Further than any list here is long. */
const FAR_PX = 20_000;

const ENTRY = ['menuitem', 'menuitemradio', 'menuitemcheckbox'] as const;

function entryOf(page: Page, entry: Entry): Locator {
  // The dots, the tick and the key belong to the entry, and not to what people call it.
  const name = typeof entry === 'string' ? new RegExp(`^${escaped(entry)}(?:…|\\b|$)`) : entry;
  return ENTRY.map((role) => page.getByRole(role, { name }))
    .reduce((all, one) => all.or(one))
    .first();
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

/** What was opened before gives the focus back while it goes. */
async function noMenu(page: Page): Promise<void> {
  await expect(page.getByRole('menu')).toHaveCount(0);
}

/** Menus of choices stay open, so that several can be made. */
async function isChoice(entry: Locator): Promise<boolean> {
  return (await entry.getAttribute('role')) !== 'menuitem';
}

class Pointer implements Hands {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(target: Locator): Promise<void> {
    await target.click();
  }

  async choose(opener: Locator, ...entries: readonly Entry[]): Promise<void> {
    await noMenu(this.page);
    await opener.hover();
    await opener.click();
    let open = false;
    for (const entry of entries) {
      const item = entryOf(this.page, entry);
      open = await isChoice(item);
      await item.click();
    }
    // Beside the menu.
    if (open) await this.page.mouse.click(1, 1);
  }

  async pick(one: Locator): Promise<void> {
    // People click on the words as well, which may cover what is chosen.
    const words = one.locator('xpath=ancestor::label[1]');
    await ((await words.count()) > 0 ? words : one).click();
  }

  async slide(slider: Locator, percent: number): Promise<void> {
    const way = slider.locator('xpath=ancestor::*[contains(@class, "slider__control")][1]');
    const { width, height } = (await way.boundingBox())!;
    await way.click({ position: { x: (width * percent) / 100, y: height / 2 } });
  }

  async toTop(list: Locator): Promise<void> {
    await list.hover();
    await this.page.mouse.wheel(0, -FAR_PX);
    await expect(list).toHaveJSProperty('scrollTop', 0);
  }

  async take(list: Locator, index: number): Promise<void> {
    // The browser draws such a list itself, outside of the page, where no test can click.
    await list.hover();
    await list.selectOption({ index });
    await expect(list).toHaveJSProperty('selectedIndex', index);
  }

  async write(box: Locator, text: string): Promise<void> {
    await box.click();
    await box.fill(text);
  }

  async dismiss(): Promise<void> {
    const cross = this.page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true });
    // What has no cross is left by a click beside it.
    if ((await cross.count()) > 0) await cross.click();
    else await this.page.mouse.click(1, 1);
  }
}

class Keyboard implements Hands {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(target: Locator): Promise<void> {
    await noMenu(this.page);
    await goTo(this.page, target);
    await this.page.keyboard.press((await isTicked(target)) ? 'Space' : 'Enter');
  }

  async choose(opener: Locator, ...entries: readonly Entry[]): Promise<void> {
    await noMenu(this.page);
    await goTo(this.page, opener);
    await this.page.keyboard.press('Enter');
    let open = false;
    for (const entry of entries) {
      const item = entryOf(this.page, entry);
      await spellTo(this.page, item);
      open = await isChoice(item);
      await this.page.keyboard.press('Enter');
    }
    const inside = this.page.getByRole('menu').locator(':focus');
    for (let depth = entries.length; open && depth > 0 && (await inside.count()) > 0; depth -= 1)
      await this.page.keyboard.press('Escape');
  }

  async pick(one: Locator): Promise<void> {
    if ((await one.getAttribute('role')) === 'option') {
      await this.#takeSuggestion(one);
      return;
    }
    const group = one.locator('xpath=ancestor::*[@role="radiogroup" or @role="tablist"][1]');
    const isTab = (await one.getAttribute('role')) === 'tab';
    await tabTo(this.page, isTab ? group.getByRole('tab', { selected: true }) : await stopOf(group));
    const isColumn = (await group.getAttribute('aria-orientation')) === 'vertical';
    for (let steps = 0; steps < MOST_CHOICES; steps += 1) {
      if (await one.evaluate((element) => element === document.activeElement)) break;
      await this.page.keyboard.press(isColumn ? 'ArrowDown' : 'ArrowRight');
    }
    await expect(one).toBeFocused();
    if (isTab) await this.page.keyboard.press('Enter');
    else if (!(await one.isChecked())) await this.page.keyboard.press('Space');
  }

  async slide(slider: Locator, percent: number): Promise<void> {
    await tabTo(this.page, slider);
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const now = Number(await slider.getAttribute('aria-valuenow'));
      if (now === percent) break;
      await this.page.keyboard.press(now > percent ? 'ArrowLeft' : 'ArrowRight');
    }
    await expect(slider).toHaveAttribute('aria-valuenow', percent.toString());
  }

  async toTop(list: Locator): Promise<void> {
    await tabTo(this.page, list);
    await this.page.keyboard.press('Home');
    await expect(list).toHaveJSProperty('scrollTop', 0);
  }

  async take(list: Locator, index: number): Promise<void> {
    await tabTo(this.page, list);
    await this.page.keyboard.press('Home');
    for (let steps = 0; steps < index; steps += 1) await this.page.keyboard.press('ArrowDown');
    await expect(list).toHaveJSProperty('selectedIndex', index);
  }

  async write(box: Locator, text: string): Promise<void> {
    await goTo(this.page, box);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(text);
  }

  async dismiss(): Promise<void> {
    await this.page.keyboard.press('Escape');
  }

  /** The box keeps the focus meanwhile. */
  async #takeSuggestion(one: Locator): Promise<void> {
    for (let steps = 0; steps < MOST_CHOICES; steps += 1) {
      if ((await one.getAttribute('aria-selected')) === 'true') break;
      await this.page.keyboard.press('ArrowDown');
    }
    await expect(one).toHaveAttribute('aria-selected', 'true');
    await this.page.keyboard.press('Enter');
  }
}

/** Tab leads to a list of people or messages as a whole, and arrow keys lead on in it. */
async function goTo(page: Page, target: Locator): Promise<void> {
  if ((await target.getAttribute('tabindex')) !== '-1') {
    await follow(page, target, { ahead: 'Tab', back: 'Shift+Tab' });
    return;
  }
  const list = target.locator('xpath=ancestor::*[@role="list" or @role="log"][1]');
  await goTo(page, list.locator('button[aria-haspopup="menu"][tabindex="0"]'));
  await follow(page, target, { ahead: 'ArrowDown', back: 'ArrowUp' });
}

/** Presses a key until something has the focus: the one that leads there the shorter way. */
async function follow(
  page: Page,
  target: Locator,
  keys: { readonly ahead: string; readonly back: string },
): Promise<void> {
  const isBehind = await target.evaluate((element) => {
    const { activeElement } = document;
    return (
      activeElement !== null &&
      (element.compareDocumentPosition(activeElement) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
    );
  });
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(isBehind ? keys.back : keys.ahead);
  }
  await expect(target).toBeFocused();
}

/** The radio button of a group where Tab stops: most often the one that is chosen. */
async function stopOf(group: Locator): Promise<Locator> {
  const stop = group.locator('[role="radio"][tabindex="0"]');
  return (await stop.count()) > 0 ? stop : group.getByRole('radio', { checked: true });
}

function isTicked(target: Locator): Promise<boolean> {
  return target.evaluate((element) =>
    element.matches('[role="switch"], [role="checkbox"], input[type="checkbox"]'),
  );
}

/** Both, by what they are called in the names of tests. */
export const HANDS: Readonly<Record<string, (page: Page) => Hands>> = {
  'by pointer': (page) => new Pointer(page),
  'by keyboard': (page) => new Keyboard(page),
};
