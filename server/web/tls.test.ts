import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFile, rm, stat, writeFile, utimes } from 'node:fs/promises';
import path from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { generate } from 'selfsigned';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, testFolder, testLog, type TestFolder } from '../access/testing.ts';
import { StartError } from '../config/start-error.ts';
import { buildWeb } from './application.ts';
import { listen } from './listen.ts';
import { bareWeb } from './testing.ts';
import { openTls, type SecureServer, type TlsConfig } from './tls.ts';

const DAY_MS = 86_400_000;

let folder: TestFolder;
let undo: (() => unknown)[];
beforeEach(async () => {
  folder = await testFolder();
  undo = [];
});
afterEach(async () => {
  for (const one of undo.reverse()) await one();
  await folder.remove();
});

const file = (name: string) => path.join(folder.path, name);
const config = (more: Partial<TlsConfig> = {}): TlsConfig => ({ dataDir: folder.path, ...more });
const own = () => config({ certFile: file('my-cert.pem'), keyFile: file('my-key.pem') });
const open = (from: TlsConfig = config(), now?: () => number) => openTls(from, testLog().log, now);

async function aPair(days = 100): Promise<{ cert: string; key: string }> {
  const notAfterDate = new Date(Date.now() + days * DAY_MS);
  const notBeforeDate = new Date(Date.now() - 200 * DAY_MS);
  const made = await generate([{ name: 'commonName', value: 'test' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate,
    notBeforeDate,
  });
  return { cert: made.cert, key: made.private };
}

/** Writes both files with a time that differs from any before, as slow clocks of file systems might not. */
let clock = 1_700_000_000;
async function writePair(pair: { cert: string; key: string }): Promise<void> {
  await writeFile(file('my-cert.pem'), pair.cert);
  await writeFile(file('my-key.pem'), pair.key);
  clock += 10;
  for (const name of ['my-cert.pem', 'my-key.pem']) await utimes(file(name), clock, clock);
}

async function failure(from: TlsConfig): Promise<StartError> {
  const error: unknown = await open(from).catch((thrown: unknown) => thrown);
  if (!(error instanceof StartError)) throw new Error('did not fail', { cause: error });
  return error;
}

function served(port: number): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

describe('a server without a certificate', () => {
  it('makes one for every name of the machine, for more than a year', async () => {
    const tls = await open();
    const cert = new X509Certificate(await readFile(tls.certFile));
    expect(tls).toMatchObject({ isSelfMade: true, isTrusted: false, fingerprint: cert.fingerprint256 });
    expect(cert.subjectAltName).toContain('DNS:localhost');
    expect(cert.subjectAltName).toContain('IP Address:127.0.0.1');
    expect(cert.publicKey.asymmetricKeyType).toBe('ec');
    expect(tls.validTo).toBeGreaterThan(Date.now() + 365 * DAY_MS);
  });

  it('keeps it for itself, and for the next start', async () => {
    const first = await open();
    expect((await stat(file('self-signed/key.pem'))).mode & 0o777).toBe(0o600);
    expect((await stat(file('self-signed'))).mode & 0o777).toBe(0o700);
    expect((await open()).fingerprint).toBe(first.fingerprint);
  });

  it('makes another one a month before it expires', async () => {
    const first = await open();
    const later = await open(config(), () => first.validTo - 29 * DAY_MS);
    expect(later.fingerprint).not.toBe(first.fingerprint);
  });

  it('makes another one where the kept one is damaged', async () => {
    const first = await open();
    await writeFile(first.certFile, 'x');
    expect((await open()).fingerprint).not.toBe(first.fingerprint);
  });
});

describe('a certificate of its own', () => {
  it('is taken from the configured files', async () => {
    await writePair(await aPair());
    expect(await open(own())).toMatchObject({ isSelfMade: false, certFile: file('my-cert.pem') });
  });

  it('is taken from where Galène keeps it', async () => {
    const { cert, key } = await aPair();
    await folder.write('cert.pem', cert);
    await folder.write('key.pem', key);
    expect(await open()).toMatchObject({ isSelfMade: false, certFile: file('cert.pem') });
  });

  it('stops the start where one of the two files is missing', async () => {
    await folder.write('cert.pem', (await aPair()).cert);
    expect((await failure(config())).message).toMatch(/cert\.pem is there, but key\.pem is not\./);
  });

  it('stops the start where a file cannot be read', async () => {
    const error = await failure(own());
    expect(error).toMatchObject({ code: 'bad-certificate' });
    expect(error.message).toMatch(/^The certificate .*my-cert\.pem cannot be read: ENOENT/);
  });

  it('stops the start where the certificate is none', async () => {
    await writePair({ ...(await aPair()), cert: 'x' });
    expect((await failure(own())).message).toMatch(/my-cert\.pem holds no certificate that can be read/);
  });

  it('stops the start where the key is none', async () => {
    await writePair({ ...(await aPair()), key: 'x' });
    expect((await failure(own())).message).toMatch(/my-key\.pem holds no private key that can be read/);
  });

  it('stops the start where the key has a passphrase', async () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    await writePair({ ...(await aPair()), key: privateKey });
    expect((await failure(own())).message).toContain('it is locked by a passphrase');
  });

  it('stops the start where certificate and key do not belong together', async () => {
    const [one, other] = await Promise.all([aPair(), aPair()]);
    await writePair({ cert: one.cert, key: other.key });
    expect((await failure(own())).message).toContain('do not belong together');
  });

  it('is used although it has expired, with a warning', async () => {
    await writePair(await aPair(-1));
    const { log, lines } = testLog();
    await openTls(own(), log);
    expect(lines).toMatchObject([
      { level: 'warn', reason: expect.stringMatching(/^it has expired, on/) as string },
    ]);
  });
});

