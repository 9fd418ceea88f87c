import { describe, expect, it } from 'vitest';
import { aPlace, told } from '../testing/a-place.ts';
import { checkNames, type Resolve } from './names.ts';
import type { Place } from './place.ts';

/** A DNS with two names, and one that never answers. */
const dns: Resolve = (host) => {
  if (host === 'here.example.org') return Promise.resolve(['192.0.2.1', '2001:db8::1']);
  if (host === 'away.example.org') return Promise.resolve(['198.51.100.7']);
  if (host === 'slow.example.org') return new Promise(() => undefined);
  return Promise.reject(new Error(`getaddrinfo ENOTFOUND ${host}`));
};

async function check(config: Partial<Place['config']>, more: Partial<Place> = {}): Promise<string[]> {
  return told(await checkNames(aPlace('/nowhere', config, more), dns));
}

describe('checkNames', () => {
  it.each([
    [{}, /^ok: No names are published/],
    [{ publicUrl: 'https://here.example.org/' }, /^ok: here\.example\.org leads to this machine/],
    [{ publicUrl: 'https://192.0.2.1/' }, /^ok: 192\.0\.2\.1 leads to this machine/],
    [{ publicUrl: 'https://away.example.org/' }, /^warning: away\.example\.org leads to 198\.51\.100\.7/],
    [
      { publicUrl: 'https://gone.example.org/' },
      /^problem: The name gone\.example\.org leads nowhere: .*ENOTFOUND/,
    ],
    [{ rtcAnnouncedAddress: 'gone.example.org' }, /^problem: The name gone\.example\.org leads nowhere/],
    [{ rtcAnnouncedAddress: '198.51.100.7' }, /^ok: Media is announced at 198\.51\.100\.7/],
  ])('%j', async (config, expected) => {
    expect(await check(config)).toEqual([expect.stringMatching(expected)]);
  });

  it('counts an announced address as ours', async () => {
    const config = { publicUrl: 'https://away.example.org/', rtcAnnouncedAddress: '198.51.100.7' };
    expect(await check(config)).toEqual([
      expect.stringMatching(/^ok: away\.example\.org leads to this machine/),
      expect.stringMatching(/^ok: Media is announced at/),
    ]);
  });

  it("looks at the names of Galène's file as well", async () => {
    expect(await check({}, { site: { canonicalHost: 'gone.example.org:8443' } })).toEqual([
      expect.stringMatching(/^problem: The name gone\.example\.org/),
    ]);
  });

  it('does not wait for ever', async () => {
    expect(await check({ publicUrl: 'https://slow.example.org/' })).toEqual([
      expect.stringMatching(/^problem: .* leads nowhere: no answer within 3 s/),
    ]);
  });
});
