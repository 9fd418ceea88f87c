import { describe, expect, it } from 'vitest';
import { httpCredentials } from './credentials.ts';
import { basic } from './testing.ts';

describe('httpCredentials', () => {
  it('reads names and passwords, colons and umlauts included', () => {
    expect(httpCredentials(basic('ada', 'pass:wörd'))).toEqual({
      scheme: 'basic',
      username: 'ada',
      password: 'pass:wörd',
    });
    expect(httpCredentials(basic('', ''))).toEqual({ scheme: 'basic', username: '', password: '' });
    expect(httpCredentials('bASIC  YTpi')).toEqual({ scheme: 'basic', username: 'a', password: 'b' });
  });

  it('reads tokens', () => {
    expect(httpCredentials('Bearer a.b-c_d~e+f/g=')).toEqual({ scheme: 'bearer', token: 'a.b-c_d~e+f/g=' });
  });

  it.each([
    undefined,
    '',
    'Basic',
    'Basic ',
    'Bearer',
    'Bearer a b',
    'Digest x',
    `Bearer ${'x'.repeat(20_000)}`,
  ])('finds none in %s', (header) => {
    expect(httpCredentials(header)).toBeUndefined();
  });
});
