import { describe, expect, it } from 'vitest';
import { fetchPublicGroups, fetchStatus } from './groups.ts';

const answering =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  () =>
    Promise.resolve(
      new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }),
    );

describe('a group status', () => {
  it('is asked for under the encoded path of the group', async () => {
    const asked: string[] = [];
    await fetchStatus('physics/lab 3', (url) => {
      asked.push(url);
      return answering({ name: 'physics/lab 3' })();
    });
    expect(asked).toEqual(['/group/physics/lab%203/.status']);
  });

  it('may have fields that are not known here', async () => {
    const answer = await fetchStatus(
      'a',
      answering({ name: 'a', location: 'https://x/group/a/', colour: 'red' }),
    );
    expect(answer).toEqual({ outcome: 'found', status: { name: 'a', location: 'https://x/group/a/' } });
  });

  it.each([
    ['no such group', answering('not found', 404), 'unknown'],
    ['what is no name of a group', answering('bad', 400), 'unknown'],
    ['a proxy that refuses', answering('who are you?', 403), 'unreachable'],
    ['an answer that takes too long for a proxy', answering('', 408), 'unreachable'],
    ['a failing server', answering('oops', 503), 'unreachable'],
    ['an answer that is not JSON', answering('<html>'), 'unreachable'],
    ['no network', () => Promise.reject(new TypeError('failed')), 'unreachable'],
  ])('tells %s', async (_, ask, outcome) => {
    expect(await fetchStatus('a', ask)).toEqual({ outcome });
  });

  it.each([
    ['30', 1_030_000],
    [undefined, undefined],
    ['soon', undefined],
    ['-1', undefined],
  ])('tells a server that is asked too often, and when to ask again: %s', async (retry, possibleFrom) => {
    const ask = answering('slow down', 429, retry === undefined ? {} : { 'retry-after': retry });
    expect(await fetchStatus('a', ask, () => 1_000_000)).toEqual({ outcome: 'busy', possibleFrom });
  });
});

describe('the public groups', () => {
  it('leave out an entry that cannot be understood', async () => {
    const groups = await fetchPublicGroups(answering([{ name: 'a', clientCount: 2 }, { name: '' }, 7]));
    expect(groups).toEqual([{ name: 'a', clientCount: 2 }]);
  });

  it('are unknown where the server does not answer', async () => {
    expect(await fetchPublicGroups(answering('', 500))).toBeUndefined();
  });
});
