import { afterEach, describe, expect, it, vi } from 'vitest';
import { en } from '../messages/en/index.ts';
import { speak, t } from '../messages/translate.ts';
import { PageLanguage } from './language.ts';
import { PreferenceStore } from './preferences.ts';

const german = { ...en, 'common.close': 'Schließen' };

function page(wanted: readonly string[] = []) {
  const preferences = new PreferenceStore(undefined);
  const load = vi.fn(() => Promise.resolve(german as unknown as typeof en));
  const onSpoken = vi.fn();
  const language = new PageLanguage({ preferences, load, first: en, wanted: () => wanted, onSpoken });
  return { preferences, load, onSpoken, language };
}

afterEach(() => {
  speak('en', en);
});

describe('the language of the page', () => {
  it('is what the browser asks for', async () => {
    const { language, onSpoken } = page(['de-AT']);
    await language.begin();
    expect(t('common.close')).toBe('Schließen');
    expect(onSpoken).toHaveBeenCalledWith('de');
    expect(language.getSnapshot()).toEqual({ choice: 'system', spoken: 'de' });
  });

  it('fetches nothing for the first one', async () => {
    const { language, load } = page(['en-GB']);
    await language.begin();
    expect(load).not.toHaveBeenCalled();
  });

  it('is remembered where somebody chose it', async () => {
    const { language, preferences } = page(['en']);
    await language.choose('de');
    expect(preferences.chosen.language).toBe('de');
    expect(t('common.close')).toBe('Schließen');
    await language.choose('system');
    expect(t('common.close')).toBe('Close');
    expect(language.getSnapshot()).toEqual({ choice: 'system', spoken: 'en' });
  });

  it('begins in the first one where the texts cannot be fetched', async () => {
    const { language, load } = page(['de']);
    load.mockRejectedValue(new Error('offline'));
    await language.begin();
    expect(language.getSnapshot().spoken).toBe('en');
  });

  it('says so where a choice cannot be fetched, and stays as it was', async () => {
    const { language, load, preferences } = page(['en']);
    load.mockRejectedValue(new Error('offline'));
    await expect(language.choose('fr')).rejects.toThrow('offline');
    expect(preferences.chosen.language).toBe('system');
    expect(language.getSnapshot()).toEqual({ choice: 'system', spoken: 'en' });
  });
});
