import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createConnection } from 'node:net';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Requests, routeOf } from './requests.ts';
import { readExposition, valueOf } from './testing/exposition.ts';

describe('The kind of an address', () => {
  it.each([
    ['/', 'page'],
    ['/nobody/knows/what', 'page'],
    ['/healthz', 'health'],
    ['/metrics?x=1', 'metrics'],
    ['/assets/main-4711.js', 'asset'],
    ['/public-groups.json', 'status'],
    ['/group/tea/.status', 'status'],
    ['/group/tea/party/.status.json', 'status'],
    ['/group/tea/.whip/4711', 'whip'],
    ['/group/tea/?token=secret', 'group'],
    ['/recordings/tea/1.webm', 'recordings'],
    ['/galene-api/v0/.groups/', 'galene-api'],
    ['/api/v1/groups', 'api'],
    ['', 'page'],
  ])('%s is %s', (url, route) => {
    expect(routeOf(url)).toBe(route);
  });
});

describe('HTTP requests', () => {
  let server: Server;
  let registry: Registry;

  beforeEach(async () => {
    registry = new Registry();
    server = createServer((request, response) => {
      if (request.url === '/slow') return;
      response.statusCode = request.url === '/group/none/' ? 404 : 200;
      response.end('done');
    });
    new Requests(registry).countAt(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function port(): number {
    return (server.address() as AddressInfo).port;
  }

  async function countOf(labels: Record<string, string>): Promise<number | undefined> {
    return valueOf(readExposition(await registry.metrics()), 'evagore_http_requests_total', labels);
  }

  it('are counted by kind and class, each once', async () => {
    const base = `http://127.0.0.1:${port().toString()}`;
    for (const path of ['/group/tea/', '/group/none/', '/group/tea/?token=secret']) {
      await (await fetch(`${base}${path}`)).text();
    }
    await vi.waitFor(async () => {
      expect(await countOf({ route: 'group', status: '2xx' })).toBe(2);
    });
    expect(await countOf({ route: 'group', status: '4xx' })).toBe(1);
    expect(await registry.metrics()).not.toMatch(/tea|secret/);
  });

  it('that end before they are answered are counted as aborted', async () => {
    const socket = createConnection(port(), '127.0.0.1');
    socket.write('GET /slow HTTP/1.1\r\nHost: here\r\n\r\n');
    await once(server, 'request');
    socket.destroy();
    await vi.waitFor(async () => {
      expect(await countOf({ route: 'page', status: 'aborted' })).toBe(1);
    });
  });
});
