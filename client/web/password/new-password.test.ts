import { describe, expect, it } from 'vitest';
import { changePassword, passwordAddress, problemWith, strengthOf } from './new-password.ts';

const draft = { old: 'lovelace', next: 'analytical', repeated: 'analytical' };

describe('a draft', () => {
  it.each([
    [{}, undefined],
    [{ old: '' }, 'no-old'],
    [{ next: 'seven77', repeated: 'seven77' }, 'short'],
    [{ next: '', repeated: '' }, 'short'],
    // Eight characters, whatever they take.
    [{ next: 'ääääääää', repeated: 'ääääääää' }, undefined],
    [{ next: '😀😀😀😀', repeated: '😀😀😀😀' }, 'short'],
    [{ next: 'a'.repeat(72), repeated: 'a'.repeat(72) }, undefined],
    [{ next: 'a'.repeat(73), repeated: 'a'.repeat(73) }, 'long'],
    [{ next: 'ä'.repeat(37), repeated: 'ä'.repeat(37) }, 'long'],
    [{ next: 'lovelace', repeated: 'lovelace' }, 'same'],
    [{ repeated: 'Analytical' }, 'different'],
  ])('with %j is held back for “%s”', (fields, problem) => {
    expect(problemWith({ ...draft, ...fields })).toBe(problem);
  });

  it.each([
    ['', 0],
    ['1234567', 1],
    ['12345678', 2],
    ['1234567890123', 2],
    ['12345678901234', 3],
  ] as const)('“%s” has strength %i', (password, strength) => {
    expect(strengthOf(password)).toBe(strength);
  });
});

describe('the server', () => {
  it('is shown the old password and given the new one', async () => {
    const asked: [string, RequestInit][] = [];
    const outcome = await changePassword(
      { group: 'physics/lab 3', username: 'Ada/Ünal', old: 'pass:wörd', next: 'analytical' },
      (url, init) => {
        asked.push([url, init]);
        return Promise.resolve(new Response(null, { status: 204 }));
      },
    );
    expect(outcome).toBe('changed');
    const [url, init] = asked[0]!;
    expect(url).toBe('/galene-api/v0/.groups/physics/lab%203/.users/Ada/%C3%9Cnal/.password');
    expect(init).toMatchObject({ method: 'POST', body: 'analytical', credentials: 'omit' });
    const headers = new Headers(init.headers);
    expect(headers.get('content-type')).toBe('text/plain');
    const [scheme, value = ''] = headers.get('authorization')!.split(' ');
    expect([scheme, Buffer.from(value, 'base64').toString()]).toEqual(['Basic', ':pass:wörd']);
  });

  it.each([
    [204, 'changed'],
    [401, 'wrong-password'],
    [403, 'wrong-password'],
    [404, 'no-account'],
    [413, 'refused'],
    [429, 'too-often'],
    [500, 'unreachable'],
    [503, 'unreachable'],
  ])('answers %i: %s', async (status, outcome) => {
    const ask = () => Promise.resolve(new Response(null, { status }));
    expect(await changePassword({ group: 'tea', username: 'ada', old: 'a', next: 'b' }, ask)).toBe(outcome);
  });

  it('that does not answer is unreachable', async () => {
    const ask = () => Promise.reject(new TypeError('failed to fetch'));
    const change = { group: 'tea', username: 'ada', old: 'a', next: 'b' };
    expect(await changePassword(change, ask)).toBe('unreachable');
  });
});

it.each([
  ['?group=physics%2Flab&username=Ada', { group: 'physics/lab', username: 'Ada' }],
  ['?group=physics', undefined],
  ['?username=Ada', undefined],
  ['?group=&username=Ada', undefined],
  ['', undefined],
])('the address %s asks for %j', (search, wanted) => {
  expect(passwordAddress(search)).toEqual(wanted);
});
