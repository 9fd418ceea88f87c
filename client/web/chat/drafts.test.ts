import { describe, expect, it } from 'vitest';
import { Drafts } from './drafts.ts';

const aShelf = (content: string | null = null) => ({
  content,
  getItem() {
    return this.content;
  },
  setItem(_: string, value: string) {
    this.content = value;
  },
});

describe('drafts', () => {
  it('are there again, by group and reader', () => {
    const shelf = aShelf();
    new Drafts(shelf, 'agora').write('', 'to all');
    new Drafts(shelf, 'agora').write('ada', 'to Ada');
    const later = new Drafts(shelf, 'agora');
    expect([later.read(''), later.read('ada'), later.read('ben')]).toEqual(['to all', 'to Ada', '']);
    expect(new Drafts(shelf, 'stoa').read('')).toBe('');
  });

  it('leave nothing behind once they are sent', () => {
    const shelf = aShelf();
    const drafts = new Drafts(shelf, 'agora');
    drafts.write('', 'hello');
    drafts.write('', '');
    expect(shelf.content).not.toContain('hello');
    expect(drafts.read('')).toBe('');
  });

  it('remember whom one was writing to', () => {
    const shelf = aShelf();
    new Drafts(shelf, 'agora').writeTo({ id: 'ada', name: 'Ada' });
    expect(new Drafts(shelf, 'agora').recipient()).toEqual({ id: 'ada', name: 'Ada' });
    expect(new Drafts(shelf, 'stoa').recipient()).toBeUndefined();
    new Drafts(shelf, 'agora').writeTo(undefined);
    expect(new Drafts(shelf, 'agora').recipient()).toBeUndefined();
  });

  it('do not pile up', () => {
    const shelf = aShelf();
    const drafts = new Drafts(shelf, 'agora');
    for (let index = 0; index < 30; index += 1) drafts.write(index.toString(), 'hello');
    expect(drafts.read('9')).toBe('');
    expect(drafts.read('10')).toBe('hello');
    drafts.write('x', 'y'.repeat(20_000));
    expect(drafts.read('x')).toHaveLength(10_000);
  });

  it.each(['not json', '[]', 'null', '7', '{"drafts":7}', '{"drafts":[{"group":1}]}'])(
    'survive a storage that holds %s',
    (content) => {
      const drafts = new Drafts(aShelf(content), 'agora');
      expect(drafts.read('')).toBe('');
      drafts.write('', 'hello');
      expect(drafts.read('')).toBe('hello');
    },
  );

  it('are done without a storage', () => {
    const drafts = new Drafts(undefined, 'agora');
    drafts.write('', 'hello');
    expect(drafts.read('')).toBe('');
  });
});
