import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { demandSuccess, readAs } from './answers.ts';
import type { ApiAnswer } from './api-client.ts';
import { EXIT, NotFound } from './failures.ts';

function answer(status: number, more: { headers?: Record<string, string>; body?: unknown } = {}): ApiAnswer {
  const headers = { 'content-type': 'application/problem+json', ...more.headers };
  return { status, headers, text: more.body === undefined ? '' : JSON.stringify(more.body) };
}

function failure(of: ApiAnswer): { exitCode: unknown; message: string } {
  try {
    demandSuccess(of, 'group "tea"');
  } catch (error) {
    if (error instanceof Error && 'exitCode' in error)
      return { exitCode: error.exitCode, message: error.message };
  }
  throw new Error('did not fail as expected');
}

describe('demandSuccess', () => {
  it.each([200, 201, 204])('is content with %i', (status) => {
    expect(() => {
      demandSuccess(answer(status), 'x');
    }).not.toThrow();
  });

  it.each<[number, Parameters<typeof answer>[1], number, string]>([
    [301, {}, EXIT.unreachable, 'does not say which'],
    [400, { body: { detail: 'unknown permission' } }, EXIT.refused, '(status 400): unknown permission.'],
    [
      401,
      { headers: { 'www-authenticate': 'basic' } },
      EXIT.notAuthorised,
      'does not accept these credentials',
    ],
    [401, {}, EXIT.notAuthorised, 'writableGroups'],
    [
      401,
      { headers: { 'www-authenticate': 'x' }, body: { code: 'not-writable' } },
      EXIT.notAuthorised,
      'writableGroups',
    ],
    [403, { body: { detail: 'needs "op"', code: 'not-permitted' } }, EXIT.notAuthorised, 'Needs "op".'],
    [403, {}, EXIT.notAuthorised, 'does not permit this'],
    [404, {}, EXIT.refused, 'There is no group "tea".'],
    [404, { body: { detail: 'no such thing', code: 'no-such-member' } }, EXIT.refused, 'No such thing.'],
    [
      404,
      { body: { detail: 'nothing here', code: 'no-such-resource' } },
      EXIT.refused,
      'There is no group "tea".',
    ],
    [405, {}, EXIT.refused, 'cannot do this'],
    [412, {}, EXIT.refused, 'Look at it and try again'],
    [413, {}, EXIT.refused, 'longer'],
    [429, { body: { detail: 'too many logins' } }, EXIT.refused, 'busy: too many logins'],
    [500, {}, EXIT.refused, 'its log says why'],
    [502, { headers: { 'content-type': 'text/html' }, body: '<html>' }, EXIT.refused, 'status 502'],
  ])('turns %i %j into the exit code %i', (status, more, exitCode, words) => {
    const failed = failure(answer(status, more));
    expect(failed.exitCode).toBe(exitCode);
    expect(failed.message).toContain(words);
  });

  it('repeats no page, and no more than a sentence', () => {
    const page = failure({ status: 400, headers: { 'content-type': 'text/html' }, text: '<h1>x</h1>' });
    expect(page.message).not.toContain('<h1>');
    const long = failure({ status: 400, headers: { 'content-type': 'text/plain' }, text: 'x'.repeat(9_999) });
    expect(long.message.length).toBeLessThan(500);
  });
});

describe('readAs', () => {
  it('reads what fits', () => {
    expect(readAs(answer(200, { body: ['a'] }), z.array(z.string()), 'x')).toEqual(['a']);
  });

  it.each([
    [{ status: 200, headers: {}, text: '<html>' }, 'is not JSON'],
    [{ status: 200, headers: {}, text: '{}' }, 'none that is understood'],
  ])('refuses %j', (given, words) => {
    expect(() => readAs(given, z.array(z.string()), 'x')).toThrow(words);
  });

  it('tells what does not exist from other refusals', () => {
    expect(() => readAs(answer(404), z.array(z.string()), 'x')).toThrow(NotFound);
  });
});
