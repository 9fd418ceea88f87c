import { z } from 'zod';

/** A picture of one's own, as it is kept. */
const KeptPicture = z.object({
  id: z.string().max(64),
  name: z.string().max(256),
  addedAt: z.number(),
  picture: z.instanceof(Blob),
});
export type KeptPicture = Readonly<z.infer<typeof KeptPicture>>;

/** Where pictures are kept between visits. */
export interface PictureShelf {
  all(): Promise<readonly KeptPicture[]>;
  put(picture: KeptPicture): Promise<void>;
  remove(id: string): Promise<void>;
}

const DATABASE = 'evagore.pictures';
const STORE = 'pictures';

/** The browser's database. It stays on this computer; pictures go nowhere but into one's own video. */
export class DatabaseShelf implements PictureShelf {
  async all(): Promise<readonly KeptPicture[]> {
    const found: unknown = await this.#do('readonly', (store) => store.getAll());
    const entries = Array.isArray(found) ? found : [];
    return entries.flatMap((entry) => {
      const { data } = KeptPicture.safeParse(entry);
      return data === undefined ? [] : [data];
    });
  }

  async put(picture: KeptPicture): Promise<void> {
    await this.#do('readwrite', (store) => store.put(picture));
  }

  async remove(id: string): Promise<void> {
    await this.#do('readwrite', (store) => store.delete(id));
  }

  async #do(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
    const opening = indexedDB.open(DATABASE, 1);
    opening.addEventListener('upgradeneeded', () => {
      opening.result.createObjectStore(STORE, { keyPath: 'id' });
    });
    const database = await answerOf(opening);
    try {
      return await answerOf(ask(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  }
}

function answerOf<Answer>(request: IDBRequest<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => {
      resolve(request.result);
    });
    request.addEventListener('error', () => {
      reject(request.error ?? new Error('the database does not answer'));
    });
  });
}
