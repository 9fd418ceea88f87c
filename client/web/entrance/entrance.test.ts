import { ServerError } from '@evagore/client';
import { GroupName, type ErrorCode } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import type { PublishedStatus, StatusAnswer } from '../net/groups.ts';
import type { Invitation } from '../state/invitation.ts';
import type { Heir, Preview } from '../state/preview.ts';
import type { JoinRequest, Meeting } from '../state/session.ts';
import { Notices } from '../state/notices.ts';
import { Entrance, type EntranceWorld } from './entrance.ts';

const STATUS: PublishedStatus = { name: GroupName.parse('music'), displayName: 'Music hour' };
const FOUND: StatusAnswer = { outcome: 'found', status: STATUS };
const ADA = { username: 'ada', password: 'lovelace' };

interface FakeTrack {
  readonly kind: 'audio' | 'video';
  enabled: boolean;
}

/** Microphone and camera as plain values. */
class FakePreview {
  audio: FakeTrack | undefined;
  video: FakeTrack | undefined;
  handedOver = false;
  closed = false;
  /** What does not open. */
  refuses: FakeTrack['kind'][] = [];
  /** What is waited for before something opens. */
  wait: Promise<unknown> | undefined;
  heir: Heir | undefined;
  readonly #failed: FakeTrack['kind'][] = [];

