import { describe, expect, it } from 'vitest';
import { keptSize, MAX_BYTES, MAX_PICTURES, PictureRefused, refusalOf } from './own-picture.ts';
import { OwnPictures } from './own-pictures.ts';
import type { KeptPicture, PictureShelf } from './picture-shelf.ts';

class FakeShelf implements PictureShelf {
  readonly kept = new Map<string, KeptPicture>();
  isFull = false;

  all(): Promise<readonly KeptPicture[]> {
    return Promise.resolve([...this.kept.values()]);
  }

  put(picture: KeptPicture): Promise<void> {
    if (this.isFull) return Promise.reject(new Error('no space'));
    this.kept.set(picture.id, picture);
    return Promise.resolve();
  }

  remove(id: string): Promise<void> {
    this.kept.delete(id);
    return Promise.resolve();
  }
}

const shrink = (file: Blob) => Promise.resolve(file);
const aFile = (name = 'beach.jpg', type = 'image/jpeg') => new File(['picture'], name, { type });
const refusalBy = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'taken',
    (error: unknown) => (error instanceof PictureRefused ? error.refusal : error),
  );

describe('refusalOf', () => {
  it.each([
    [{ type: 'image/png', size: 1000 }, 0, undefined],
    [{ type: 'image/svg+xml', size: 1000 }, 0, 'type'],
    [{ type: 'text/html', size: 1000 }, 0, 'type'],
    [{ type: '', size: 1000 }, 0, 'type'],
    [{ type: 'image/png', size: MAX_BYTES + 1 }, 0, 'bytes'],
    [{ type: 'image/png', size: 0 }, 0, 'unreadable'],
    [{ type: 'image/png', size: 1000 }, MAX_PICTURES, 'count'],
  ] as const)('%j beside %i others: %s', (file, count, refusal) => {
    expect(refusalOf(file, count)).toBe(refusal);
  });
});

describe('keptSize', () => {
  it.each([
    [
      { width: 640, height: 360 },
      { width: 640, height: 360 },
    ],
    [
      { width: 4000, height: 2250 },
      { width: 1280, height: 720 },
    ],
    [
      { width: 4000, height: 3000 },
      { width: 1280, height: 960 },
    ],
    [
      { width: 3000, height: 4000 },
      { width: 1280, height: 1707 },
    ],
    [
      { width: 60_000, height: 720 },
      { width: 5120, height: 720 },
    ],
  ])('%j is kept as %j', (size, kept) => {
    expect(keptSize(size)).toEqual(kept);
  });

  it('refuses icons', () => {
    expect(() => keptSize({ width: 32, height: 512 })).toThrow(PictureRefused);
  });
});

describe('own pictures', () => {
  it('are there again on the next visit, in the order in which they came', async () => {
    const shelf = new FakeShelf();
    const first = new OwnPictures({ shelf, shrink });
    const ids = [await first.add(aFile('a.jpg')), await first.add(aFile('b.jpg'))];
    const second = new OwnPictures({ shelf, shrink });
    expect(second.getSnapshot()).toEqual([]);
    await second.load();
    expect(second.getSnapshot().map(({ id }) => id)).toEqual(ids);
    expect(await (await second.find(ids[0]!))?.text()).toBe('picture');
  });

  it('are bounded in number, also when several come at once', async () => {
    const pictures = new OwnPictures({ shelf: new FakeShelf(), shrink });
    for (let index = 1; index < MAX_PICTURES; index += 1) await pictures.add(aFile());
    const outcomes = await Promise.all([pictures.add(aFile()), pictures.add(aFile())].map(refusalBy));
    expect(outcomes.toSorted()).toEqual(['count', 'taken']);
    expect(pictures.getSnapshot()).toHaveLength(MAX_PICTURES);
  });

  it('are gone once removed', async () => {
    const shelf = new FakeShelf();
    const pictures = new OwnPictures({ shelf, shrink });
    const id = await pictures.add(aFile());
    await pictures.remove(id);
    expect(pictures.getSnapshot()).toEqual([]);
    expect(await pictures.find(id)).toBeUndefined();
    expect(shelf.kept.size).toBe(0);
  });

  it('say so where the browser does not keep them', async () => {
    const shelf = new FakeShelf();
    shelf.isFull = true;
    const pictures = new OwnPictures({ shelf, shrink });
    expect(await refusalBy(pictures.add(aFile()))).toBe('storage');
    expect(pictures.getSnapshot()).toEqual([]);
  });

  it('are none where there is no storage', async () => {
    const shelf = new FakeShelf();
    shelf.all = () => Promise.reject(new Error('forbidden'));
    const pictures = new OwnPictures({ shelf, shrink });
    await pictures.load();
    expect(pictures.getSnapshot()).toEqual([]);
  });
});