describe('watch', () => {
  async function aServer(from: TlsConfig): Promise<{ app: FastifyInstance; port: number; lines: unknown[] }> {
    const { log, lines } = testLog();
    const tls = await openTls(from, log);
    const app = await buildWeb(bareWeb({ tls }));
    undo.push(() => app.close());
    const port = await listen(app, { httpPort: 0 });
    undo.push(tls.watch(app.server as unknown as SecureServer, 50));
    return { app, port, lines };
  }

  it('gives new connections a certificate that was changed on the disk', async () => {
    await writePair(await aPair());
    const { port } = await aServer(own());
    const next = await aPair();
    const { fingerprint256 } = new X509Certificate(next.cert);
    expect((await served(port)).fingerprint256).not.toBe(fingerprint256);
    await writePair(next);
    await eventually(async () => (await served(port)).fingerprint256 === fingerprint256);
  });

  it('keeps the old one while the new one does not fit, and says so once', async () => {
    await writePair(await aPair());
    const { port, lines } = await aServer(own());
    const before = (await served(port)).fingerprint256;
    await writePair({ ...(await aPair()), key: (await aPair()).key });
    await eventually(() => lines.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(lines).toMatchObject([
      { level: 'warn', reason: expect.stringContaining('do not belong together') as string },
    ]);
    expect((await served(port)).fingerprint256).toBe(before);
  });

  it('keeps the old one while a file is away', async () => {
    await writePair(await aPair());
    const { port, lines } = await aServer(own());
    await rm(file('my-key.pem'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(lines).toEqual([]);
    expect((await served(port)).fingerprint256).toBeDefined();
  });

  it('renews the self-made one while the server runs', async () => {
    let now = Date.now();
    const tls = await openTls(config(), testLog().log, () => now);
    let changes = 0;
    undo.push(tls.watch({ setSecureContext: () => changes++ }, 20));
    now = tls.validTo - DAY_MS;
    await eventually(() => changes === 1);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(changes).toBe(1);
  });
});

describe('HTTPS', () => {
  it('speaks no TLS older than 1.2, and does not insist on HTTPS with a certificate of its own making', async () => {
    const tls = await open();
    expect(tls.secureContext.minVersion).toBe('TLSv1.2');
    const app = await buildWeb(bareWeb({ tls }));
    undo.push(() => app.close());
    expect((await app.inject('/healthz')).headers).not.toHaveProperty('strict-transport-security');
  });

  it('makes browsers insist on HTTPS with a certificate from an authority', async () => {
    const tls = { ...(await open()), isTrusted: true };
    const app = await buildWeb(bareWeb({ tls }));
    undo.push(() => app.close());
    expect((await app.inject('/healthz')).headers['strict-transport-security']).toBe('max-age=15552000');
  });
});
