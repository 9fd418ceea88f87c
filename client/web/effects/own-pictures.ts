import { SnapshotStore } from '../state/snapshot-store.ts';
import { keptPicture, PictureRefused, refusalOf } from './own-picture.ts';
import { DatabaseShelf, type KeptPicture, type PictureShelf } from './picture-shelf.ts';

/** A picture as the page shows it. */
export interface OwnPicture {
  readonly id: string;
  readonly name: string;
  /** Of the picture itself, as long as the page is open. */
  readonly url: string;
}

/** Ids of pictures of one's own begin like this. */
const OWN = 'own:';
const MAX_NAME = 256;

export interface OwnPicturesOptions {
  readonly shelf: PictureShelf;
  /** Makes the picture that is kept out of a file. */
  readonly shrink: (file: Blob) => Promise<Blob>;
}

/** Backgrounds that the person has brought along. They are read from the browser's storage when first asked for. */
export class OwnPictures extends SnapshotStore<readonly OwnPicture[]> {
  readonly #shelf: PictureShelf;
  readonly #shrink: (file: Blob) => Promise<Blob>;
  readonly #kept = new Map<string, { readonly kept: KeptPicture; readonly url: string }>();
  #loading: Promise<void> | undefined;
  /** One after another, so that there are never more than there may be. */
  #adding: Promise<unknown> = Promise.resolve();

  constructor({ shelf, shrink }: OwnPicturesOptions) {
    super();
    this.#shelf = shelf;
    this.#shrink = shrink;
  }

  /** Resolves when all pictures are known. Without a storage there are none. */
  load(): Promise<void> {
    return (this.#loading ??= this.#read());
  }

  /** @returns The id of the new picture. @throws {@link PictureRefused} */
  add(file: File): Promise<string> {
    const done = this.#adding.then(() => this.#add(file));
    this.#adding = done.catch(() => undefined);
    return done;
  }

  async remove(id: string): Promise<void> {
    const entry = this.#kept.get(id);
    if (entry === undefined) return;
    URL.revokeObjectURL(entry.url);
    this.#kept.delete(id);
    this.changed();
    await this.#shelf.remove(id).catch(() => undefined);
  }

  /** The picture itself; undefined if there is none any more. */
  async find(id: string): Promise<Blob | undefined> {
    await this.load();
    return this.#kept.get(id)?.kept.picture;
  }

  protected build(): readonly OwnPicture[] {
    return [...this.#kept.values()]
      .sort((one, other) => one.kept.addedAt - other.kept.addedAt)
      .map(({ kept: { id, name }, url }) => ({ id, name, url }));
  }

  async #add(file: File): Promise<string> {
    await this.load();
    const refusal = refusalOf(file, this.#kept.size);
    if (refusal !== undefined) throw new PictureRefused(refusal);
    const picture = await this.#shrink(file);
    const id = `${OWN}${crypto.randomUUID()}`;
    const kept = { id, name: file.name.slice(0, MAX_NAME), addedAt: Date.now(), picture };
    try {
      await this.#shelf.put(kept);
    } catch (error) {
      throw new PictureRefused('storage', { cause: error });
    }
    this.#hold(kept);
    this.changed();
    return id;
  }

  async #read(): Promise<void> {
    const all = await this.#shelf.all().catch(() => []);
    for (const kept of all) this.#hold(kept);
    this.changed();
  }

  #hold(kept: KeptPicture): void {
    this.#kept.set(kept.id, { kept, url: URL.createObjectURL(kept.picture) });
  }
}

/** Those of this browser. */
export const ownPictures = new OwnPictures({ shelf: new DatabaseShelf(), shrink: keptPicture });
