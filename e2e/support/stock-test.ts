import { test as base } from '@playwright/test';
import { GaleneServer } from './galene.ts';
import { canMakeNamespaces } from './namespace.ts';
import { Participant, type ParticipantOptions } from './participant.ts';
import { TestServer } from './server.ts';
import { StockClient, type StockOptions } from './stock-client.ts';

/** Galène's own web client: the folder `static/` of a checkout. */
const STOCK_DIR = process.env['EVAGORE_GALENE_STATIC'];
const BINARY = process.env['EVAGORE_GALENE_BINARY'];

/** Why tests with Galène's client cannot be made here. */
export const lacksStockClient =
  STOCK_DIR === undefined
    ? "needs Galène's own web client: EVAGORE_GALENE_STATIC=CHECKOUT/static"
    : undefined;

/** Why there can be no real Galène here. */
export const lacksGalene =
  BINARY === undefined
    ? 'needs a real Galène: EVAGORE_GALENE_BINARY'
    : canMakeNamespaces()
      ? undefined
      : 'needs root on Linux, to give Galène a network of its own';

/** Each test has a subgroup of its own. */
const GROUPS = {
  room: {
    displayName: 'Room',
    public: true,
    'auto-subgroups': true,
    users: { boss: { password: 'open sesame', permissions: 'op' } },
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
  },
  secret: { users: { ada: { password: 'lovelace', permissions: 'present' } } },
};

/** A server that serves Galène's client. */
interface Place {
  readonly kind: 'our server' | 'Galène';
  readonly origin: string;
  /** The page of a group in Galène's client. */
  stock(group: string): string;
  /** What the client may run into, through no fault of ours. */
  readonly expectedTroubles: RegExp | undefined;
}

interface Fixtures {
  place: Place;
  /** A group that no other test uses. */
  room: string;
  /** Lets somebody join by Galène's client; at the end it must not have run into anything. */
  join: (options: StockOptions) => Promise<StockClient>;
  /** Opens the login page of a group, or of an address, only. */
  open: (where: string, options: StockOptions) => Promise<StockClient>;
  /** Lets somebody join by our own client; in our server only. */
  joinOurs: (options: ParticipantOptions) => Promise<Participant>;
}

interface WorkerFixtures {
  /** Galène's client stands beside ours. */
  evagore: TestServer;
  /** Galène's client takes the place of ours. */
  lookAlike: TestServer;
  galene: GaleneServer;
}

let rooms = 0;

const shared = base.extend<Fixtures, WorkerFixtures>({
  launchOptions: [
    async ({ launchOptions }, use) => {
      const args = [...(launchOptions.args ?? []), '--auto-select-desktop-capture-source=Entire screen'];
      await use({ ...launchOptions, args });
    },
    { scope: 'worker' },
  ],
  evagore: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const server = await TestServer.start(GROUPS, { flags: ['--static', `/classic/=${STOCK_DIR ?? ''}`] });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  lookAlike: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const server = await TestServer.start(GROUPS, { flags: ['--static', STOCK_DIR ?? ''] });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  galene: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const server = await GaleneServer.start({
        binary: BINARY ?? '',
        staticDir: STOCK_DIR ?? '',
        groups: GROUPS,
      });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
  room: async ({}, use) => {
    rooms += 1;
    await use(`room/${rooms.toString()}`);
  },
  open: async ({ browser, place }, use) => {
    const people: StockClient[] = [];
    await use(async (where, options) => {
      const url = where.includes('://') ? where : place.stock(where);
      const person = await StockClient.open(browser, url, options);
      people.push(person);
      return person;
    });
    const troubles = people
      .flatMap((person) => person.troubles.map((text) => `${person.name}: ${text}`))
      .filter((text) => place.expectedTroubles?.test(text) !== true);
    for (const person of people) await person.vanish();
    base.expect(troubles).toEqual([]);
  },
  join: async ({ open, room }, use) => {
    await use(async (options) => {
      const person = await open(room, options);
      await person.enter(options);
      await base.expect(person.person(options.name)).toBeVisible();
      return person;
    });
  },
  joinOurs: async ({ browser, evagore, room }, use) => {
    const people: Participant[] = [];
    await use(async (options) => {
      const person = await Participant.join(browser, evagore.group(room), options);
      people.push(person);
      return person;
    });
    for (const person of people) await person.vanish();
  },
});

/** Galène's client in our server, in the place of our own. */
export const testInEvagore = shared.extend({
  place: async ({ lookAlike }, use) => {
    await use({
      kind: 'our server',
      origin: lookAlike.origin,
      stock: (group) => lookAlike.group(group),
      expectedTroubles: undefined,
    });
  },
});

/** Both clients in our server, side by side. */
export const testMixed = shared.extend({
  place: async ({ evagore }, use) => {
    const { origin } = evagore;
    await use({
      kind: 'our server',
      origin,
      stock: (group) => `${origin}/classic/group/${group}/`,
      expectedTroubles: undefined,
    });
  },
});

/** Galène's client at home. */
export const testInGalene = shared.extend({
  place: async ({ galene }, use) => {
    await use({
      kind: 'Galène',
      origin: galene.origin,
      stock: (group) => galene.group(group),
      // Candidates of a stream that was closed or replaced meanwhile.
      expectedTroubles: /unknown stream/i,
    });
  },
});

export { expect } from '@playwright/test';
