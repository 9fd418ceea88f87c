import type { FastifyInstance } from 'fastify';
import { GroupName } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseGroupFile, type FileDescription } from '../access/group-file.ts';
import { testFolder, testLog, type LogLine, type TestFolder } from '../access/testing.ts';
import { GroupBroken } from '../core/errors.ts';
import { buildWeb, type WebOptions } from './application.ts';

const GROUPS: Record<string, object> = {
  tea: { public: true, displayName: 'Tea', description: 'At five' },
  'a/b c': { public: true },
  private: { displayName: 'Private' },
  moved: {
    redirect: 'https://other.example/group/moved/',
    displayName: 'Moved',
    public: true,
    'max-clients': 3,
  },
  portal: { authServer: 'https://auth.example/token?x=1', authPortal: 'https://portal.example/' },
  open: { 'allow-anonymous': true, 'wildcard-user': {} },
};

function described(name: string): FileDescription | undefined {
  const content = GROUPS[name];
  return content === undefined ? undefined : parseGroupFile(JSON.stringify(content)).description;
}

let folder: TestFolder;
let app: FastifyInstance;
let lines: LogLine[];

async function open(more: Partial<WebOptions> = {}): Promise<FastifyInstance> {
  const made = testLog();
  lines = made.lines;
  app = await buildWeb({
    groups: {
      describe: (name) =>
        name === GroupName.parse('broken')
          ? Promise.reject(new GroupBroken(name, 'secret reason'))
          : Promise.resolve(described(name)),
      publicGroups: () => {
        const names = ['a/b c', 'moved', 'tea'].map((name) => GroupName.parse(name));
        return Promise.resolve(
          names.flatMap((name) => {
            const description = described(name);
            return description === undefined ? [] : [{ name, description }];
          }),
        );
      },
    },
    live: (name) => (name === GroupName.parse('tea') ? { clientCount: 3, locked: true } : undefined),
    health: () => ({ ok: true }),
    staticDir: folder.path,
    version: '1.2.3',
    log: made.log,
    trustProxy: [],
    pageRequestsPerMinute: 1_000,
    ...more,
  });
  return app;
}

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { host: 'meet.example:8443', ...headers } });

beforeEach(async () => {
  folder = await testFolder();
  await folder.write('index.html', '<!doctype html><title>client</title>');
  await folder.write('assets/main-1a2b3c.js', 'export {}');
  await folder.write('favicon.svg', '<svg/>');
  await folder.write('.secret', 'secret');
  await open();
});
afterEach(async () => {
  await app.close();
  await folder.remove();
});

describe('pages', () => {
  it('serves the web client at the root and for each group', async () => {
    for (const url of ['/', '/group/tea/', '/group/a/b%20c/', '/group/private/?token=x']) {
      const answer = await get(url);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toMatch(/^text\/html/);
      expect(answer.body).toContain('<title>client</title>');
    }
  });

  it('answers 404 with a page for a group that does not exist', async () => {
    const answer = await get('/group/nothing/');
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain('There is nothing here');
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
  });

  it('adds the slash, and loses the query', async () => {
    const answer = await get('/group/tea?token=x');
    expect(answer.statusCode).toBe(308);
    expect(answer.headers.location).toBe('/group/tea/');
  });

  it('sends people on to where a group is held', async () => {
    const answer = await get('/group/moved/');
    expect(answer.statusCode).toBe(308);
    expect(answer.headers.location).toBe('https://other.example/group/moved/');
  });

  it('answers 404 to everything that leads out of the names of groups', async () => {
    for (const url of [
      '/group/',
      '/group/..%2f..%2fetc/passwd',
      '/group/a%5cb/',
      '/group/a%00b/',
      '/group/tea/.other',
    ]) {
      expect((await get(url)).statusCode).toBe(404);
    }
  });

  it('finds groups with the longest names', async () => {
    const name = GroupName.parse('ü'.repeat(200));
    expect((await get(`/group/${encodeURIComponent(name)}`)).statusCode).toBe(308);
  });

  it('says nothing of why a group file is broken', async () => {
    const answer = await get('/group/broken/');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret reason');
    expect(answer.body).not.toMatch(/at .*\.ts/);
    expect(lines.some(({ level }) => level === 'error')).toBe(true);
  });

  it('says what to do where the client was not built', async () => {
    await app.close();
    await open({ staticDir: `${folder.path}/nowhere` });
    const answer = await get('/');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('npm start');
  });

  it('answers 400 to a plain request for the WebSocket', async () => {
    expect((await get('/ws')).statusCode).toBe(400);
  });

  it('answers 400 or 404 with a page to an address that is none', async () => {
    const answer = await get('/%E0%A4%A');
    expect([400, 404]).toContain(answer.statusCode);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
  });

  it('never puts what was asked for into the page', async () => {
    expect((await get('/%3Cscript%3E')).body).not.toContain('<script');
  });

  it('does not log the query, where tokens are', async () => {
    await get('/group/tea/?token=hunter2');
    expect(JSON.stringify(lines)).toContain('/group/tea/');
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });
});

