import { createServer } from 'node:net';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { testFolder, type TestFolder } from '../access/testing.ts';
import { StartError } from '../config/start-error.ts';
import { buildWeb } from './application.ts';
import { listen } from './listen.ts';
import { bareWeb, rawRequest } from './testing.ts';

let folder: TestFolder;
let app: FastifyInstance;
beforeEach(async () => {
  folder = await testFolder();
  await folder.write('public/index.html', 'client');
  await folder.write('outside.txt', 'out of bounds');
  app = await buildWeb(bareWeb({ staticDir: `${folder.path}/public` }));
});
afterEach(async () => {
  await app.close();
  await folder.remove();
});

const request = (port: number, target: string) =>
  rawRequest(port, `GET ${target} HTTP/1.1\nHost: localhost\nConnection: close`);

describe('listen', () => {
  it('finds a free port, on all addresses', async () => {
    const port = await listen(app, { httpPort: 0 });
    expect(await (await fetch(`http://127.0.0.1:${port.toString()}/`)).text()).toBe('client');
  });

  it('listens on one address if told so', async () => {
    const port = await listen(app, { httpHost: 'localhost', httpPort: 0 });
    expect((await fetch(`http://127.0.0.1:${port.toString()}/`)).status).toBe(200);
    expect(app.addresses()).toHaveLength(1);
  });

  it('says in a sentence that the port is in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const error: unknown = await listen(app, { httpHost: '127.0.0.1', httpPort: port }).catch(
      (e: unknown) => e,
    );
    other.close();
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({
      code: 'port-in-use',
      message: expect.stringMatching(
        new RegExp(`^Port ${port.toString()} of 127.0.0.1 is in use .*--http-port`),
      ) as string,
    });
  });

  it('says in a sentence that the machine has no such address', async () => {
    const error: unknown = await listen(app, { httpHost: '192.0.2.1', httpPort: 0 }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'address-unavailable' });
  });

  it('closes although somebody keeps a connection', async () => {
    const port = await listen(app, { httpPort: 0 });
    await fetch(`http://127.0.0.1:${port.toString()}/`);
    const start = Date.now();
    await app.close();
    expect(Date.now() - start).toBeLessThan(1_000);
  });
});

describe('a request as it comes over the wire', () => {
  const pieces = fc.constantFrom(
    '..',
    '%2e%2e',
    '.%2e',
    '/',
    '//',
    '%2f',
    '\\',
    '%5c',
    '%00',
    'group',
    'a',
    'outside.txt',
    '?',
    '%',
  );

  it('never reaches a file outside of the served folder', async () => {
    const port = await listen(app, { httpPort: 0 });
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 8 }), async (some) => {
        const answer = await request(port, `/${some.join('')}`);
        expect(answer).toMatch(/^HTTP\/1\.1 (200|30[18]|40[0-9])/);
        expect(answer).not.toContain('out of bounds');
      }),
      tries(200),
    );
  });

  it('finds nothing above a group', async () => {
    const port = await listen(app, { httpPort: 0 });
    for (const target of [
      '/group/../',
      '/group/%2e%2e/',
      '/group/a/../../',
      '/group/%2e%2e%2fx/',
      '/../outside.txt',
    ]) {
      expect(await request(port, target), target).toMatch(/^HTTP\/1\.1 40[034]/);
    }
  });
});
