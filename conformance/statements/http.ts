import assert from 'node:assert/strict';
import { mkdir, writeFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { PASSWORD, standardGroup } from '../groups.ts';
import { upgradeStatus } from '../dialects/socket.ts';
import type { Stage } from '../stage.ts';
import { hostOf, socketUrl } from '../target.ts';
import { NotApplicable, type Statement } from './statement.ts';

const BOTH = ['galene', 'native'] as const;

/** What Galène's own pages are allowed to do. */
const STOCK_POLICY =
  "connect-src ws: wss: 'self'; img-src 'self'; media-src blob: 'self'; script-src 'unsafe-eval' 'self'; default-src 'self'";

/** Pages, status, lists, upgrade and recordings over HTTP. */
export const HTTP_STATEMENTS: readonly Statement[] = [
  {
    id: 'C1',
    title: "A group's page without its slash is redirected, and loses the query",
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      for (const query of ['', '?token=abc']) {
        const { status, headers } = await stage.http(`/group/${group}${query}`);
        assert.equal(status, 308);
        assert.equal(headers.location, `/group/${group}/`);
      }
    },
  },
  {
    id: 'C2',
    title: "A group's page is HTML; its policy lets it talk to the server and to authServer",
    dialects: BOTH,
    leavesOut: 'the exact policy is asked of Galène itself alone; other servers have other pages',
    async run(stage) {
      const plain = await stage.group();
      const { status, headers } = await stage.http(`/group/${plain}/`);
      assert.equal(status, 200);
      assert.match(headers['content-type'] ?? '', /^text\/html/);
      const policy = policyOf(headers['content-security-policy']);
      if (stage.target.isReference) assert.equal(policy, STOCK_POLICY);
      const sources = connectSources(policy);
      for (const source of ['ws:', 'wss:', "'self'"])
        assert.ok(sources.includes(source), `${source} in ${policy}`);

      const authServer = 'https://auth.example.org/login';
      const guarded = await stage.group(standardGroup({ authServer }));
      const page = await stage.http(`/group/${guarded}/`);
      assert.equal(connectSources(policyOf(page.headers['content-security-policy']))[0], authServer);
    },
  },
  {
    id: 'C3',
    title: 'Of a group that does not exist there is no page, status or WHIP endpoint',
    dialects: BOTH,
    async run(stage) {
      const name = stage.name('missing');
      const offer = { method: 'POST', headers: { 'content-type': 'application/sdp' }, body: 'v=0\r\n' };
      assert.equal((await stage.http(`/group/${name}/`)).status, 404, 'page');
      assert.equal((await stage.http(`/group/${name}/.status`)).status, 404, '.status');
      assert.equal((await stage.http(`/group/${name}/.whip`, offer)).status, 404, '.whip');
    },
  },
  {
    id: 'C4',
    title: 'A group that is held elsewhere says where, and little else',
    dialects: BOTH,
    async run(stage) {
      const redirect = 'https://elsewhere.example.org/group/x/';
      const group = await stage.group(
        standardGroup({ redirect, displayName: 'Name', description: 'Text', public: true }),
      );
      const page = await stage.http(`/group/${group}/`);
      assert.equal(page.status, 308);
      assert.equal(page.headers.location, redirect);
      const status = await stage.status(group);
      assert.deepEqual(status, { name: group, redirect, displayName: 'Name', description: 'Text' });
    },
  },
  {
    id: 'C5',
    title: 'Strangers learn the head-count of public groups alone, be it 0',
    dialects: BOTH,
    async run(stage) {
      const hidden = await stage.group(standardGroup());
      const shown = await stage.group(standardGroup({ public: true }));
      await stage.member(hidden, 'op');
      const told = await stage.status(hidden);
      assert.ok(!('clientCount' in told) && !('locked' in told), JSON.stringify(told));
      assert.equal((await stage.status(shown))['clientCount'], 0);
      const operator = await stage.member(shown, 'op');
      assert.equal((await operator.groupAction('lock')).refusal, undefined);
      const { clientCount, locked } = await stage.status(shown);
      assert.deepEqual({ clientCount, locked }, { clientCount: 1, locked: true });
    },
  },
  {
    id: 'C6',
    title: 'A status says where the page and the websocket are; .status.json leads to .status',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const base = stage.target.baseUrl;
      const { status, headers, text } = await stage.http(`/group/${group}/.status`);
      assert.equal(status, 200);
      assert.match(headers['content-type'] ?? '', /^application\/json/);
      assert.equal(headers['cache-control'], 'no-cache');
      const { name, location, endpoint } = JSON.parse(text) as Record<string, unknown>;
      assert.deepEqual(
        { name, location, endpoint },
        { name: group, location: `${base}/group/${group}/`, endpoint: socketUrl(stage.target) },
      );
      const old = await stage.http(`/group/${group}/.status.json`, { method: 'HEAD' });
      assert.equal(old.status, 308);
      const to = new URL(old.headers.location ?? '', `${base}/group/${group}/.status.json`);
      assert.equal(to.pathname, `/group/${group}/.status`);
    },
  },
  {
    id: 'C7',
    title: 'proxyURL is the base of published addresses, with its path',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      await stage.configure({ proxyURL: 'https://p.example/x/' });
      await stage.until('the status has the other base', async () => {
        return (await stage.status(group))['location'] === `https://p.example/x/group/${group}/`;
      });
      assert.equal((await stage.status(group))['endpoint'], 'wss://p.example/x/ws');
    },
  },
  {
    id: 'C8',
    title: 'Requests for another host than canonicalHost are sent there, but for the websocket and the APIs',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      await stage.configure({ canonicalHost: 'meet.example.org' });
      await stage.until('requests are redirected', async () => (await stage.http('/')).status === 301);
      for (const at of ['/', `/group/${group}/`, `/group/${group}/.status`, `/recordings/${group}/`]) {
        const { status, headers } = await stage.http(`${at}?q=1`);
        assert.deepEqual([status, headers.location], [301, `https://meet.example.org${at}`]);
      }
      const same = await stage.http(`/group/${group}/`, { headers: { host: 'MEET.example.org' } });
      assert.equal(same.status, 200);
      assert.equal((await stage.http('/public-groups.json')).status, 200);
      assert.equal((await stage.api('.groups/')).status, 200);
      assert.equal(await upgradeStatus(socketUrl(stage.target)), 101);
    },
  },
  {
    id: 'C9',
    title: 'The list of groups has the public ones alone, by name',
    dialects: BOTH,
    async run(stage) {
      const before = await publicGroups(stage);
      if (before.length === 0) assert.equal((await stage.http('/public-groups.json')).text.trim(), '[]');
      const hidden = await stage.group(standardGroup());
      const last = await stage.group(standardGroup({ public: true, displayName: 'Last' }));
      const first = stage.name('');
      await stage.writeGroup(first, standardGroup({ public: true }));
      // A server may look for new groups now and then only.
      await stage.until('the public groups are listed', async () => {
        const names = (await publicGroups(stage)).map(({ name }) => name);
        return names.includes(first) && names.includes(last);
      });
      const listed = await publicGroups(stage);
      const names = listed.map(({ name }) => name);
      assert.deepEqual(names, [...names].sort(), 'sorted by name');
      assert.ok(!names.includes(hidden), 'the others are not listed');
      const { location, clientCount, displayName } = listed.find(({ name }) => name === last) ?? {};
      assert.deepEqual(
        { location, clientCount, displayName },
        { location: `${stage.target.baseUrl}/group/${last}/`, clientCount: 0, displayName: 'Last' },
      );
    },
  },
  {
    id: 'C10',
    title: 'Pages of other origins may not open the websocket unless they are listed',
    dialects: BOTH,
    async run(stage) {
      await stage.configure({ allowOrigin: ['https://friend.example'] });
      const url = socketUrl(stage.target);
      await stage.until(
        'the listed origin is let in',
        async () => (await upgradeStatus(url, 'https://friend.example')) === 101,
      );
      assert.equal(await upgradeStatus(url), 101, 'without an origin');
      assert.equal(await upgradeStatus(url, `http://${hostOf(stage.target)}`), 101, 'of the same host');
      for (const origin of ['https://stranger.example', 'null', 'https://friend.example.evil.example']) {
        assert.equal(await upgradeStatus(url, origin), 403, origin);
      }
    },
  },
  {
    id: 'C11',
    title: 'Recordings are shown to those who may record, and can be deleted by them',
    dialects: BOTH,
    async run(stage) {
      const { recordingsDir } = stage.target;
      if (recordingsDir === undefined) throw new NotApplicable('no folder of recordings is known');
      const group = await stage.group(standardGroup({ 'allow-recording': true }));
      const folder = path.join(recordingsDir, group);
      await mkdir(folder);
      await writeFile(path.join(folder, 'a.webm'), 'not really a film');
      try {
        await lookAtRecordings(stage, group);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  },
  {
    id: 'C12',
    title: 'Names with a backslash or a way up name no group, by HTTP or websocket',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      for (const name of [`a%5c${group}`, `..%5c${group}`, `x/%2e%2e/${group}`, `%2e%2e/groups/${group}`]) {
        for (const resource of ['', '.status']) {
          const { status } = await stage.http(`/group/${name}/${resource}`);
          assert.ok(status >= 300, `${name}/${resource} is answered with ${status.toString()}`);
        }
      }
      for (const name of [
        `a\\${group}`,
        `x/../${group}`,
        `../groups/${group}`,
        `./${group}`,
        '..',
        `${group}/`,
      ]) {
        const refusal = await stage.refused(await stage.actor(), {
          group: name,
          username: 'op',
          password: PASSWORD,
        });
        stage.expectRefusal(refusal, {
          galene: 'illegal group name',
          native: ['bad-group-name', 'bad-message'],
        });
      }
    },
  },
  {
    id: 'C13',
    title: "The server's figures are for administrators",
    dialects: BOTH,
    async run(stage) {
      assert.equal((await stage.http('/stats')).status, 404);
      const { status, headers } = await stage.http('/galene-api/v0/.stats');
      assert.equal(status, 401);
      assert.match(headers['www-authenticate'] ?? '', /^basic realm="\/galene-api\/"(,|$)/i);
      const group = await stage.group();
      const alice = await stage.member(group, 'alice');
      const stats = await stage.api('.stats');
      assert.equal(stats.status, 200);
      const groups = JSON.parse(stats.text) as { name: string; clients?: { id: string }[] }[];
      assert.deepEqual(
        groups.find(({ name }) => name === group)?.clients?.map(({ id }) => id),
        [alice.id],
      );
    },
  },
];

