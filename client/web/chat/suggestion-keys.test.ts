import { describe, expect, it } from 'vitest';
import { complete } from '@evagore/shared/commands';
import { FakePort } from '../../../shared/commands/testing/fake-port.ts';
import { firstHighlight, suggestionKey } from './suggestion-keys.ts';

const port = new FakePort(['op', 'message', 'token'], { ada00001: 'Ada', anna0001: 'Anna' });

/** Presses keys one after another at the end of a text; tells what the last one was for. */
function press(text: string, ...keys: string[]) {
  const completion = complete(text, text.length, port);
  if (completion === undefined) throw new Error(`nothing is suggested for ${text}`);
  let highlighted = firstHighlight(completion);
  let meaning: ReturnType<typeof suggestionKey>;
  for (const key of keys) {
    const [name = '', shift] = key.split('+').reverse();
    meaning = suggestionKey({ key: name, shiftKey: shift === 'Shift' }, text, completion, highlighted);
    if (meaning?.type === 'highlight') highlighted = meaning.index;
  }
  return meaning?.type === 'take' ? meaning.candidate.label : (meaning?.type ?? 'for the text');
}

describe('a key while something is suggested', () => {
  it.each([
    // A word that was begun.
    ['/lo', ['Tab'], '/lock [message]'],
    ['/lo', ['Enter'], '/lock [message]'],
    ['/lo', ['ArrowDown', 'Enter'], '/log'],
    ['/lo', ['ArrowDown', 'ArrowDown', 'Enter'], '/lower user'],
    ['/lo', ['ArrowUp', 'Tab'], '/lowerall'],
    ['/lo', ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Tab'], '/lock [message]'],
    ['/lo', ['Escape'], 'dismiss'],
    ['/lo', ['Shift+Tab'], 'for the text'],
    ['/lo', ['Shift+Enter'], 'for the text'],
    ['/lo', ['w'], 'for the text'],
    ['/op an', ['Enter'], 'Anna'],
    // A word that is written out is sent.
    ['/lock', ['Enter'], 'for the text'],
    ['/lock', ['Tab'], '/lock [message]'],
    ['/op Anna', ['Enter'], 'for the text'],
    // Where no word was begun, one has to choose.
    ['/', ['Enter'], 'for the text'],
    ['/', ['Tab'], 'for the text'],
    ['/invite Zoe ', ['Enter'], 'for the text'],
    ['/invite Zoe ', ['ArrowDown', 'Enter'], '30min'],
    ['/kick ', ['ArrowDown', 'Tab'], 'Ada'],
    ['/kick ', ['ArrowUp', 'Tab'], 'Me'],
  ])('%j, %j: %s', (text, keys, meaning) => {
    expect(press(text, ...keys)).toBe(meaning);
  });
});
