import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseGroupFile } from '../access/group-file.ts';
import { testFolder, type TestFolder } from '../access/testing.ts';
import { buildWeb } from './application.ts';
import { StaticFolder } from './static-folder.ts';
import { bareWeb } from './testing.ts';

const POLICY =
  "connect-src ws: wss: 'self'; img-src 'self'; media-src blob: 'self'; script-src 'unsafe-eval' 'self'; default-src 'self'";

const GROUPS: Record<string, object> = {
  tea: { displayName: 'Tea' },
  'a/b c': {},
  moved: { redirect: 'https://other.example/group/moved/' },
  portal: { authServer: 'https://auth.example/token?x=1' },
};

let place: TestFolder;
let app: FastifyInstance;

beforeEach(async () => {
  place = await testFolder();
  await place.write('ours/index.html', 'our page');
  await place.write('ours/assets/main-1a2b.js', 'our script');
  await place.write('ours/favicon.svg', 'our icon');
  await place.write('guest/index.html', 'their landing page');
  await place.write('guest/galene.html', 'their meeting');
  await place.write('guest/protocol.js', 'their script');
  await place.write('guest/favicon.svg', 'their icon');
  await place.write('guest/third-party/x/x.css', 'their style');
  await place.write('guest/example/index.html', 'their example');
  await place.write('guest/ws', 'no socket');
  await place.write('guest/healthz', 'no health');
  await place.write('guest/.env', 'their secret');
  await place.write('other/index.html', 'another landing page');
});
afterEach(async () => {
  await app.close();
  await place.remove();
});

async function open(...folders: [prefix: string, dir: string][]): Promise<void> {
  app = await buildWeb(
    bareWeb({
      groups: {
        describe: (name) => {
          const content = GROUPS[name];
          return Promise.resolve(content && parseGroupFile(JSON.stringify(content)).description);
        },
        publicGroups: () => Promise.resolve([]),
      },
      staticDir: path.join(place.path, 'ours'),
      staticFolders: folders.map(
        ([prefix, dir]) => new StaticFolder({ prefix, dir: path.join(place.path, dir) }),
      ),
    }),
  );
}

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { host: 'meet.example', ...headers } });

/** What is answered, by path: the text, or else the status. */
async function expectAnswers(answers: Record<string, string | number>): Promise<void> {
  const found = await Promise.all(
    Object.keys(answers).map(async (url) => {
      const { statusCode, body } = await get(url);
      return [url, statusCode === 200 ? body : statusCode];
    }),
  );
  expect(Object.fromEntries(found)).toEqual(answers);
}

describe('a folder at the root', () => {
  beforeEach(() => open(['/', 'guest']));

  it('takes the place of the pages of the server, and its own files come after', () =>
    expectAnswers({
      '/': 'their landing page',
      '/index.html': 'their landing page',
      '/protocol.js': 'their script',
      '/third-party/x/x.css': 'their style',
      '/favicon.svg': 'their icon',
      '/assets/main-1a2b.js': 'our script',
      '/group/tea/': 'their meeting',
      '/group/a/b%20c/?token=x': 'their meeting',
      '/example/': 'their example',
      '/nothing.js': 404,
    }));

  it('never takes what the server answers by itself', async () => {
    await expectAnswers({ '/ws': 400, '/group/nothing/': 404 });
    expect((await get('/healthz')).json()).toMatchObject({ status: 'ok' });
    expect((await get('/group/tea/.status')).json()).toMatchObject({ name: 'tea' });
    expect((await get('/public-groups.json')).json()).toEqual([]);
    expect((await get('/group/moved/')).headers.location).toBe('https://other.example/group/moved/');
    expect((await get('/group/tea')).headers.location).toBe('/group/tea/');
  });

  it('hides what is hidden, and what lies elsewhere', () =>
    expectAnswers({
      '/.env': 404,
      '/%2eenv': 404,
      '/third-party/..%2f.env': 404,
      '/..%2fours%2ffavicon.svg': 404,
      '/third-party%2f..%2f..%2fours/index.html': 404,
      '/protocol.js%00': 404,
      '/third-party': 404,
      '/third-party/': 404,
    }));

  it('has the policy that its pages were written for, on every file', async () => {
    for (const url of ['/', '/group/tea/', '/protocol.js', '/example/']) {
      expect((await get(url)).headers).toMatchObject({
        'content-security-policy': POLICY,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cache-control': 'max-age=1800',
        etag: expect.stringMatching(/^"\d+-\d+"$/) as string,
        'last-modified': expect.stringMatching(/ GMT$/) as string,
      });
    }
  });

  it('lets the page of a group ask its token server, and no other page', async () => {
    const policy = String((await get('/group/portal/')).headers['content-security-policy']);
    expect(policy).toBe(POLICY.replace('connect-src', 'connect-src https://auth.example/token'));
    expect((await get('/')).headers['content-security-policy']).toBe(POLICY);
  });

  it('sends the smaller copy of a file to whoever takes it, with the lifetime of the file', async () => {
    await place.write('ours/assets/main-1a2b.js.br', 'our script, smaller');
    const url = '/assets/main-1a2b.js';
    const common = { vary: 'accept-encoding', 'cache-control': 'public, max-age=31536000, immutable' };
    const small = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
    expect(small.body).toBe('our script, smaller');
    expect(small.headers).toMatchObject({ ...common, 'content-encoding': 'br' });
    expect(small.headers['content-type']).toContain('javascript');
    const large = await app.inject({ url, headers: { 'accept-encoding': 'identity' } });
    expect(large.body).toBe('our script');
    expect(large.headers).toMatchObject(common);
    expect(large.headers['content-encoding']).toBeUndefined();
  });

  it('leaves the policy of our own files and answers as it is', async () => {
    for (const url of ['/assets/main-1a2b.js', '/nothing', '/group/tea/.status', '/healthz']) {
      expect((await get(url)).headers['content-security-policy']).not.toContain("'unsafe-eval'");
    }
  });

  it('says of what kind a file is', async () => {
    for (const [url, type] of [
      ['/', 'text/html'],
      ['/group/tea/', 'text/html'],
      ['/protocol.js', 'javascript'],
      ['/third-party/x/x.css', 'text/css'],
    ] as const) {
      expect((await get(url)).headers['content-type']).toContain(type);
    }
  });

  it('sends nothing twice', async () => {
    for (const url of ['/protocol.js', '/group/tea/']) {
      const { etag = '', 'last-modified': modified = '' } = (await get(url)).headers;
      const unchanged = await get(url, { 'if-none-match': `"other", ${etag}` });
      expect(unchanged.statusCode).toBe(304);
      expect(unchanged.headers).toMatchObject({ etag, 'cache-control': 'max-age=1800' });
      expect(unchanged.body).toBe('');
      expect((await get(url, { 'if-modified-since': modified })).statusCode).toBe(304);
      // A tag says more than a time.
      const changed = { 'if-none-match': '"other"', 'if-modified-since': modified };
      expect((await get(url, changed)).statusCode).toBe(200);
    }
  });

  it('sends a part where one is asked for', async () => {
    const answer = await get('/protocol.js', { range: 'bytes=0-4' });
    expect(answer.statusCode).toBe(206);
    expect(answer.body).toBe('their');
  });

  it('answers HEAD without a body, and no other method', async () => {
    const head = await app.inject({ method: 'HEAD', url: '/protocol.js' });
    expect(head.statusCode).toBe(200);
    expect(head.headers['content-length']).toBe('12');
    expect(head.body).toBe('');
    for (const method of ['POST', 'PUT', 'DELETE'] as const) {
      expect((await app.inject({ method, url: '/protocol.js' })).statusCode).toBe(404);
    }
  });

  it('adds the slash to the address of a folder', async () => {
    const answer = await get('/example');
    expect(answer.statusCode).toBe(308);
    expect(answer.headers.location).toBe('/example/');
    expect((await get('//evil.example')).statusCode).toBe(404);
  });
});

