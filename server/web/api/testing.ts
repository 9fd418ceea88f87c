import { GroupName, MemberId, type ActionResult, type MemberInfo } from '@evagore/shared';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { FailureLimiter } from '../../access/failure-limiter.ts';
import { GroupAuthenticator } from '../../access/authenticator.ts';
import { GroupEditor } from '../../access/group-editor.ts';
import { GroupFiles } from '../../access/group-files.ts';
import { Passwords } from '../../access/passwords.ts';
import { SiteFile } from '../../access/site-file.ts';
import { testFolder, testLog, type LogLine, type TestFolder } from '../../access/testing.ts';
import { TokenEditor } from '../../access/token-editor.ts';
import { TokenFile } from '../../access/tokens.ts';
import { BadValue, NoSuchAction, NoSuchGroup, NoSuchMember } from '../../core/errors.ts';
import { buildWeb, type WebOptions } from '../application.ts';
import { bareWeb } from '../testing.ts';
import type { AdminAction, LiveConference, LiveMember, LiveRoom, PlannedStop } from './live.ts';
import type { GroupStats } from './stats.ts';

/** What tests of the administrative APIs share: a server on real files in a folder of its own. */

const CLOSES_AT = Date.parse('2031-01-01T00:00:00Z');

/** A meeting that notes what is done to it. */
export class FakeConference implements LiveConference {
  readonly done: string[] = [];
  draining: PlannedStop | undefined;
  readonly #rooms = new Map<GroupName, LiveRoom>();

  add(name: string, room: Pick<LiveRoom, 'locked' | 'members'>): void {
    const group = GroupName.parse(name);
    this.#rooms.set(group, { name: group, ...room });
  }

  groups(): Iterable<LiveRoom> {
    return this.#rooms.values();
  }

  act(
    group: GroupName,
    administrator: string,
    { kind, value }: AdminAction,
  ): Promise<ActionResult | undefined> {
    return this.#attempt(() => {
      this.#room(group);
      if (kind === 'setdata' && typeof value !== 'object') throw new BadValue('the value must be an object');
      if (!['lock', 'setdata', 'maketoken', 'subgroups'].includes(kind)) throw new NoSuchAction(kind);
      this.done.push(`${administrator}: ${kind} ${group}`);
      return kind === 'subgroups' ? { subgroups: [] } : undefined;
    });
  }

  actOn(
    group: GroupName,
    administrator: string,
    member: MemberId,
    { kind, value }: AdminAction,
  ): Promise<ActionResult | undefined> {
    return this.#attempt(() => {
      if (!this.#room(group).members.has(member)) throw new NoSuchMember();
      if (kind !== 'kick') throw new NoSuchAction(kind);
      this.done.push(`${administrator}: ${kind} ${member} of ${group}: ${JSON.stringify(value)}`);
      return undefined;
    });
  }

  say(group: GroupName, administrator: string, text: string): Promise<void> {
    return this.#attempt(() => {
      this.#room(group);
      this.done.push(`${administrator}: says ${text} to ${group}`);
    });
  }

  drain(plan: { deadlineSeconds: number; message: string }): void {
    this.done.push(`drain in ${plan.deadlineSeconds.toString()} s`);
    this.draining = { closesAt: CLOSES_AT, message: plan.message };
  }

  cancelDrain(): void {
    this.draining = undefined;
  }

  stats(): Promise<readonly GroupStats[]> {
    return Promise.resolve([{ name: 'tea', clients: [{ id: 'm1' }] }]);
  }

  #room(group: GroupName): LiveRoom {
    const room = this.#rooms.get(group);
    if (room === undefined) throw new NoSuchGroup(group);
    return room;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- What is thrown is to be a rejection.
  async #attempt<Result>(what: () => Result): Promise<Result> {
    return what();
  }
}

export function aMember(id: string, more: Partial<MemberInfo> = {}): LiveMember {
  const info: MemberInfo = {
    id: MemberId.parse(id),
    username: 'ada',
    permissions: ['present'],
    data: {},
    streams: [],
    ...more,
  };
  return { info: () => info, joinedAt: CLOSES_AT, address: '192.0.2.9:4711', dialect: 'evagore-1' };
}

/** Who may do what in the test server; the password of everybody is their name. */
export const ROOT = basic('root', 'root');
export const TEA_ADMIN = basic('boss', 'boss');
export const TEA_OP = basic('olga', 'olga');
export const TEA_USER = basic('ada', 'ada');

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

