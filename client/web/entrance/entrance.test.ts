import { ServerError } from '@evagore/client';
import { GroupName, type ErrorCode } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import type { PublishedStatus, StatusAnswer } from '../net/groups.ts';
import type { Invitation } from '../state/invitation.ts';
import type { Preview } from '../state/preview.ts';
import type { JoinRequest, Meeting } from '../state/session.ts';
import { Notices } from '../state/notices.ts';
import { Entrance, type EntranceWorld } from './entrance.ts';

const STATUS: PublishedStatus = { name: GroupName.parse('music'), displayName: 'Music hour' };
const FOUND: StatusAnswer = { outcome: 'found', status: STATUS };
const ADA = { username: 'ada', password: 'lovelace' };

/** Microphone and camera as plain values. */
class FakePreview {
  audio: { kind: 'audio'; enabled: boolean } | undefined;
  released = false;
  closed = false;

  tracks() {
    return this.audio === undefined ? [] : [this.audio];
  }
  getSnapshot() {
    return { choice: {} };
  }
  turnOn(kind: 'audio' | 'video'): Promise<void> {
    if (kind === 'audio') this.audio = { kind, enabled: true };
    return Promise.resolve();
  }
  release(): void {
    this.released = true;
  }
  close(): void {
    this.audio = undefined;
    this.closed = true;
  }
}

/** A server that answers as a test says, and a clock that stands still. */
class FakeWorld implements EntranceWorld {
  readonly origin = 'https://meet.example.org';
  answers: StatusAnswer[] = [FOUND];
  invitation: Invitation = { state: 'unclear' };
  /** Refusals to come, then everybody is let in. */
  refusals: ErrorCode[] = [];
  hidden = false;
  readonly asked: JoinRequest[] = [];
  readonly mutedWhenAsked: boolean[] = [];
  readonly previews: FakePreview[] = [];
  readonly redirected: string[] = [];
  /** What was not sent in one meeting, and shown in the next. */
  readonly takenOver: string[] = [];
  readonly tasks: (() => void)[] = [];
  remembered = 0;

  readonly now = () => 1_000_000;
  readonly random = () => 0.5;
  after(_delayMs: number, task: () => void): () => void {
    this.tasks.push(task);
    return () => this.tasks.splice(0, this.tasks.length, ...this.tasks.filter((each) => each !== task));
  }
  fetchStatus(): Promise<StatusAnswer> {
    return Promise.resolve(this.answers.shift() ?? FOUND);
  }
  examine(): Promise<Invitation> {
    return Promise.resolve(this.invitation);
  }
  join(request: JoinRequest): Promise<Meeting> {
    this.asked.push(request);
    this.mutedWhenAsked.push(request.tracks.every((track) => !track.enabled));
    const code = this.refusals.shift();
    if (code !== undefined) return Promise.reject(new ServerError(code, 'because'));
    const id = String(this.asked.length);
    const store = {
      closed: false,
      close() {
        this.closed = true;
      },
      getSnapshot: () => ({ self: { microphone: 'muted', camera: 'none' } }),
      unsent: {
        handOver: () => `unsent of ${id}`,
        takeOver: (leftovers: string) => void this.takenOver.push(`${leftovers} in ${id}`),
      },
    };
    return Promise.resolve({ id, store } as unknown as Meeting);
  }
  newPreview(): Preview {
    const preview = new FakePreview();
    this.previews.push(preview);
    return preview as unknown as Preview;
  }
  openRemembered(): void {
    this.remembered += 1;
  }
  redirect(address: string): void {
    this.redirected.push(address);
  }
  isHidden(): boolean {
    return this.hidden;
  }
}