describe('a folder with a prefix', () => {
  beforeEach(() => open(['/classic/', 'guest']));

  it('stands beside our pages', () =>
    expectAnswers({
      '/': 'our page',
      '/group/tea/': 'our page',
      '/classic/': 'their landing page',
      '/classic/protocol.js': 'their script',
      '/classic/favicon.svg': 'their icon',
      '/classic/group/tea/': 'their meeting',
      '/classic/group/a/b%20c/': 'their meeting',
      '/classic/group/nothing/': 404,
      '/classic/group/tea/.whip': 404,
      '/classic/.env': 404,
      '/classic/nothing': 404,
    }));

  it('gives its pages what they load by absolute paths, after what is ours', () =>
    expectAnswers({
      '/protocol.js': 'their script',
      '/third-party/x/x.css': 'their style',
      '/favicon.svg': 'our icon',
      '/index.html': 'our page',
      '/.env': 404,
    }));

  it('has the status of groups beside their pages, with the endpoint that holds for all', async () => {
    expect((await get('/classic/group/tea/.status')).json()).toEqual({
      name: 'tea',
      location: 'http://meet.example/group/tea/',
      endpoint: 'ws://meet.example/ws',
      displayName: 'Tea',
    });
    expect((await get('/classic/group/tea/.status.json')).headers.location).toBe('.status');
  });

  it('keeps the prefix where it sends people on', async () => {
    for (const [url, to] of [
      ['/classic', '/classic/'],
      ['/classic/example', '/classic/example/'],
      ['/classic/group', '/classic/group/'],
      ['/classic/group/tea', '/classic/group/tea/'],
      ['/classic/group/a//b%20c', '/classic/group/a/b%20c/'],
      ['/classic/group/moved/', 'https://other.example/group/moved/'],
    ] as const) {
      expect((await get(url)).headers.location).toBe(to);
    }
  });

  it('leaves our policy on our pages', async () => {
    expect((await get('/classic/group/tea/')).headers['content-security-policy']).toBe(POLICY);
    for (const url of ['/', '/group/tea/', '/classic/nothing', '/classic/group/tea/.status']) {
      expect((await get(url)).headers['content-security-policy']).not.toContain("'unsafe-eval'");
    }
  });
});

describe('several folders', () => {
  it('are asked in their order', async () => {
    await open(['/', 'other'], ['/', 'guest'], ['/classic/', 'guest']);
    await expectAnswers({
      '/': 'another landing page',
      '/protocol.js': 'their script',
      '/group/tea/': 'their meeting',
      '/classic/': 'their landing page',
    });
  });

  it('without a page for groups leave it to the next, and at a prefix there is none', async () => {
    await open(['/', 'other'], ['/plain/', 'other']);
    await expectAnswers({
      '/group/tea/': 'our page',
      '/plain/': 'another landing page',
      '/plain/group/tea/': 404,
    });
  });
});

it('what is not a page counts as one of the many files that pages come with', async () => {
  app = await buildWeb(
    bareWeb({
      staticDir: path.join(place.path, 'ours'),
      staticFolders: [new StaticFolder({ prefix: '/', dir: path.join(place.path, 'guest') })],
      pageRequestsPerMinute: 1,
    }),
  );
  const statuses = async (...urls: string[]) => {
    const found = [];
    for (const url of urls) found.push((await get(url)).statusCode);
    return found;
  };
  expect(await statuses('/', '/', '/protocol.js', '/third-party/x/x.css')).toEqual([200, 429, 200, 200]);
});
