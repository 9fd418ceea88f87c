import { describe, expect, it } from 'vitest';
import { endOfAddress, withLinks } from './web-address.ts';

const links = (text: string) => withLinks(text).flatMap((part) => part.href ?? []);

describe('addresses in a message', () => {
  it('are found within a sentence', () => {
    expect(withLinks('See https://example.org/a?b=1, please.')).toEqual([
      { text: 'See ' },
      { text: 'https://example.org/a?b=1', href: 'https://example.org/a?b=1' },
      { text: ', please.' },
    ]);
  });

  it.each([
    ['(https://example.org/x)', ['https://example.org/x']],
    ['https://example.org/Nereid_(sea)', ['https://example.org/Nereid_(sea)']],
    ['(see https://example.org/Nereid_(sea).)', ['https://example.org/Nereid_(sea)']],
    ['http://a.example http://b.example', ['http://a.example/', 'http://b.example/']],
    ['http://)))', []],
  ])('in %s end where the address does', (text, hrefs) => {
    expect(links(text)).toEqual(hrefs);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'xhttps://'])(
    'are not made of %s',
    (text) => {
      expect(links(text)).toEqual([]);
    },
  );

  it('lose nothing of the text', () => {
    const text = 'a https://x.example/ b <https://y.example> c';
    expect(
      withLinks(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });

  it('are links up to 2000 characters, and text beyond', () => {
    const address = 'https://example.org/'.padEnd(2000, 'x');
    expect(links(address)).toEqual([address]);
    expect(withLinks(`${address}y`)).toEqual([{ text: `${address}y` }]);
  });

  it.each([')', '(', '.', ').', '()', '),', '!?)', ').('])(
    'do not take longer than they are, with thousands of %s behind them',
    (tail) => {
      const word = `http://a${tail.repeat(10_000)}`.slice(0, 10_000);
      let looks = 0;
      endOfAddress({ length: word.length, charAt: (index) => ((looks += 1), word.charAt(index)) });
      expect(looks).toBeLessThanOrEqual(2 * word.length);
    },
  );
});