  tracks() {
    return [this.audio, this.video].filter((track) => track !== undefined);
  }
  getSnapshot() {
    return { choice: {}, failed: this.#failed, error: new Error('gone') };
  }
  async turnOn(kind: FakeTrack['kind']): Promise<void> {
    await this.wait;
    if (this.refuses.includes(kind)) this.#failed.push(kind);
    else this[kind] = { kind, enabled: true };
  }
  turnOff(kind: FakeTrack['kind']): void {
    this[kind] = undefined;
  }
  handOver(heir: Heir) {
    const tracks = this.tracks();
    this.audio = this.video = undefined;
    this.handedOver = true;
    this.heir = heir;
    return tracks;
  }
  close(): void {
    this.audio = this.video = undefined;
    this.closed = true;
  }
}

/** A server that answers as a test says, and a clock that stands still. */
class FakeWorld implements EntranceWorld {
  readonly origin = 'https://meet.example.org';
  readonly userAgent = 'Firefox';
  answers: StatusAnswer[] = [FOUND];
  invitation: Invitation = { state: 'unclear' };
  /** Refusals to come, then everybody is let in. */
  refusals: ErrorCode[] = [];
  hidden = false;
  readonly asked: JoinRequest[] = [];
  /** What each meeting took over, as `audio` or `audio muted`. */
  readonly adopted: string[][] = [];
  /** What an answer to a request waits for. */
  wait: Promise<unknown> | undefined;
  /** Makes previews as a test wants them. */
  prepare: (preview: FakePreview) => void = () => undefined;
  /** Meetings that were left again. */
  left = 0;
  readonly previews: FakePreview[] = [];
  readonly redirected: string[] = [];
  /** What was not sent in one meeting, and shown in the next. */
  readonly takenOver: string[] = [];
  readonly tasks: (() => void)[] = [];
  remembered = 0;
  /** What was on in the meeting that has ended. */
  seat = { microphone: 'muted', camera: 'none' };

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
  async join(request: JoinRequest): Promise<Meeting> {
    this.asked.push(request);
    await this.wait;
    const code = this.refusals.shift();
    if (code !== undefined) throw new ServerError(code, 'because');
    const id = String(this.asked.length);
    const adopted: string[] = [];
    this.adopted.push(adopted);
    const take = ({ kind, enabled }: Pick<MediaStreamTrack, 'kind' | 'enabled'>) =>
      void adopted.push(enabled ? kind : `${kind} muted`);
    const failed = (kind: string) => void adopted.push(`no ${kind}`);
    for (const track of request.handOver({ take, failed })) take(track);
    const store = {
      close: () => void (this.left += 1),
      getSnapshot: () => ({ self: this.seat }),
      unsent: {
        handOver: () => `unsent of ${id}`,
        takeOver: (leftovers: string) => void this.takenOver.push(`${leftovers} in ${id}`),
      },
    };
    return { id, store } as unknown as Meeting;
  }
  newPreview(): Preview {
    const preview = new FakePreview();
    this.prepare(preview);
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
    ['a server that is asked too often', { outcome: 'busy' }, 'unreachable'],
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

  it('asks a server that is asked too often when it says to', async () => {
    const { entrance, phase, next } = anEntrance(
      (world) => (world.answers = [{ outcome: 'busy', possibleFrom: 1_030_000 }]),
    );
    await entrance.check();
    const now = entrance.getSnapshot();
    const waiting = now.name === 'unreachable' ? now.waiting.getSnapshot() : undefined;
    expect(waiting?.nextAt).toBeGreaterThanOrEqual(1_030_000);
    expect(waiting?.refusal).toMatchObject({ code: 'too-many-requests' });
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
    expect(world.previews[0]).toMatchObject({ handedOver: true, closed: false });
  });

  it('turns everything off for somebody who wants in without it', async () => {
    const { entrance, world, way } = anEntrance();
    await entrance.check();
    await entrance.preview.turnOn('audio');
    await entrance.joinPlain(way(), ADA);
    expect(world.adopted).toEqual([[]]);
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
    expect(notices.getSnapshot()).toEqual([]);
    await next();
    expect(world.adopted).toEqual([['audio muted']]);
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
    expect(world.adopted).toEqual([[], ['audio muted']]);
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

  it('gives a meeting what is on when it begins, not what was on when it was asked for', async () => {
    const { entrance, world, way } = anEntrance();
    await entrance.check();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.wait = promise;
    await entrance.preview.turnOn('audio');
    const joining = entrance.join(way(), ADA);
    entrance.preview.turnOff('audio');
    await entrance.preview.turnOn('video');
    resolve(undefined);
    await joining;
    expect(world.adopted).toEqual([['video']]);
  });

  it('gives the meeting what opens only after it has begun, muted for somebody who looks at something else', async () => {
    const { entrance, world, notices, next, way } = anEntrance((each) => each.refusals.push('no-operator'));
    await entrance.check();
    await entrance.join(way(), ADA);
    world.hidden = true;
    await next();
    expect(notices.getSnapshot()).toEqual([]);
    const late = { kind: 'audio', enabled: true } as unknown as MediaStreamTrack;
    world.previews[0]?.heir?.take(late);
    world.previews[0]?.heir?.failed('video', new Error('gone'));
    expect(world.adopted).toEqual([['audio muted', 'no video']]);
    expect(notices.getSnapshot()).toHaveLength(1);
  });

  it('leaves a meeting at once that nobody waits for any more, and keeps the devices on', async () => {
    const { entrance, world, phase, next, way } = anEntrance((each) => each.refusals.push('no-operator'));
    await entrance.check();
    await entrance.preview.turnOn('audio');
    await entrance.join(way(), ADA);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.wait = promise;
    await next();
    entrance.login(way());
    resolve(undefined);
    await next();
    expect(phase()).toBe('login');
    expect(world.left).toBe(1);
    expect(world.adopted).toEqual([[]]);
    expect(world.previews[0]?.audio?.enabled).toBe(true);
  });

  it('does not go in any more when its page is left', async () => {
    const { entrance, world, phase, way } = anEntrance();
    await entrance.check();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.wait = promise;
    const joining = entrance.join(way(), ADA);
    entrance.close();
    resolve(undefined);
    await joining;
    expect(phase()).toBe('login');
    expect(world.left).toBe(1);
  });

  describe('while somebody takes their seat again and leaves', () => {
    /** Somebody whose microphone and camera were on, and whose meeting has ended. */
    async function ended() {
      const all = anEntrance();
      all.world.seat = { microphone: 'on', camera: 'on' };
      await all.entrance.check();
      await all.entrance.join(all.way(), ADA);
      return { ...all, ...Promise.withResolvers<undefined>() };
    }

    it('opens no more devices, and asks for no seat', async () => {
      const { entrance, world, phase, promise, resolve } = await ended();
      world.prepare = (preview) => {
        preview.wait = promise;
      };
      const rejoining = entrance.rejoin();
      entrance.leave();
      resolve(undefined);
      expect(await rejoining).toBeUndefined();
      expect(phase()).toBe('left');
      expect(world.asked).toHaveLength(1);
      expect(world.previews[1]).toMatchObject({ closed: true, video: undefined });
    });

    it('gives the seat back, unheard', async () => {
      const { entrance, world, phase, promise, resolve } = await ended();
      world.wait = promise;
      const rejoining = entrance.rejoin();
      await new Promise((done) => setTimeout(done));
      entrance.leave();
      resolve(undefined);
      expect(await rejoining).toBeUndefined();
      expect(phase()).toBe('left');
      expect(world.left).toBe(2);
      expect(world.adopted).toEqual([[], []]);
      expect(world.previews[1]?.closed).toBe(true);
    });

    it('does not say what refused it', async () => {
      const { entrance, world, promise, resolve } = await ended();
      world.wait = promise;
      world.refusals.push('group-full');
      const rejoining = entrance.rejoin();
      await new Promise((done) => setTimeout(done));
      entrance.leave();
      resolve(undefined);
      expect(await rejoining).toBeUndefined();
    });

    it('takes one seat for two requests', async () => {
      const { entrance, world } = await ended();
      await Promise.all([entrance.rejoin(), entrance.rejoin()]);
      expect(entrance.getSnapshot()).toMatchObject({ name: 'meeting' });
      // The seat before, and the one too many.
      expect(world.left).toBe(2);
    });
  });

  it('says which device did not open when the seat is taken again', async () => {
    const { entrance, world, notices, way } = anEntrance();
    await entrance.check();
    await entrance.join(way(), ADA);
    world.seat = { microphone: 'on', camera: 'on' };
    world.prepare = (preview) => (preview.refuses = ['video']);
    expect(await entrance.rejoin()).toBeUndefined();
    expect(world.adopted[1]).toEqual(['audio']);
    expect(notices.getSnapshot().map(({ kind }) => kind)).toEqual(['error']);
  });
});
