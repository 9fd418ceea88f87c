import { describe, expect, it } from 'vitest';
import { hostsIn, linksElsewhere } from './links.ts';

describe('hostsIn', () => {
  it.each<[string, string[]]>([
    ['see https://Example.org/x?y', ['example.org']],
    ['(http://a.example), and ftp://b.example!', ['a.example', 'b.example!']],
    ['look:https://example.org', ['example.org']],
    ['www.example.org', ['www.example.org']],
    ['(www.example.org/x)', ['www.example.org']],
    ['t.me/spam', ['t.me']],
    ['“t.me/spam”', ['t.me']],
    ['https://good.example@evil.example/', ['evil.example']],
    ['file:///etc/passwd', ['']],
    ['https://', ['']],
    ['The end.Next sentence', []],
    ['and/or, 1.5/2, a.b', []],
    ['ada@example.org/x', []],
    ['nothing here', []],
  ])('of %j are %j', (text, hosts) => {
    expect(hostsIn(text).map((host) => host.replace(/!$/, ''))).toEqual(
      hosts.map((host) => host.replace(/!$/, '')),
    );
  });

  it.each(['a.'.repeat(5000), 'a-'.repeat(5000), '/'.repeat(10_000), 'www.'.repeat(2500), 'x:'.repeat(5000)])(
    'are found in no time: %#',
    (text) => {
      const startedAt = performance.now();
      hostsIn(text);
      expect(performance.now() - startedAt).toBeLessThan(200);
    },
  );
});

describe('linksElsewhere', () => {
  it.each([
    ['https://example.org/', false],
    ['https://sub.example.org/', false],
    ['https://badexample.org/', true],
    ['https://example.org.evil.example/', true],
    ['https://example.org https://evil.example', true],
    ['file:///x', true],
    ['no link', false],
  ])('%s: %j', (text, elsewhere) => {
    expect(linksElsewhere(text, ['Example.org'])).toBe(elsewhere);
  });
});
