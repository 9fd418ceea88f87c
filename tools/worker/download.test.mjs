import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { download, releaseFileName } from './download.mjs';

describe('releaseFileName', () => {
  it('tells the major version of the Linux kernel', () => {
    expect(
      releaseFileName({ version: '3.27.1', platform: 'linux', arch: 'x64', kernel: '6.1.0-49-amd64' }),
    ).toBe('mediasoup-worker-3.27.1-linux-x64-kernel6.tgz');
  });

  it('tells no kernel elsewhere', () => {
    expect(releaseFileName({ version: '3.27.1', platform: 'darwin', arch: 'arm64', kernel: '24.1.0' })).toBe(
      'mediasoup-worker-3.27.1-darwin-arm64.tgz',
    );
  });
});

describe('download', () => {
  const server = createServer((request, response) => {
    response.statusCode = Number(request.url?.slice(1));
    response.end('the archive');
  });
  afterEach(() => void server.close());

  /** @returns {Promise<string>} */
  async function listen() {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  }

  it('returns what the host sends', async () => {
    expect(String(await download(`${await listen()}/200`))).toBe('the archive');
  });

  it('says that there is none for this system when there is none', async () => {
    await expect(download(`${await listen()}/404`)).rejects.toThrow('publishes none for this system');
  });

  it('tells any other answer', async () => {
    await expect(download(`${await listen()}/503`)).rejects.toThrow('/503 answered 503');
  });

  it('gives the reason when the host cannot be reached', async () => {
    const address = await listen();
    await new Promise((resolve) => server.close(resolve));
    await expect(download(`${address}/200`)).rejects.toThrow('ECONNREFUSED');
  });
});
