import { describe, expect, it } from 'vitest';
import { PreferenceStore, type Shelf } from './preferences.ts';

const aShelf = (content: string | null = null): Shelf & { content: string | null } => ({
  content,
  getItem() {
    return this.content;
  },
  setItem(_, value) {
    this.content = value;
  },
});

describe('preferences', () => {
  it('are there again on the next visit', () => {
    const shelf = aShelf();
    new PreferenceStore(shelf).set({ name: 'Ada', camera: true, theme: 'dark' });
    expect(new PreferenceStore(shelf).chosen).toMatchObject({ name: 'Ada', camera: true, theme: 'dark' });
  });

  it.each(['not json', '[]', 'null', '7'])('survive a storage that holds %s', (content) => {
    expect(new PreferenceStore(aShelf(content)).chosen).toMatchObject({ name: '', theme: 'system' });
  });

  it('lose only what cannot be read', () => {
    const shelf = aShelf('{"name":"Ada","theme":"pink","microphone":1}');
    expect(new PreferenceStore(shelf).chosen).toMatchObject({
      name: 'Ada',
      theme: 'system',
      microphone: false,
    });
  });

  it('hold without a storage until the page is closed', () => {
    const store = new PreferenceStore(undefined);
    store.set({ name: 'Ada' });
    expect(store.chosen.name).toBe('Ada');
  });
});