describe('files', () => {
  it('may be kept forever where their name has a hash', async () => {
    expect((await get('/assets/main-1a2b3c.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
  });

  it('are checked again where they have none', async () => {
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('public, max-age=1800');
    expect((await get('/')).headers['cache-control']).toBe('no-cache');
  });

  it('need not be sent twice', async () => {
    const { etag } = (await get('/')).headers;
    expect((await get('/', { 'if-none-match': etag ?? '' })).statusCode).toBe(304);
  });

  it('that are hidden or outside of the folder do not exist', async () => {
    for (const url of ['/.secret', '/assets/..%2f..%2fetc/passwd', '/assets']) {
      expect((await get(url)).statusCode, url).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('.status', () => {
  it('tells of a public group who is there, and where to go', async () => {
    const answer = await get('/group/tea/.status');
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': expect.stringMatching(/^application\/json/) as string,
    });
    expect(answer.json()).toEqual({
      name: 'tea',
      location: 'http://meet.example:8443/group/tea/',
      endpoint: 'ws://meet.example:8443/ws',
      displayName: 'Tea',
      description: 'At five',
      clientCount: 3,
      locked: true,
    });
  });

  it('counts nobody in an empty public group', async () => {
    const answer = await get('/group/a/b%20c/.status');
    expect(answer.json()).toEqual({
      name: 'a/b c',
      location: 'http://meet.example:8443/group/a/b%20c/',
      endpoint: 'ws://meet.example:8443/ws',
      clientCount: 0,
    });
  });

  it('tells of a private group neither how many are there nor whether it is locked', async () => {
    const status: object = (await get('/group/private/.status')).json();
    expect(Object.keys(status)).toEqual(['name', 'location', 'endpoint', 'displayName']);
  });

  it('tells of a group that is held elsewhere no more than where', async () => {
    expect((await get('/group/moved/.status')).json()).toEqual({
      name: 'moved',
      redirect: 'https://other.example/group/moved/',
      displayName: 'Moved',
    });
  });

  it('tells where tokens come from', async () => {
    expect((await get('/group/portal/.status')).json()).toMatchObject({
      authServer: 'https://auth.example/token?x=1',
      authPortal: 'https://portal.example/',
    });
  });

  it('tells where nobody need have a name', async () => {
    expect((await get('/group/open/.status')).json()).toMatchObject({ anonymous: true });
    expect((await get('/group/tea/.status')).json()).not.toHaveProperty('anonymous');
  });

  it('is found by its other name', async () => {
    const answer = await app.inject({ method: 'HEAD', url: '/group/tea/.status.json' });
    expect(answer.statusCode).toBe(308);
    expect(answer.headers.location).toBe('.status');
  });

  it('answers 404 in JSON for a group that does not exist', async () => {
    const answer = await get('/group/nothing/.status');
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ status: 404, title: 'Not Found' });
  });

  it('is built on the public address where there is one', async () => {
    await app.close();
    await open({ publicUrl: 'https://p.example/x/' });
    expect((await get('/group/tea/.status')).json()).toMatchObject({
      location: 'https://p.example/x/group/tea/',
      endpoint: 'wss://p.example/x/ws',
    });
  });

  it('believes a trusted proxy about scheme and host, and no other', async () => {
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'public.example' };
    expect((await get('/group/tea/.status', forwarded)).json()).toMatchObject({
      endpoint: 'ws://meet.example:8443/ws',
    });
    await app.close();
    await open({ trustProxy: ['loopback'] });
    expect((await get('/group/tea/.status', forwarded)).json()).toMatchObject({
      endpoint: 'wss://public.example/ws',
    });
  });

  it('refuses a host that makes no address', async () => {
    expect((await get('/group/tea/.status', { host: 'a"b' })).statusCode).toBe(400);
  });
});

describe('/public-groups.json', () => {
  it('lists the public groups in their order', async () => {
    const answer = await get('/public-groups.json');
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.json()).toMatchObject([
      { name: 'a/b c', clientCount: 0 },
      { name: 'moved', redirect: 'https://other.example/group/moved/' },
      { name: 'tea', clientCount: 3, locked: true },
    ]);
  });
});

describe('/healthz', () => {
  it('says that all is well', async () => {
    const answer = await get('/healthz');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ status: 'ok', version: '1.2.3' });
  });

  it('answers 503 while the server cannot hold meetings', async () => {
    await app.close();
    await open({ health: () => ({ ok: false, reason: 'no media worker' }) });
    const answer = await get('/healthz');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ status: 'unavailable', version: '1.2.3', reason: 'no media worker' });
  });
});

