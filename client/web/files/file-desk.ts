import type { ServerConnectionEvents, TransferredFile } from '@evagore/client';
import type { Emitter, Permission } from '@evagore/shared';
import type { PageClock } from '../notify/clock.ts';
import { displayName } from '../state/participants.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import { endOf, isOpen, type FilePhase, type FileView } from './file-view.ts';
import { PaceMeter, safeName } from './progress.ts';

/** The part of a transfer that is used. */
export type Transfer = Pick<
  TransferredFile,
  | 'userid'
  | 'username'
  | 'up'
  | 'name'
  | 'size'
  | 'file'
  | 'state'
  | 'datalen'
  | 'onevent'
  | 'receive'
  | 'cancel'
>;

/** What sending files needs of a connection. */
export interface FileConnection {
  readonly users: Readonly<
    Record<string, { readonly username: string; readonly permissions: readonly Permission[] }>
  >;
  readonly events: Pick<Emitter<ServerConnectionEvents>, 'on'>;
  sendFile(userid: string, file: File): void;
}

export interface FileDeskOptions {
  readonly connection: FileConnection;
  readonly clock: PageClock;
  /** A file is offered to one, or by one. */
  readonly added: (view: FileView) => void;
  /** Keeps what was received where the browser can save it from; by default as an object URL. */
  readonly keep?: (blob: Blob) => string;
  readonly release?: (url: string) => void;
}

/** Why a file cannot be offered. */
export type FileObstacle = 'gone' | 'may-not-write' | 'too-many';

/** So many may be open at once, and so many of them come from one person. */
const MOST_OPEN = 12;
const MOST_FROM_ONE = 4;

/** Cards of what is over; of the files themselves, no more are kept in memory either. */
const MOST_OVER = 30;

/** Pieces come by the thousand; the card need not follow each. */
const DRAWN_EVERY_MS = 200;

interface Slip {
  view: FileView;
  readonly transfer: Transfer;
  readonly meter: PaceMeter;
  /** This end has cancelled it. */
  mine: boolean;
  /** Milliseconds since the epoch. */
  drawnAt: number;
}

/** The files that go from and to this page. */
export class FileDesk extends SnapshotStore<ReadonlyMap<string, FileView>> {
  readonly #options: FileDeskOptions;
  readonly #slips = new Map<string, Slip>();
  readonly #undo: (() => void)[];
  #lastKey = 0;