async function lookAtRecordings(stage: Stage, group: string): Promise<void> {
  const at = `/recordings/${group}/`;
  const stranger = await stage.http(at);
  assert.equal(stranger.status, 401);
  assert.match(
    stranger.headers['www-authenticate'] ?? '',
    new RegExp(`^basic realm="recordings/${group}"(,|$)`, 'i'),
  );
  const alice = { username: 'alice', password: PASSWORD };
  assert.equal((await stage.http(at, { as: alice })).status, 401, 'who may not record');
  const op = { username: 'op', password: PASSWORD };
  const list = await stage.http(at, { as: op });
  assert.equal(list.status, 200);
  assert.match(list.text, /a\.webm/);
  assert.equal((await stage.http(`${at}a.webm`)).status, 401, 'the file itself');
  const file = await stage.http(`${at}a.webm`, { as: op, headers: { range: 'bytes=4-9' } });
  assert.deepEqual([file.status, file.text], [206, 'really']);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const question = { method: 'POST', as: op, headers: form, body: 'q=delete&filename=a.webm' };
  const deletion = await stage.http(at, question);
  assert.deepEqual([deletion.status, deletion.headers.location], [303, at]);
  assert.equal((await stage.http(`${at}a.webm`, { as: op })).status, 404, 'the deleted file');
}

function policyOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : (header ?? []).join('; ');
}

function connectSources(policy: string): string[] {
  const directive = policy.split(';').find((text) => text.trim().startsWith('connect-src '));
  return directive?.trim().split(/\s+/).slice(1) ?? [];
}

async function publicGroups(stage: Stage): Promise<Record<string, unknown>[]> {
  const { status, text } = await stage.http('/public-groups.json');
  assert.equal(status, 200);
  return JSON.parse(text) as Record<string, unknown>[];
}
