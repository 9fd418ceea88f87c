import { describe, expect, it } from 'vitest';
import { fetchPublicGroups, fetchStatus } from './groups.ts';

const answering =
  (body: unknown, status = 200) =>
  () =>
    Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));

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
    ['a failing server', answering('oops', 503), 'unreachable'],
    ['an answer that is not JSON', answering('<html>'), 'unreachable'],
    ['no network', () => Promise.reject(new TypeError('failed')), 'unreachable'],
  ])('tells %s', async (_, ask, outcome) => {
    expect(await fetchStatus('a', ask)).toEqual({ outcome });
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
