import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GroupAuthenticator } from '../access/authenticator.ts';
import { FailureLimiter } from '../access/failure-limiter.ts';
import { GroupEditor } from '../access/group-editor.ts';
import { GroupFiles } from '../access/group-files.ts';
import { Passwords } from '../access/passwords.ts';
import { SiteFile } from '../access/site-file.ts';
import { testFolder, testLog, type LogLine, type TestFolder } from '../access/testing.ts';
import { TokenEditor } from '../access/token-editor.ts';
import { TokenFile } from '../access/tokens.ts';
import { Gatekeeper } from './api/gatekeeper.ts';
import { LoginGuard } from './api/login-guard.ts';
import { buildWeb } from './application.ts';
import { addMetricsPage, type MetricsSource } from './metrics-page.ts';
import { bareWeb } from './testing.ts';

const FAR = '2099-01-01T00:00:00Z';

const TOKENS = [
  { token: 'scraper', group: '', includeSubgroups: true, permissions: ['admin'], expires: FAR },
  { token: 'weak', group: '', includeSubgroups: true, permissions: ['op'], expires: FAR },
  { token: 'tea-admin', group: 'tea', permissions: ['admin'], expires: FAR },
];

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

let folder: TestFolder;
let app: FastifyInstance;
let groups: GroupFiles;
let lines: LogLine[];
let asked: number;
let text: () => Promise<string>;

beforeEach(async () => {
  folder = await testFolder();
  asked = 0;
  text = () => Promise.resolve('evagore_members 3\n');
  const made = testLog();
  const { log } = made;
  lines = made.lines;
  const users = {
    root: { password: 'root', permissions: 'admin' },
    guest: { password: 'guest', permissions: 'op' },
  };
  await folder.write('config.json', { users });
  await folder.write('groups/tea.json', { users: { boss: { password: 'boss', permissions: 'admin' } } });
  await folder.write('tokens.jsonl', TOKENS.map((token) => `${JSON.stringify(token)}\n`).join(''));
  const passwords = new Passwords({ maxChecks: 2, maxQueued: 100 });
  const site = new SiteFile({ file: `${folder.path}/config.json`, passwords, log });
  const tokens = new TokenFile({ file: `${folder.path}/tokens.jsonl`, log });
  groups = new GroupFiles({ folder: `${folder.path}/groups`, log });
  app = await buildWeb(bareWeb({ log }));
  const source: MetricsSource = {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    text: () => {
      asked += 1;
      return text();
    },
  };
  const gatekeeper = new Gatekeeper({
    site,
    groups: new GroupEditor({ folder: `${folder.path}/groups`, passwords }),
    tokens: new TokenEditor(tokens),
    authenticator: new GroupAuthenticator({ groups, passwords, tokens, site }),
    logins: new LoginGuard(new FailureLimiter()),
  });
  addMetricsPage(app, source, gatekeeper);
});

afterEach(async () => {
  await app.close();
  groups.close();
  await folder.remove();
});

function scrape(authorization?: string) {
  const headers = authorization === undefined ? {} : { authorization };
  return app.inject({ method: 'GET', url: '/metrics', headers });
}

describe('The page of metrics', () => {
  it.each([
    ['an administrator’s password', basic('root', 'root')],
    ['an administrator’s token', 'Bearer scraper'],
  ])('is for %s', async (_what, authorization) => {
    const answer = await scrape(authorization);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe('evagore_members 3\n');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['nobody', undefined],
    ['a wrong password', basic('root', 'toor')],
    ['somebody who is no administrator', basic('guest', 'guest')],
    ['the administrator of a group', basic('boss', 'boss')],
    ['a token without admin', 'Bearer weak'],
    ['a token of a group', 'Bearer tea-admin'],
    ['an unknown token', 'Bearer opensesame'],
  ])('is not for %s, and says who may', async (_what, authorization) => {
    const answer = await scrape(authorization);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="metrics"/);
    expect(answer.body).not.toContain('evagore_members');
    expect(asked).toBe(0);
  });

  it('is not for those who keep guessing, even when they get it right', async () => {
    for (let i = 0; i < 12; i += 1) await scrape(basic('root', `guess-${i.toString()}`));
    const answer = await scrape(basic('root', 'root'));
    expect(answer.statusCode).toBe(429);
    expect(asked).toBe(0);
  });

  it('tells nobody why it fails, but the log', async () => {
    text = () => Promise.reject(new Error('inner trouble'));
    const answer = await scrape('Bearer scraper');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('inner trouble');
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('leaves no credentials in the log', async () => {
    await scrape('Bearer scraper');
    await scrape(basic('root', 'toor'));
    expect(JSON.stringify(lines)).not.toMatch(/scraper|toor/);
  });
});