describe('headers', () => {
  it('let pages run nothing but the files of this server', async () => {
    for (const url of ['/', '/group/tea/', '/nothing', '/favicon.svg']) {
      const policy = String((await get(url)).headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      // WebAssembly alone is allowed beyond files: no script of text.
      expect(policy).not.toContain("'unsafe-");
    }
  });

  it('let pages use camera, microphone and screen, and frames in them not', async () => {
    const policy = (await get('/')).headers['permissions-policy'];
    expect(policy).toMatch(/camera=\(self\), microphone=\(self\), display-capture=\(self\)/);
  });

  it('keep addresses with invitations to themselves', async () => {
    expect((await get('/group/tea/')).headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  it('let the page of a group ask its token server', async () => {
    const policy = String((await get('/group/portal/')).headers['content-security-policy']);
    expect(policy).toContain("connect-src https://auth.example/token 'self' ws: wss:");
  });

  it('do not insist on HTTPS over plain HTTP', async () => {
    expect((await get('/')).headers).not.toHaveProperty('strict-transport-security');
  });
});

describe('limits', () => {
  it('answer 429 with a page to who asks too often, and to nobody else', async () => {
    await app.close();
    await open({ pageRequestsPerMinute: 2 });
    const from = (remoteAddress: string, url: string) => app.inject({ url, remoteAddress });
    for (const url of ['/', '/nothing']) await from('192.0.2.1', url);
    for (const url of ['/', '/nothing', '/group/tea/']) {
      const answer = await from('192.0.2.1', url);
      expect(answer.statusCode).toBe(429);
      expect(answer.headers['retry-after']).toBeDefined();
      expect(answer.body).toContain('Slow down');
    }
    expect((await from('192.0.2.2', '/')).statusCode).toBe(200);
    expect((await from('192.0.2.1', '/assets/main-1a2b3c.js')).statusCode).toBe(200);
    expect((await from('192.0.2.1', '/healthz')).statusCode).toBe(200);
  });

  it('count the addresses of one IPv6 network together', async () => {
    await app.close();
    await open({ pageRequestsPerMinute: 1 });
    await app.inject({ url: '/', remoteAddress: '2001:db8::1' });
    expect((await app.inject({ url: '/', remoteAddress: '2001:db8::2' })).statusCode).toBe(429);
  });
});
