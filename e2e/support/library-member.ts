import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { ServerConnection, Stream } from '@evagore/client';
import type { Evagore } from './library-page/main.ts';
import { watchPeerConnections } from './media.ts';

/** What a page keeps of its member. */
export interface Kept {
  readonly connection: ServerConnection;
  /** What was told, in order. */
  readonly told: string[];
  camera?: Stream;
}

declare const evagore: Evagore;
declare const kept: Kept;

/** A stream that a page receives, by what is counted of it. */
export interface Received {
  readonly id: string;
  readonly localId: string;
  readonly framesDecoded: number;
  /** Of the picture that was decoded last. */
  readonly width: number;
  readonly audioEnergy: number;
}

/** A member that is the library in a browser, without a page around it. */
export class LibraryMember {
  readonly page: Page;
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
  }

  /** Opens the page of the library, and joins a group of the server that it comes from. */
  static async join(
    browser: Browser,
    url: string,
    { group, name, password = '' }: { group: string; name: string; password?: string },
  ): Promise<LibraryMember> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await watchPeerConnections(page);
    await expect(() => page.goto(url)).toPass();
    await page.evaluate(
      async (who) => {
        const connection = new evagore.ServerConnection({ media: evagore.mediasoupMedia() });
        const told: string[] = [];
        Object.assign(globalThis, { kept: { connection, told } });
        const { events } = connection;
        events.on('chatReceived', ({ value, dest }, history) => {
          if (!history) told.push(`${dest === undefined ? 'chat' : 'private'}: ${value}`);
        });
        events.on('userMessageReceived', ({ kind }) => told.push(`message: ${kind}`));
        events.on('downStreamAdded', (stream) => {
          told.push(`stream: ${stream.username}`);
          // Nobody measures what nobody plays.
          stream.events.on('trackAdded', (track) => {
            const player = document.createElement(track.kind === 'audio' ? 'audio' : 'video');
            player.srcObject = new MediaStream([track]);
            player.autoplay = true;
            document.body.append(player);
          });
          stream.events.on('closed', (replaced) =>
            told.push(`${replaced ? 'replaced' : 'ended'}: ${stream.username}`),
          );
        });
        events.on('failed', (error) => told.push(`failed: ${error.message}`));
        events.on('refused', (error) => told.push(`refused: ${error.message}`));
        events.on('rejoined', () => told.push('rejoined'));
        events.on('closed', ({ code, message }) => told.push(`closed: ${code} ${message ?? ''}`));
        await connection.connect(`wss://${location.host}/ws`);
        await connection.join(who.group, who.name, who.password);
      },
      { group, name, password },
    );
    return new LibraryMember(context, page);
  }

  /** Publishes a camera and a microphone, in place of those that it has. */
  async publish(simulcast: boolean): Promise<string> {
    return this.page.evaluate(async (layers) => {
      const media = await evagore.openDevices({ audio: true, video: { width: 640, height: 480 } });
      const stream = kept.connection.newUpStream('camera');
      stream.label = 'camera';
      await stream.publish(media, { video: { simulcast: layers } });
      kept.camera = stream;
      return stream.id;
    }, simulcast);
  }

  request(...kinds: ('audio' | 'video' | 'video-low')[]): Promise<void> {
    return this.page.evaluate((what) => kept.connection.request({ '': what }), kinds);
  }

  told(): Promise<string[]> {
    return this.page.evaluate(() => kept.told);
  }

  /** What is received from somebody; undefined while there is nothing. */
  from(username: string): Promise<Received | undefined> {
    return this.page.evaluate(async (name) => {
      const stream = Object.values(kept.connection.down).find((each) => each.username === name);
      if (stream === undefined) return undefined;
      await stream.updateStats();
      const all = Object.values(stream.stats).map((each) => each['inbound-rtp']);
      const sum = (values: (number | undefined)[]) => values.reduce<number>((a, b) => a + (b ?? 0), 0);
      return {
        id: stream.id,
        localId: stream.localId,
        framesDecoded: sum(all.map((each) => each?.framesDecoded)),
        width: Math.max(0, ...all.map((each) => each?.frameWidth ?? 0)),
        audioEnergy: sum(all.map((each) => each?.totalAudioEnergy)),
      };
    }, username);
  }

  /** Waits until somebody's picture moves and their sound is heard, and until both go on. Returns what was counted. */
  async expectMedia(username: string, { width }: { width?: number } = {}): Promise<Received> {
    await expect.poll(() => this.from(username), { message: `a stream of ${username}` }).toBeDefined();
    const before = (await this.from(username))!;
    let now = before;
    await expect
      .poll(
        async () => {
          now = (await this.from(username)) ?? now;
          return (
            now.framesDecoded > before.framesDecoded + 5 &&
            now.audioEnergy > before.audioEnergy &&
            (width === undefined || now.width === width)
          );
        },
        { message: `frames of ${username} are decoded and sound has energy`, timeout: 30_000 },
      )
      .toBe(true);
    return now;
  }

  async vanish(): Promise<void> {
    await this.page.goto('about:blank').catch(() => undefined);
    await this.#context.close();
  }
}