function anEntrance(change: (world: FakeWorld) => void = () => undefined, token?: string) {
  const world = new FakeWorld();
  change(world);
  const notices = new Notices({ now: () => 0, after: () => () => undefined });
  const entered: string[] = [];
  const recent = {
    entered: (group: string, title: string | undefined) => void entered.push(`${group} ${title ?? ''}`),
  };
  const entrance = new Entrance({ group: 'music', token, world, notices, recent });
  const phase = () => entrance.getSnapshot().name;
  /** Lets the next attempt be due. */
  const next = async () => {
    world.tasks.shift()?.();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const way = () => {
    const now = entrance.getSnapshot();
    if (!('way' in now)) throw new Error(`there is no way in while ${now.name}`);
    return now.way;
  };
  return { entrance, world, notices, entered, phase, next, way };
}

describe('the entrance', () => {
  it.each([
    ['a group', FOUND, 'login'],
    ['no such group', { outcome: 'unknown' }, 'unknown'],
    ['a server that does not answer', { outcome: 'unreachable' }, 'unreachable'],
    [
      'a group with a portal',
      { outcome: 'found', status: { ...STATUS, authPortal: 'https://portal.example.org/' } },
      'portal',
    ],
    [
      'a portal that is no web address',
      { outcome: 'found', status: { ...STATUS, authPortal: 'javascript:alert(1)' } },
      'login',
    ],
  ] as const)('finds %s', async (_, answer, expected) => {
    const { entrance, phase } = anEntrance((world) => (world.answers = [answer]));
    await entrance.check();
    expect(phase()).toBe(expected);
  });

  it('goes where the group is held', async () => {
    const status = { ...STATUS, redirect: 'https://other.example.org/group/music/' };
    const { entrance, world } = anEntrance(({ answers }) => answers.unshift({ outcome: 'found', status }));
    await entrance.check();
    expect(world.redirected).toEqual(['https://other.example.org/group/music/']);
  });

  it('asks a server again that did not answer', async () => {
    const { entrance, phase, next } = anEntrance(
      (world) => (world.answers = [{ outcome: 'unreachable' }, { outcome: 'unreachable' }]),
    );
    await entrance.check();
    await next();
    expect(phase()).toBe('unreachable');
    await next();
    expect(phase()).toBe('login');
  });

  it('does not send somebody with a token to the portal', async () => {
    const status = { ...STATUS, authPortal: 'https://portal.example.org/' };
    const { entrance, world, phase, way } = anEntrance(
      ({ answers }) => answers.unshift({ outcome: 'found', status }),
      'abc',
    );
    await entrance.check();
    expect(phase()).toBe('login');
    await entrance.join(way(), ADA);
    expect(world.asked[0]?.credentials).toEqual({ type: 'token', token: 'abc' });
  });

  it('turns an invitation away that opens nothing', async () => {
    const useless = { state: 'useless', sentence: 'Too late.' } as const;
    const { entrance } = anEntrance((world) => (world.invitation = useless), 'abc');
    await entrance.check();
    expect(entrance.getSnapshot()).toMatchObject({ name: 'turned-away', sentence: 'Too late.' });
  });

  it('turns an invitation away that has run out before its guest was ready', async () => {
    const { entrance, phase, way } = anEntrance((world) => world.refusals.push('token-expired'), 'abc');
    await entrance.check();
    await entrance.join(way(), ADA);
    expect(phase()).toBe('turned-away');
  });

  it('lets in, remembers the group, and hands the devices over', async () => {
    const { entrance, world, entered, phase, way } = anEntrance();
    await entrance.check();
    await entrance.join(way(), ADA);
    expect(phase()).toBe('meeting');
    expect(entered).toEqual(['music Music hour']);
    expect(world.previews[0]).toMatchObject({ released: true, closed: false });
  });

  it('turns everything off for somebody who wants in without it', async () => {
    const { entrance, world, way } = anEntrance();
    await entrance.check();
    await entrance.preview.turnOn('audio');
    await entrance.joinPlain(way(), ADA);
    expect(world.asked[0]?.tracks).toEqual([]);
  });

  it('says what is wrong with a password', async () => {
    const { entrance, way } = anEntrance((world) => world.refusals.push('not-authorised'));
    await entrance.check();
    await entrance.join(way(), ADA);
    expect(entrance.getSnapshot()).toMatchObject({ name: 'login', error: { code: 'not-authorised' } });
  });

  it.each(['no-operator', 'group-locked', 'group-full', 'group-not-open', 'busy', 'closed'] as const)(
    'waits where it is refused with %s, and goes in when that has passed',
    async (code) => {
      const { entrance, phase, next, way } = anEntrance((world) => world.refusals.push(code, code));
      await entrance.check();
      await entrance.join(way(), ADA);
      expect(phase()).toBe('waiting');
      await next();
      expect(phase()).toBe('waiting');
      await next();
      expect(phase()).toBe('meeting');
    },
  );

  it('waits no longer where the reason has become another', async () => {
    const { entrance, phase, next, way } = anEntrance((world) =>
      world.refusals.push('no-operator', 'not-authorised'),
    );
    await entrance.check();
    await entrance.join(way(), ADA);
    await next();
    expect(phase()).toBe('login');
  });

  it('stops to wait when it is told to, and keeps the devices on', async () => {
    const { entrance, world, phase, next, way } = anEntrance((each) => each.refusals.push('no-operator'));
    await entrance.check();
    await entrance.join(way(), ADA);
    entrance.login(way());
    await next();
    expect(phase()).toBe('login');
    expect(world.asked).toHaveLength(1);
    expect(world.remembered).toBe(1);
    expect(world.previews[0]?.closed).toBe(false);
  });

  it('lets somebody in muted who looks at something else, and says so', async () => {
    const { entrance, world, notices, next, way } = anEntrance((each) =>
      each.refusals.push('no-operator', 'no-operator'),
    );
    await entrance.check();
    await entrance.preview.turnOn('audio');
    await entrance.join(way(), ADA);
    world.hidden = true;
    await next();
    expect(world.previews[0]?.audio?.enabled).toBe(true);
    await next();
    expect(world.mutedWhenAsked).toEqual([false, true, true]);
    expect(notices.getSnapshot().map(({ text }) => text)[0]).toContain('your microphone is muted');
  });

  it('offers the way back after leaving', async () => {
    const { entrance, phase, world, way } = anEntrance();
    await entrance.check();
    await entrance.join(way(), ADA);
    entrance.leave();
    expect(phase()).toBe('left');
    entrance.login(way());
    expect(phase()).toBe('login');
    expect(world.remembered).toBe(2);
  });

  it('takes the seat again as it was: muted', async () => {
    const { entrance, world, phase, way } = anEntrance();
    await entrance.check();
    await entrance.join(way(), ADA);
    expect(await entrance.rejoin()).toBeUndefined();
    expect(phase()).toBe('meeting');
    expect(world.asked[1]).toMatchObject({ username: 'ada', credentials: 'lovelace' });
    expect(world.previews[1]?.audio?.enabled).toBe(false);
  });

  it('takes what could not be sent along when the seat is taken again, once', async () => {
    const { entrance, world, way } = anEntrance();
    await entrance.check();
    await entrance.join(way(), ADA);
    world.refusals.push('group-full');
    await entrance.rejoin();
    expect(world.takenOver).toEqual([]);
    await entrance.rejoin();
    expect(world.takenOver).toEqual(['unsent of 1 in 3']);
  });

  it('takes the seat again with the password of now', async () => {
    const { entrance, world, way } = anEntrance();
    await entrance.check();
    await entrance.join(way(), ADA);
    world.asked[0]?.onPassword?.('analytical');
    expect(await entrance.rejoin()).toBeUndefined();
    expect(world.asked[1]).toMatchObject({ username: 'ada', credentials: 'analytical' });
  });

  it('says why the seat cannot be taken again, and leaves no device on', async () => {
    const { entrance, world, way } = anEntrance();
    await entrance.check();
    await entrance.join(way(), ADA);
    world.refusals.push('group-full');
    expect(await entrance.rejoin()).toBe('The group is full. Try again when somebody has left.');
    expect(world.previews[1]?.closed).toBe(true);
  });
});
