import {
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from '@playwright/test';
import { received, watchPeerConnections, type Received } from './media.ts';

export interface ParticipantOptions {
  name: string;
  password?: string;
  /** What to switch on before joining; both by default. */
  microphone?: boolean;
  camera?: boolean;
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  /** What a browser of one's own has to be told of the test's settings. */
  contextOptions?: BrowserContextOptions;
}

/** A person in front of a browser, seen through what the page shows. */
export class Participant {
  readonly page: Page;
  readonly name: string;
  /** What the page wrote to the console as an error, and what it did not catch. */
  readonly troubles: string[] = [];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, name: string) {
    this.#context = context;
    this.page = page;
    this.name = name;
    page.on('console', (message) => {
      if (message.type() === 'error') this.troubles.push(message.text());
    });
    page.on('pageerror', (error) => this.troubles.push(String(error)));
  }

  /** Opens a group's page in a window of its own; does not join yet. */
  static async open(browser: Browser, url: string, options: ParticipantOptions): Promise<Participant> {
    const { viewport, colorScheme, contextOptions } = options;
    const context = await browser.newContext({
      ...contextOptions,
      ...(viewport !== undefined && {
        viewport,
        // A phone is one when it is held sideways as well.
        isMobile: Math.min(viewport.width, viewport.height) < 600,
        hasTouch: Math.min(viewport.width, viewport.height) < 600,
      }),
      ...(colorScheme !== undefined && { colorScheme }),
    });
    const page = await context.newPage();
    await watchPeerConnections(page);
    await page.goto(url);
    return new Participant(context, page, options.name);
  }

  /** Opens a group's page and joins. */
  static async join(browser: Browser, url: string, options: ParticipantOptions): Promise<Participant> {
    const person = await Participant.open(browser, url, options);
    await person.enter(options);
    await expect(person.controls).toBeVisible();
    return person;
  }

  /** Fills in the login form and sends it. */
  async enter({ name, password, microphone = true, camera = true }: ParticipantOptions): Promise<void> {
    const { page } = this;
    await page.getByLabel('Your name').fill(name);
    await this.#switch('Microphone', microphone);
    await this.#switch('Camera', camera);
    if (password !== undefined) {
      const reveal = page.getByRole('button', { name: 'I have a password' });
      if (await reveal.isVisible()) await reveal.click();
      await page.getByLabel('Password', { exact: true }).fill(password);
    }
    await page.getByRole('button', { name: 'Join', exact: true }).click();
  }

  get controls(): Locator {
    return this.page.getByRole('navigation', { name: 'Meeting controls' });
  }

  control(name: string): Locator {
    return this.controls.getByRole('button', { name, exact: true });
  }

  /** Somebody's tile. */
  tile(name: string): Locator {
    return this.page.locator('article[data-kind="person"]').filter({ hasText: name });
  }

  get tiles(): Locator {
    return this.page.locator('article.tile');
  }

  get chatLog(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }

  /** Opens a panel; on a phone, where each covers the whole page, the other one is closed first. */
  async openPanel(name: 'Chat' | 'People'): Promise<void> {
    const sheet = this.page.getByRole('dialog');
    if (await sheet.isVisible()) {
      if (await sheet.getByRole('heading', { name, exact: true }).isVisible()) return;
      await sheet.getByRole('button', { name: 'Close' }).click();
    }
    // On a low screen controls fade, and come back when the mouse moves.
    const { width } = this.page.viewportSize() ?? { width: 100 };
    for (const x of [width / 2, width / 2 + 2]) await this.page.mouse.move(x, 100);
    const button = this.controls.getByRole('button', { name: new RegExp(`^${name}`) });
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  }

  async write(text: string): Promise<void> {
    await this.openPanel('Chat');
    await this.page.getByRole('textbox', { name: 'Message' }).fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The menu that operators have for somebody. */
  async act(name: string, action: string): Promise<void> {
    await this.openPanel('People');
    await this.page.getByRole('button', { name: `Actions for ${name}` }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  received(): Promise<Received> {
    return received(this.page);
  }

  /** Waits until video is decoded and sound is heard, and until both go on. */
  async expectMedia(options: { videoTracks: number }): Promise<void> {
    await expect
      .poll(async () => (await this.received()).videoTracks, { message: `${this.name}: video tracks` })
      .toBe(options.videoTracks);
    const before = await this.received();
    await expect
      .poll(
        async () => {
          const now = await this.received();
          return (
            now.framesDecoded > before.framesDecoded + 5 &&
            now.audioEnergy > before.audioEnergy &&
            now.width > 0
          );
        },
        { message: `${this.name}: frames are decoded and sound has energy`, timeout: 30_000 },
      )
      .toBe(true);
  }

  /** The mark on somebody's tile while their connection is lost. */
  reconnecting(name: string): Locator {
    return this.page.locator('article.tile[data-reconnecting="true"]').filter({ hasText: name });
  }

  /** Whose tiles are shown, in the order of the page. */
  tileNames(): Promise<string[]> {
    return this.page.locator('article.tile .tile__name').allTextContents();
  }

  /** Leaves the page and closes the window, as somebody who just goes away. */
  async vanish(): Promise<void> {
    // Closing a context ends its pages without telling them; a person's browser does tell them.
    await this.page.goto('about:blank').catch(() => undefined);
    await this.#context.close();
  }

  async #switch(device: 'Microphone' | 'Camera', on: boolean): Promise<void> {
    const toggle = this.page.getByRole('button', { name: device, exact: true });
    if (((await toggle.getAttribute('aria-pressed')) === 'true') !== on) await toggle.click();
    await expect(toggle).toHaveAttribute('aria-pressed', String(on));
  }
}
