import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder, type TestFolder } from '../../access/testing.ts';
import { aPlace, told } from '../testing/a-place.ts';
import { aCertificate } from '../testing/certificates.ts';
import { checkCertificate } from './certificate.ts';
import type { Place } from './place.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

async function store(pair: { cert?: string; key?: string }, where = 'data'): Promise<void> {
  if (pair.cert !== undefined) await folder.write(`${where}/cert.pem`, pair.cert);
  if (pair.key !== undefined) await chmod(await folder.write(`${where}/key.pem`, pair.key), 0o600);
}

async function check(config: Partial<Place['config']> = {}, more: Partial<Place> = {}): Promise<string[]> {
  return told(await checkCertificate(aPlace(folder.path, config, more)));
}

const SELF_SIGNED = expect.stringMatching(/^warning: .* signed by nobody but itself/) as string;

describe('checkCertificate', () => {
  it('says that browsers warn of a self-made one', async () => {
    expect(await check()).toEqual([expect.stringMatching(/^warning: .*makes one of its own/)]);
    await store(await aCertificate(), 'data/self-signed');
    expect(await check()).toEqual([
      expect.stringMatching(/^warning: .*makes one of its own/),
      expect.stringMatching(/^ok: .*self-signed.cert\.pem is good for 36\d days, for localhost\.$/),
    ]);
  });

  it('tells that a certificate vouches for itself, and nothing else of a good one', async () => {
    await store(await aCertificate({ names: ['meet.example.org'] }));
    expect(await check({ publicUrl: 'https://meet.example.org/' })).toEqual([SELF_SIGNED]);
  });

  it.each([
    [{ days: 10, from: Date.now() }, /^warning: .* expires in (9|10) days/],
    [{ days: 10, from: Date.now() - 20 * 86_400_000 }, /^problem: .* has expired/],
    [{ from: Date.now() + 86_400_000 }, /^problem: .* is not good yet/],
  ])('looks at the dates: %j', async (dates, expected) => {
    await store(await aCertificate(dates));
    expect(await check()).toEqual([expect.stringMatching(expected), SELF_SIGNED]);
  });

  it('looks at the names that people use', async () => {
    await store(await aCertificate({ names: ['*.example.org', '192.0.2.1'] }));
    const problem = expect.stringMatching(/^problem: The certificate is not for meet\.other\.org/) as string;
    const names = { publicUrl: 'https://meet.other.org/', httpPort: 443 };
    expect(await check(names)).toContainEqual(problem);
    expect(await check({ publicUrl: 'https://meet.example.org:8443/' })).toEqual([SELF_SIGNED]);
    expect(await check({ publicUrl: 'https://192.0.2.1/' })).toEqual([SELF_SIGNED]);
    expect(await check({}, { site: { canonicalHost: 'meet.other.org:8443' } })).toContainEqual(problem);
    expect(await check({}, { site: { proxyURL: 'https://meet.other.org/' } })).toContainEqual(problem);
  });

  it('finds a key that belongs to another certificate', async () => {
    const [one, other] = await Promise.all([aCertificate(), aCertificate()]);
    await store({ cert: one.cert, key: other.key });
    expect(await check()).toContainEqual(expect.stringMatching(/^problem: .* do not belong together/));
  });

  it('finds a key that everybody can read', async () => {
    await store(await aCertificate());
    await chmod(path.join(folder.path, 'data/key.pem'), 0o644);
    expect(await check()).toContainEqual(expect.stringMatching(/^warning: Everybody .* private key/));
  });

  it.each(['cert', 'key'] as const)('finds a %s without its other half', async (half) => {
    await store({ [half]: (await aCertificate())[half] });
    expect(await check()).toEqual([expect.stringMatching(/^problem: .* is there, but .* is not/)]);
  });

  it('finds files that are no certificate and no key', async () => {
    await store({ cert: 'hello', key: 'hello' });
    expect(await check()).toEqual([
      expect.stringMatching(/^problem: The certificate .* cannot be used/),
      expect.stringMatching(/^problem: The private key .* cannot be used/),
    ]);
  });

  it('finds configured files that are not there', async () => {
    expect(await check({ certFile: '/nowhere/c', keyFile: '/nowhere/k' })).toEqual([
      expect.stringMatching(/^problem: .*\/nowhere\/c/),
      expect.stringMatching(/^problem: .*\/nowhere\/k/),
    ]);
  });

  it('wants a proxy in front of plain HTTP', async () => {
    expect(await check({ insecure: true })).toEqual([expect.stringMatching(/^warning: .*plain HTTP/)]);
    expect(await check({ insecure: true, publicUrl: 'https://meet.example.org/' })).toEqual([
      expect.stringMatching(/^ok: .*has to do TLS/),
    ]);
  });
});
