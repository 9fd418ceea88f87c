import { SnapshotStore } from '../state/snapshot-store.ts';

/** The part of `documentPictureInPicture` that is used; the types of browsers do not know it yet. */
interface DocumentPictureInPicture {
  requestWindow(options: { readonly width: number; readonly height: number }): Promise<Window>;
}

const WIDTH = 380;
const HEIGHT = 300;

/** The meeting in a small window above all others, where the browser has such windows. */
export class FloatingWindow extends SnapshotStore<Window | undefined> {
  #window: Window | undefined;

  /** Whether the whole meeting can float, or at least one picture. */
  get supported(): boolean {
    return windowsOf(globalThis) !== undefined || document.pictureInPictureEnabled;
  }

  /**
   * Opens the window, or closes it. Where there are no such windows, one picture floats.
   *
   * @param picture - What floats in that case.
   */
  async toggle(picture: () => HTMLVideoElement | undefined): Promise<void> {
    if (this.#window !== undefined) {
      this.close();
      return;
    }
    const windows = windowsOf(globalThis);
    if (windows === undefined) await togglePictureInPicture(picture());
    else await this.#open(windows);
  }

  close(): void {
    this.#window?.close();
    this.#window = undefined;
    this.changed();
  }

  protected build(): Window | undefined {
    return this.#window;
  }

  async #open(windows: DocumentPictureInPicture): Promise<void> {
    const opened = await windows.requestWindow({ width: WIDTH, height: HEIGHT });
    const undo = dressLike(document, opened.document);
    opened.addEventListener('pagehide', () => {
      undo();
      if (this.#window !== opened) return;
      this.#window = undefined;
      this.changed();
    });
    this.#window = opened;
    this.changed();
  }
}

/** Lets one picture float, or returns it to its place. The browser may refuse. */
export async function togglePictureInPicture(picture: HTMLVideoElement | undefined): Promise<void> {
  if (document.pictureInPictureElement !== null) await document.exitPictureInPicture();
  else await picture?.requestPictureInPicture();
}

function windowsOf(world: object): DocumentPictureInPicture | undefined {
  return 'documentPictureInPicture' in world
    ? // Nothing else has this name.
      (world.documentPictureInPicture as DocumentPictureInPicture)
    : undefined;
}

/** Gives a document the look of another, and keeps up with the other's theme. Returns what ends that. */
function dressLike(from: Document, to: Document): () => void {
  for (const each of from.querySelectorAll('link[rel="stylesheet"], style')) {
    to.head.append(to.importNode(each, true));
  }
  to.title = from.title;
  const follow = () => {
    for (const { name, value } of from.documentElement.attributes)
      to.documentElement.setAttribute(name, value);
  };
  follow();
  const observer = new MutationObserver(follow);
  observer.observe(from.documentElement, { attributes: true });
  return () => {
    observer.disconnect();
  };
}
