import { afterEach, describe, expect, it, vi } from 'vitest';
import { copyText, copyWithNotice } from './clipboard.ts';

const WORDS = { copied: 'Copied.', failed: 'Select it, and copy it yourself.' };

/** A browser whose clipboard takes what it is given, unless it refuses. */
function aClipboard(refuses = false): string[] {
  const taken: string[] = [];
  const writeText = (text: string) =>
    refuses ? Promise.reject(new Error('denied')) : Promise.resolve(void taken.push(text));
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  return taken;
}

async function noticesOf(text: string): Promise<readonly string[]> {
  const shown: string[] = [];
  await copyWithNotice(text, WORDS, { show: (kind, said) => void shown.push(`${kind}: ${said}`) });
  return shown;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('copying', () => {
  it('takes the text, and says so', async () => {
    const taken = aClipboard();
    expect(await noticesOf('hello')).toEqual(['info: Copied.']);
    expect(taken).toEqual(['hello']);
  });

  it('says what else one may do where the browser refuses', async () => {
    aClipboard(true);
    expect(await noticesOf('hello')).toEqual(['warning: Select it, and copy it yourself.']);
  });

  it('fails quietly where there is no clipboard', async () => {
    vi.stubGlobal('navigator', {});
    expect(await copyText('hello')).toBe(false);
  });
});
