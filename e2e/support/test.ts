import { test as base } from '@playwright/test';
import { Participant, type ParticipantOptions } from './participant.ts';
import { TestServer } from './server.ts';

/** The groups of every test's server. */
const GROUPS = {
  meeting: {
    displayName: 'Monday meeting',
    description: 'Plans for the week.',
    public: true,
    users: {
      operator: { password: 'open sesame', permissions: 'op' },
      scribe: { password: 'quill', permissions: 'caption' },
    },
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
  },
  lecture: {
    displayName: 'Lecture',
    users: { teacher: { password: 'chalk', permissions: 'op' } },
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'observe' },
  },
  tiny: {
    'max-clients': 1,
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
  },
  gallery: {
    displayName: 'Monday meeting',
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
  },
  secret: { users: { ada: { password: 'lovelace', permissions: 'present' } } },
};

interface Fixtures {
  /** Lets somebody join; they are gone at the end of the test. */
  join: (group: keyof typeof GROUPS, options: ParticipantOptions) => Promise<Participant>;
  /** Opens a group's page only. */
  open: (group: keyof typeof GROUPS, options: ParticipantOptions) => Promise<Participant>;
}

interface WorkerFixtures {
  server: TestServer;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const server = await TestServer.start(GROUPS);
      await use(server);
      const code = await server.stop();
      if (code !== 0) throw new Error(`the server ended with ${String(code)}`);
    },
    { scope: 'worker' },
  ],
  join: async ({ browser, server }, use) => {
    const people: Participant[] = [];
    await use(async (group, options) => {
      const person = await Participant.join(browser, server.group(group), options);
      people.push(person);
      return person;
    });
    for (const person of people) await person.vanish();
  },
  open: async ({ browser, server }, use) => {
    const people: Participant[] = [];
    await use(async (group, options) => {
      const person = await Participant.open(browser, server.group(group), options);
      people.push(person);
      return person;
    });
    for (const person of people) await person.vanish();
  },
});

export { expect } from '@playwright/test';