  constructor(options: FileDeskOptions) {
    super();
    this.#options = options;
    const { events } = options.connection;
    this.#undo = [
      events.on('fileOffered', (transfer) => {
        this.#added(transfer);
      }),
      events.on('closed', () => {
        this.close();
      }),
    ];
  }

  /** Why somebody cannot be offered a file now; undefined where they can. */
  obstacle(to: string): FileObstacle | undefined {
    const user = this.#options.connection.users[to];
    if (user === undefined) return 'gone';
    // Whoever may not write cannot answer the offer either.
    if (!user.permissions.includes('message')) return 'may-not-write';
    return this.#open().length >= MOST_OPEN ? 'too-many' : undefined;
  }

  /** Offers a file to somebody; its card shows what becomes of it. */
  offer(to: string, file: File): FileObstacle | undefined {
    const obstacle = this.obstacle(to);
    if (obstacle === undefined) this.#options.connection.sendFile(to, file);
    return obstacle;
  }

  /** Offers again what was not sent. The protocol begins from the first byte. */
  offerAgain(key: string): FileObstacle | undefined {
    const slip = this.#slips.get(key);
    const file = slip?.transfer.file;
    if (slip === undefined || !file || isOpen(slip.view)) return undefined;
    return this.offer(slip.view.peer.id, file);
  }

  /** Accepts an offered file. What goes wrong is on the card. */
  accept(key: string): void {
    const slip = this.#slips.get(key);
    if (slip === undefined || slip.view.up || slip.view.phase.name !== 'offered') return;
    slip.transfer.receive().catch((error: unknown) => {
      this.#put(slip, endOf('connecting', String(error), { up: false, mine: false }));
    });
  }

  /** Rejects, withdraws or breaks off. */
  cancel(key: string): void {
    const slip = this.#slips.get(key);
    if (slip === undefined || !isOpen(slip.view)) return;
    slip.mine = true;
    slip.transfer.cancel();
  }

  /** Forgets a received file, which takes up memory until then. */
  release(key: string): void {
    const slip = this.#slips.get(key);
    if (slip?.view.phase.name !== 'done') return;
    this.#free(slip);
    this.#put(slip, { name: 'released' });
  }

  /** Breaks off what is open. What was received stays until {@link discard}. Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    for (const { view } of [...this.#open()]) this.cancel(view.key);
  }

  /** Closes, and lets go of all that was received. */
  discard(): void {
    this.close();
    for (const slip of this.#slips.values()) this.#free(slip);
    this.#slips.clear();
    this.changed();
  }

  protected build(): ReadonlyMap<string, FileView> {
    return new Map([...this.#slips].map(([key, { view }]) => [key, view]));
  }

  #open(): readonly Slip[] {
    return [...this.#slips.values()].filter(({ view }) => isOpen(view));
  }

  #added(transfer: Transfer): void {
    const { up, userid, username, size } = transfer;
    const open = this.#open();
    const fromOne = open.filter(({ view }) => !view.up && view.peer.id === userid).length;
    if (!up && (open.length >= MOST_OPEN || fromOne >= MOST_FROM_ONE)) {
      transfer.cancel('too many files at once');
      return;
    }
    this.#lastKey += 1;
    const view: FileView = {
      key: this.#lastKey.toString(),
      up,
      peer: { id: userid, name: displayName(username) },
      name: safeName(transfer.name),
      size,
      phase: { name: 'offered' },
    };
    const slip: Slip = { view, transfer, meter: new PaceMeter(size), mine: false, drawnAt: 0 };
    this.#slips.set(view.key, slip);
    transfer.onevent = (state, data) => {
      this.#changedTo(slip, state, data);
    };
    this.#forgetOld();
    this.changed();
    this.#options.added(view);
  }

  #changedTo(slip: Slip, state: TransferredFile['state'], data: unknown): void {
    const { transfer, view, mine } = slip;
    switch (state) {
      case 'connecting':
        this.#put(slip, { name: 'connecting' });
        return;
      case 'connected':
        this.#moved(slip);
        return;
      case 'done':
        this.#put(slip, { name: 'done', url: data instanceof Blob ? this.#keep(data) : undefined });
        return;
      case 'cancelled':
        this.#put(slip, endOf(view.phase.name, data, { up: transfer.up, mine }));
        return;
      case '':
      case 'inviting':
      case 'closed':
        return;
    }
  }

  #moved(slip: Slip): void {
    const { transfer, meter } = slip;
    const now = this.#options.clock.now();
    const first = slip.view.phase.name !== 'moving';
    if (!first && now - slip.drawnAt < DRAWN_EVERY_MS) return;
    slip.drawnAt = now;
    meter.note(transfer.datalen, now);
    this.#put(slip, { name: 'moving', bytes: transfer.datalen, pace: meter.pace() });
  }

  #put(slip: Slip, phase: FilePhase): void {
    slip.view = { ...slip.view, phase };
    this.changed();
  }

  #keep(blob: Blob): string {
    const { keep = (kept: Blob) => URL.createObjectURL(kept) } = this.#options;
    return keep(blob);
  }

  #free({ view: { phase } }: Slip): void {
    if (phase.name !== 'done' || phase.url === undefined) return;
    const {
      release = (url: string) => {
        URL.revokeObjectURL(url);
      },
    } = this.#options;
    release(phase.url);
  }

  #forgetOld(): void {
    const over = [...this.#slips.values()].filter(({ view }) => !isOpen(view));
    for (const slip of over.slice(0, -MOST_OVER)) {
      this.#free(slip);
      this.#slips.delete(slip.view.key);
    }
  }
}
