import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';

/** What to switch on at the start. */
type Enabled = 'nothing' | 'microphone' | 'both';

export interface StockOptions {
  readonly name: string;
  readonly password?: string;
  /** Camera and microphone by default. */
  readonly enable?: Enabled;
  /** The choice in the settings; `auto` by default. */
  readonly simulcast?: 'off' | 'auto' | 'on';
}

/** A stream that a page receives, by what its peer connection counts. */
export interface DownFigures {
  readonly id: string;
  readonly label: string;
  readonly username: string;
  readonly framesDecoded: number;
  /** Of the picture that was decoded last; 0 before the first. */
  readonly width: number;
  readonly audioEnergy: number;
}

/** As much of the client's own objects as is looked at here. */
interface StockStream {
  readonly id: string;
  readonly label: string;
  readonly username: string;
  readonly pc: RTCPeerConnection | null;
}
declare const serverConnection: {
  readonly id: string;
  readonly up: Readonly<Record<string, StockStream>>;
  readonly down: Readonly<Record<string, StockStream>>;
};

const RADIO = { nothing: 'presentoff', microphone: 'presentmike', both: 'presentboth' } as const;

/** What any page misses that has no icon and no background blur. */
const EXPECTED_TROUBLE = 'status of 404';

/** Chromium gives up what is under way when any network of the machine comes or goes, as those of tests do. */
const NETWORK_CHANGED = 'ERR_NETWORK_CHANGED';

