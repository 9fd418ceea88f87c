import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { StartError } from '../config/start-error.ts';
import { FakeLog } from '../core/testing/fakes.ts';
import { listenForMetrics, type MetricsListener, type MetricsListenerOptions } from './listener.ts';

const METRICS: MetricsListenerOptions['metrics'] = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  text: () => Promise.resolve('evagore_members 3\n'),
};

describe('The listener for metrics', () => {
  const open: MetricsListener[] = [];
  const log = new FakeLog();

  afterEach(async () => {
    await Promise.all(open.splice(0).map((listener) => listener.close()));
    log.lines.length = 0;
  });

  async function listening(changes: Partial<MetricsListenerOptions> = {}): Promise<MetricsListener> {
    const options = { metrics: METRICS, host: '127.0.0.1', port: 0, log, ...changes };
    const listener = await listenForMetrics(options);
    open.push(listener);
    return listener;
  }

  function ask({ port }: MetricsListener, path: string, method = 'GET'): Promise<Response> {
    return fetch(`http://127.0.0.1:${port.toString()}${path}`, { method });
  }

  it('tells the metrics without credentials', async () => {
    const answer = await ask(await listening(), '/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(METRICS.contentType);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toBe('evagore_members 3\n');
  });

  it.each([
    ['GET', '/', 404],
    ['GET', '/metrics/more', 404],
    ['GET', '/healthz', 404],
    ['POST', '/metrics', 405],
    ['DELETE', '/metrics', 405],
    ['HEAD', '/metrics', 200],
    ['GET', '/metrics?name=any', 200],
  ])('answers %s %s with %i', async (method, path, status) => {
    expect((await ask(await listening(), path, method)).status).toBe(status);
  });

  it('says nothing of why metrics fail, but logs it', async () => {
    const err = new Error('secret reason');
    const listener = await listening({ metrics: { ...METRICS, text: () => Promise.reject(err) } });
    const answer = await ask(listener, '/metrics');
    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe('');
    expect(log.errors).toMatchObject([{ data: { err } }]);
  });

  it('ends at once, also while somebody is connected', async () => {
    const listener = await listening();
    await (await ask(listener, '/metrics')).text();
    await listener.close();
    await expect(ask(listener, '/metrics')).rejects.toThrow();
  });

  it('says which setting to change when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const attempt = listening({ port });
    await expect(attempt).rejects.toThrow(StartError);
    await expect(attempt).rejects.toMatchObject({ code: 'port-in-use' });
    await expect(attempt).rejects.toThrow(/metricsPort/);
    other.close();
  });

  it('says which setting to change when the address is not of this machine', async () => {
    const attempt = listening({ host: '192.0.2.1' });
    await expect(attempt).rejects.toMatchObject({ code: 'address-unavailable' });
    await expect(attempt).rejects.toThrow(/metricsHost/);
  });
});
