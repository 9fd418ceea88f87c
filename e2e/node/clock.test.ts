import { ServerConnection } from '@evagore/client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { House } from '../support/house.ts';
import { joinFromNode } from '../support/node-member.ts';
import { TestServer } from '../support/server.ts';

/** Clocks that step and machines that stand still cost nobody their seat. */

const TEA = { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' } };
const HOUR_MS = 3_600_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Members, and what happened to them that should not. */
class Meeting {
  readonly members: ServerConnection[] = [];
  readonly troubles: string[] = [];

  add(member: ServerConnection): void {
    this.members.push(member);
    member.events.on('closed', ({ code }) => this.troubles.push(`closed: ${code}`));
    member.events.on('stateChanged', (state) => this.troubles.push(state));
  }

  /** Everybody hears everybody, and has lost nobody. */
  async isWell(): Promise<void> {
    const heard = this.members.map(() => 0);
    const undo = this.members.map((member, n) => member.events.on('chatReceived', () => (heard[n]! += 1)));
    await Promise.all(this.members.map((member) => member.chat('', '', 'still here')));
    await vi.waitFor(() => {
      expect(heard).toEqual(this.members.map(() => this.members.length));
    });
    for (const off of undo) off();
    expect(this.troubles).toEqual([]);
    for (const member of this.members) {
      expect(Object.keys(member.users)).toHaveLength(this.members.length);
    }
  }

  close(): void {
    for (const member of this.members) {
      member.events.clear();
      member.close();
    }
  }
}

describe('a clock that steps', () => {
  let house: House;
  let meeting: Meeting;

  beforeAll(async () => {
    // Short, so that a step is longer than all patience together.
    house = await House.open({
      groups: { tea: TEA },
      config: { pingAfterSeconds: 0.2, idleTimeoutSeconds: 1.2, resumeSeconds: 1 },
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    meeting.close();
  });
  afterAll(() => house.close());

  it.each([
    ['forward', HOUR_MS],
    ['backward', -HOUR_MS],
  ])('an hour %s disconnects nobody, and lets people in as before', async (_, stepMs) => {
    meeting = new Meeting();
    for (const name of ['ada', 'bob', 'eve']) {
      const member = new ServerConnection();
      await member.connect(house.socketUrl);
      await member.join('tea', name, '');
      meeting.add(member);
    }
    await meeting.isWell();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + stepMs });
    // Long enough that everybody has been pinged, and would have been given up.
    await pause(2500);
    await meeting.isWell();
    expect(await house.refusal('tea', { username: 'late', password: '' })).toBeUndefined();
    vi.useRealTimers();
    await pause(1500);
    await meeting.isWell();
  });

  it('does not matter to a server that also stalls for half a second, or for longer than its patience', async () => {
    meeting = new Meeting();
    for (const name of ['ada', 'bob']) {
      const member = new ServerConnection();
      await member.connect(house.socketUrl);
      await member.join('tea', name, '');
      meeting.add(member);
    }
    for (const stallMs of [500, 3000]) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs);
      await pause(1500);
      await meeting.isWell();
    }
  });
});

describe('a server that sleeps', { timeout: 60_000 }, () => {
  it('wakes up with everybody in their seats', async () => {
    const server = await TestServer.start(
      { tea: TEA },
      {
        flags: ['--ping-after-seconds', '0.5', '--idle-timeout-seconds', '1.5', '--resume-seconds', '2'],
      },
    );
    const meeting = new Meeting();
    for (const name of ['ada', 'bob', 'eve']) meeting.add(await joinFromNode(server.origin, 'tea', name));
    await meeting.isWell();
    server.signal('SIGSTOP');
    await pause(4500);
    server.signal('SIGCONT');
    await pause(3000);
    await meeting.isWell();
    expect(server.log.filter((line) => line.includes('connection closed'))).toEqual([]);
    meeting.close();
    await server.stop();
  });
});