const FAR = '2099-01-01T00:00:00Z';

/** Tokens of the test server. */
const TOKENS = [
  { token: 'all-powerful', group: '', includeSubgroups: true, permissions: ['admin'], expires: FAR },
  { token: 'not-below', group: '', permissions: ['admin'], expires: FAR },
  {
    token: 'expired',
    group: '',
    includeSubgroups: true,
    permissions: ['admin'],
    expires: '2001-01-01T00:00:00Z',
  },
  { token: 'endless', group: '', includeSubgroups: true, permissions: ['admin'] },
  { token: 'weak', group: '', includeSubgroups: true, permissions: ['op', 'present'], expires: FAR },
  { token: 'tea-admin', group: 'tea', permissions: ['admin'], expires: FAR },
  { token: 'tea-op', group: 'tea', username: 'olaf', permissions: ['op', 'token'], expires: FAR },
  { token: 'cake-guest', group: 'cake', permissions: ['present'], expires: FAR },
];

export const TEA = {
  displayName: 'Tea',
  users: {
    boss: { password: 'boss', permissions: 'admin' },
    olga: { password: 'olga', permissions: ['op', 'present', 'message', 'record'] },
    ada: { password: 'ada', permissions: 'present' },
    mute: { permissions: 'message' },
  },
  'wildcard-user': { password: { type: 'wildcard' }, permissions: 'observe' },
};

export interface TestServer {
  readonly app: FastifyInstance;
  readonly folder: TestFolder;
  readonly conference: FakeConference;
  readonly lines: LogLine[];
  /** @param request - Method and address: `GET /api/v1/groups`. */
  send(request: string, more?: Sent): Promise<LightMyRequestResponse>;
  writeSite(more?: object): Promise<string>;
  close(): Promise<void>;
}

export interface Sent {
  readonly as?: string | undefined;
  readonly headers?: Record<string, string>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: InjectOptions['payload'];
  readonly from?: string;
}

/** A server with the groups `tea`, `tea/party` and `cake`, whose files may be written. */
export async function testServer(more: Partial<WebOptions> = {}): Promise<TestServer> {
  const folder = await testFolder();
  const { log, lines } = testLog();
  const writeSite = (fields: object = {}) =>
    folder.write('data/config.json', {
      users: {
        root: { password: 'root', permissions: 'admin' },
        guest: { password: 'guest', permissions: 'op' },
      },
      writableGroups: true,
      allowAdminOrigin: ['https://admin.example'],
      allowOrigin: ['https://friend.example'],
      ...fields,
    });
  await writeSite();
  await folder.write('groups/tea.json', TEA);
  await folder.write('groups/tea/party.json', { public: true });
  await folder.write('groups/cake.json', { autolock: true });
  await folder.write('data/tokens.jsonl', TOKENS.map((token) => `${JSON.stringify(token)}\n`).join(''));

  const passwords = new Passwords({ maxChecks: 2, maxQueued: 100 });
  const groups = new GroupFiles({ folder: `${folder.path}/groups`, log });
  const tokens = new TokenFile({ file: `${folder.path}/data/tokens.jsonl`, log });
  const site = new SiteFile({ file: `${folder.path}/data/config.json`, passwords, log });
  // Nobody waits for the step after which a failure is told.
  const wait = () => Promise.resolve();
  const authenticator = new GroupAuthenticator({ groups, passwords, tokens, site, wait });
  const conference = new FakeConference();
  const app = await buildWeb(
    bareWeb({
      groups,
      log,
      site,
      failures: new FailureLimiter(),
      admin: {
        groups: new GroupEditor({ folder: `${folder.path}/groups`, passwords }),
        tokens: new TokenEditor(tokens),
        site,
        authenticator,
        conference,
      },
      recordings: { folder: `${folder.path}/recordings`, authenticator },
      ...more,
    }),
  );
  return {
    app,
    folder,
    conference,
    lines,
    writeSite,
    send(request, { as, headers = {}, json, body, from = '192.0.2.1' } = {}) {
      const [method = 'GET', url = '/'] = request.split(' ');
      const payload = json === undefined ? body : JSON.stringify(json);
      return app.inject({
        method: method as 'GET',
        url,
        remoteAddress: from,
        headers: {
          host: 'meet.example',
          ...(as !== undefined && { authorization: as }),
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(payload !== undefined && { payload }),
      });
    },
    async close() {
      await app.close();
      groups.close();
      await folder.remove();
    },
  };
}
