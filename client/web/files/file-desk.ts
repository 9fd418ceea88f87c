import type { ServerConnectionEvents, TransferredFile } from '@evagore/client';
import type { Emitter, Permission } from '@evagore/shared';
import { displayName } from '../state/participants.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import type { Clock } from '../time/clock.ts';
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
  | 'ended'
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
  readonly clock: Pick<Clock, 'now'>;
  /** A file is offered to one, or by one. */
  readonly added: (view: FileView) => void;
  /** It has arrived, or come to nothing. */
  readonly over: (view: FileView) => void;
  /** Keeps what was received where the browser can save it from; by default as an object URL. */
  readonly keep?: (blob: Blob) => string;
  readonly release?: (url: string) => void;
}

/** Why a file cannot be offered, or not accepted. */
export type FileObstacle = 'gone' | 'may-not-write' | 'too-many' | 'memory-full';

/** So many may be open at once, and so many of them come from one person. */
const MOST_OPEN = 12;
const MOST_FROM_ONE = 4;

/** Cards of what is over. What was received and not saved yet is not forgotten for that. */
const MOST_OVER = 30;

/** Bytes that are kept in memory at most, unless a single file is larger: it would be in nobody's way. */
const MOST_KEPT = 1_000_000_000;

/** Pieces come by the thousand; the card need not follow each. */
const DRAWN_EVERY_MS = 200;

interface Slip {
  view: FileView;
  readonly transfer: Transfer;
  readonly meter: PaceMeter;
  /** The person has it outside of the page. */
  saved: boolean;
  /** By the clock. */
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

  /** Accepts an offered file. What goes wrong later is on the card. */
  accept(key: string): FileObstacle | undefined {
    const slip = this.#slips.get(key);
    if (slip === undefined || slip.view.up || slip.view.phase.name !== 'offered') return undefined;
    const held = this.#heldBytes();
    if (held > 0 && held + slip.view.size > MOST_KEPT) return 'memory-full';
    slip.transfer.receive().catch(() => {
      if (isOpen(slip.view)) this.#put(slip, { name: 'ended', why: 'failed' });
    });
    return undefined;
  }

  /** Rejects, withdraws or breaks off. */
  cancel(key: string): void {
    const slip = this.#slips.get(key);
    if (slip !== undefined && isOpen(slip.view)) slip.transfer.cancel();
  }

  /** The person has saved a received file; from now on its card may go. */
  saved(key: string): void {
    const slip = this.#slips.get(key);
    if (slip !== undefined) slip.saved = true;
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
      transfer.cancel('too many files at once', 'busy');
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
    const slip: Slip = { view, transfer, meter: new PaceMeter(size), saved: false, drawnAt: 0 };
    this.#slips.set(view.key, slip);
    transfer.onevent = (state, data) => {
      this.#changedTo(slip, state, data);
    };
    this.#forgetOld();
    this.changed();
    this.#options.added(view);
  }

  #changedTo(slip: Slip, state: TransferredFile['state'], data: unknown): void {
    const { transfer, view } = slip;
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
        this.#put(
          slip,
          endOf(view.phase.name, { reason: transfer.ended ?? 'failed', message: data, up: transfer.up }),
        );
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
    const wasOpen = isOpen(slip.view);
    slip.view = { ...slip.view, phase };
    this.changed();
    if (wasOpen && !isOpen(slip.view)) this.#options.over(slip.view);
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

  /** What was received and is still here, and what is on its way to that. */
  #heldBytes(): number {
    const held = ({ view: { up, phase } }: Slip) =>
      !up && (phase.name === 'connecting' || phase.name === 'moving' || isKept(phase));
    return [...this.#slips.values()].filter(held).reduce((sum, { view }) => sum + view.size, 0);
  }

  #forgetOld(): void {
    const over = [...this.#slips.values()].filter(({ view }) => !isOpen(view));
    for (const slip of over.slice(0, -MOST_OVER)) {
      if (isKept(slip.view.phase) && !slip.saved) continue;
      this.#free(slip);
      this.#slips.delete(slip.view.key);
    }
  }
}

function isKept(phase: FilePhase): boolean {
  return phase.name === 'done' && phase.url !== undefined;
}