/** A person in front of Galène's own web client, unmodified. */
export class StockClient {
  readonly page: Page;
  readonly name: string;
  /** Errors that the page wrote to the console or did not catch, violations of the page's policy among them. */
  readonly troubles: string[] = [];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, name: string) {
    this.#context = context;
    this.page = page;
    this.name = name;
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !text.includes(EXPECTED_TROUBLE)) this.troubles.push(text);
    });
    page.on('pageerror', (error) => this.troubles.push(String(error)));
  }

  /** Opens a group's page in a window of its own; does not log in yet. */
  static async open(browser: Browser, url: string, { name, simulcast }: StockOptions): Promise<StockClient> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const client = new StockClient(context, page, name);
    await expect(async () => {
      client.troubles.length = 0;
      await page.goto(url);
      expect(client.troubles.filter((text) => text.includes(NETWORK_CHANGED))).toEqual([]);
    }).toPass({ timeout: 30_000 });
    await expect(page.locator('#login-container')).toBeVisible();
    if (simulcast !== undefined) await client.#remember({ simulcast });
    return client;
  }

  /** Opens a group's page and joins. */
  static async join(browser: Browser, url: string, options: StockOptions): Promise<StockClient> {
    const client = await StockClient.open(browser, url, options);
    await client.enter(options);
    await expect(client.profile).toBeVisible();
    await expect(client.person(options.name)).toBeVisible();
    return client;
  }

  /** Fills in the login form and sends it. */
  async enter({ name, password = '', enable = 'both' }: StockOptions): Promise<void> {
    const { page } = this;
    if (await page.locator('#userform').isVisible()) await page.locator('#username').fill(name);
    if (await page.locator('#passwordform').isVisible()) await page.locator('#password').fill(password);
    await page.locator(`label[for="${RADIO[enable]}"]`).click();
    await page.locator('#connectbutton').click();
  }

  get loginForm(): Locator {
    return this.page.locator('#loginform');
  }

  /** Shown while somebody is logged in, though not on the page before the settings are opened. */
  get profile(): Locator {
    return this.page.locator('#inputform');
  }

  /** Everybody in the list of users. */
  get people(): Locator {
    return this.page.locator('#users .user-p');
  }

  person(name: string): Locator {
    return this.people.filter({ hasText: new RegExp(`^${name}$`) });
  }

  get chatLog(): Locator {
    return this.page.locator('#box');
  }

  /** What is shown for four seconds. */
  toast(text: string | RegExp): Locator {
    return this.page.locator('.toastify').filter({ hasText: text });
  }

  /** The pictures of one's own streams and of others'. */
  get tiles(): Locator {
    return this.page.locator('#peers > .peer');
  }

  tile(name: string): Locator {
    return this.tiles.filter({ has: this.page.locator('.label', { hasText: new RegExp(`^${name}$`) }) });
  }

  /** How many video tracks somebody's tile has. */
  pictures(name: string): Promise<number> {
    return this.tile(name)
      .locator('video')
      .evaluate(({ srcObject }: HTMLVideoElement) =>
        srcObject instanceof MediaStream ? srcObject.getVideoTracks().length : 0,
      );
  }

  /** Writes into the chat; what begins with a slash is a command. */
  async write(text: string): Promise<void> {
    await this.page.locator('#input').fill(text);
    await this.page.locator('#input').press('Enter');
  }

  /** Chooses an item of the menu that somebody in the list of users has. */
  async act(name: string, item: string): Promise<void> {
    await this.person(name).click();
    await this.page.locator('.contextualMenuItemTitle', { hasText: new RegExp(`^${item}$`) }).click();
  }

  /** Chooses in the settings, which need not be open. */
  async choose(setting: 'simulcast' | 'request' | 'send', value: string): Promise<void> {
    const select = this.page.locator(`#${setting}select`);
    await select.evaluate((element, chosen) => {
      if (!(element instanceof HTMLSelectElement)) throw new Error('there is no such setting');
      element.value = chosen;
      element.dispatchEvent(new Event('change'));
    }, value);
  }

  /** Changes what the client keeps of its settings, which it does not let anybody do before the login. */
  async #remember(settings: Readonly<Record<string, string>>): Promise<void> {
    await this.page.evaluate((more) => {
      const kept = JSON.parse(sessionStorage.getItem('settings') ?? '{}') as Record<string, unknown>;
      sessionStorage.setItem('settings', JSON.stringify({ ...kept, ...more }));
    }, settings);
  }

  /** What is received at present. */
  down(): Promise<DownFigures[]> {
    return this.page.evaluate(async () => {
      const streams = Object.values(serverConnection.down);
      return Promise.all(
        streams.map(async ({ id, label, username, pc }) => {
          const sum = { framesDecoded: 0, width: 0, audioEnergy: 0 };
          const stats = await pc?.getStats();
          stats?.forEach((entry: Record<string, unknown>) => {
            if (entry['type'] !== 'inbound-rtp') return;
            sum.framesDecoded += Number(entry['framesDecoded'] ?? 0);
            sum.audioEnergy += Number(entry['totalAudioEnergy'] ?? 0);
            sum.width = Math.max(sum.width, Number(entry['frameWidth'] ?? 0));
          });
          return { id, label, username, ...sum };
        }),
      );
    });
  }

  /** The stream with a label that comes from somebody; undefined while there is none. */
  async downFrom(username: string, label = 'camera'): Promise<DownFigures | undefined> {
    return (await this.down()).find((stream) => stream.username === username && stream.label === label);
  }

  /** What the other ends of all connections call themselves; restarts change it. */
  iceCredentials(): Promise<string[]> {
    return this.page.evaluate(() =>
      [...Object.values(serverConnection.up), ...Object.values(serverConnection.down)].map(
        ({ pc }) => /^a=ice-ufrag:(.*)$/m.exec(pc?.remoteDescription?.sdp ?? '')?.[1]?.trim() ?? '',
      ),
    );
  }

  /** Ids of one's own streams by label. */
  up(): Promise<Record<string, string>> {
    return this.page.evaluate(() =>
      Object.fromEntries(Object.values(serverConnection.up).map(({ id, label }) => [label, id])),
    );
  }

  /**
   * Waits until somebody's picture moves and their sound is heard, and until both go on.
   *
   * @returns what was counted then.
   */
  async expectMedia(
    username: string,
    what: { label?: string; audio?: boolean; video?: boolean } = {},
  ): Promise<DownFigures> {
    const { label = 'camera', audio = true, video = true } = what;
    const message = `${this.name} receives ${label} of ${username}`;
    await expect.poll(() => this.downFrom(username, label), { message }).toBeDefined();
    const before = (await this.downFrom(username, label))!;
    let now = before;
    await expect
      .poll(
        async () => {
          now = (await this.downFrom(username, label)) ?? now;
          const moves = !video || (now.framesDecoded > before.framesDecoded + 5 && now.width > 0);
          return moves && (!audio || now.audioEnergy > before.audioEnergy);
        },
        { message: `${message}: frames are decoded and sound has energy`, timeout: 30_000 },
      )
      .toBe(true);
    return now;
  }

  /** How much sound of somebody arrives in half a second. */
  async loudness(username: string): Promise<number> {
    const before = await this.downFrom(username);
    await this.page.waitForTimeout(500);
    const after = await this.downFrom(username);
    return (after?.audioEnergy ?? 0) - (before?.audioEnergy ?? 0);
  }

  /** Counts from now on how often a tile is taken away. */
  async watchTiles(): Promise<() => Promise<number>> {
    await this.page.evaluate(() => {
      const seen = { removed: 0 };
      Object.assign(globalThis, { tilesSeen: seen });
      const observer = new MutationObserver((changes) => {
        for (const { removedNodes } of changes) seen.removed += removedNodes.length;
      });
      observer.observe(document.getElementById('peers')!, { childList: true });
    });
    return () =>
      this.page.evaluate(
        () => (globalThis as unknown as { tilesSeen: { removed: number } }).tilesSeen.removed,
      );
  }

  /** Leaves the page and closes the window, as somebody who just goes away. */
  async vanish(): Promise<void> {
    await this.page.goto('about:blank').catch(() => undefined);
    await this.#context.close();
  }
}
