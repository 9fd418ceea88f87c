import { z } from 'zod';
import type { ApplicationValue, MemberId } from '@evagore/shared';
import type { ServerConnection } from './server-connection.ts';
import { callBack, handled } from './callbacks.ts';
import { NotSupported } from './errors.ts';
import { FileReceiver, FileSender, type Peer } from './file-peer.ts';
import { endOfRefusal, ToldEnd, type TransferEnd } from './transfer-end.ts';

/** The only version of the transfer protocol so far. */
const VERSION = '1';

const FileId = z.string().min(1).max(64);

/** What two ends tell each other inside of a user message of kind `filetransfer`. */
export const TransferMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('invite'),
    version: z.array(z.string()),
    id: FileId,
    name: z.string().max(1024),
    size: z.int().min(0),
    mimetype: z.string().max(256),
  }),
  z.object({ type: z.literal('offer'), version: z.array(z.string()), id: FileId, sdp: z.string() }),
  z.object({ type: z.literal('answer'), id: FileId, sdp: z.string() }),
  z.object({
    type: z.literal('ice'),
    id: FileId,
    candidate: z.record(z.string(), z.unknown()).nullable().optional(),
  }),
  z.object({
    type: z.literal('cancel'),
    id: FileId,
    message: z.unknown().optional(),
    reason: ToldEnd.optional().catch(undefined),
  }),
]);
export type TransferMessage = z.infer<typeof TransferMessage>;

/**
 * `''` at first, then `inviting`, `connecting` (the other end accepts), `connected` (data flows), `done` or
 * `cancelled`, and at last `closed`.
 */
export type TransferState = '' | 'inviting' | 'connecting' | 'connected' | 'done' | 'cancelled' | 'closed';

/**
 * A file on its way from one member to another, without the server.
 *
 * @see Galène protocol, "Peer-to-peer file transfer".
 */
export class TransferredFile {
  readonly sc: ServerConnection;
  /** The other end. */
  readonly userid: MemberId;
  readonly username: string;
  readonly id: string;
  /** Whether this end sends. */
  readonly up: boolean;
  readonly name: string;
  readonly mimetype: string;
  /** Bytes. */
  readonly size: number;
  /** What is sent; null at the receiving end. */
  readonly file: File | null;
  state: TransferState = '';
  /** Why it was cancelled; undefined before that. */
  ended: TransferEnd | undefined;
  /** How many bytes have been sent or received. */
  datalen = 0;
  /** Called on every change of state, and on progress (`connected`); with `done`, the receiver gets the file. */
  onevent: ((this: TransferredFile, state: TransferState, data?: unknown) => void) | null = null;
  #peer: Peer | undefined;
  readonly #onClosed: (file: TransferredFile) => void;

  /** @internal Transfers are made by their connection. */
  constructor(
    sc: ServerConnection,
    options: Pick<
      TransferredFile,
      'userid' | 'username' | 'id' | 'up' | 'name' | 'mimetype' | 'size' | 'file'
    > & { onClosed: (file: TransferredFile) => void },
  ) {
    this.sc = sc;
    this.userid = options.userid;
    this.username = options.username;
    this.id = options.id;
    this.up = options.up;
    this.name = options.name;
    this.mimetype = options.mimetype;
    this.size = options.size;
    this.file = options.file;
    this.#onClosed = options.onClosed;
  }

  /** The key in `transferredFiles`. */
  fullid(): string {
    return `${this.userid}-${this.id}`;
  }

  /** Accepts an offered file. */
  receive(): Promise<void> {
    return handled(this.#accept());
  }

  /**
   * Ends the transfer and tells the other end why.
   *
   * @param message - For people.
   * @param reason - For the other end, if it is of this library.
   */
  cancel(message?: string, reason?: ToldEnd): void {
    this.#abort('cancelled', message, reason);
  }

  /** Ends the transfer at this end only. */
  fail(message?: unknown, reason: TransferEnd = 'failed'): void {
    if (this.#over) return;
    this.ended = reason;
    this.changed('cancelled', message);
    this.close();
  }

  /** @internal Ends the transfer because something is wrong, and tells the other end. */
  breakOff(message: string, reason: TransferEnd = 'failed'): void {
    this.#abort(reason, message, reason === 'unreachable' ? reason : 'failed');
  }

  /** @internal */
  changed(state: TransferState, data?: unknown): void {
    this.state = state;
    callBack(this.onevent, this, state, data);
  }

  /** @internal Releases what the transfer holds. */
  close(): void {
    if (this.state === 'closed') return;
    this.#peer?.close();
    this.changed('closed');
    this.#onClosed(this);
  }

  /** @internal */
  tell(message: TransferMessage): void {
    this.sc.userMessage('filetransfer', this.userid, message as ApplicationValue).catch((error: unknown) => {
      // Who may not write, or whose peer is gone, would wait for ever.
      this.fail(error instanceof Error ? error.message : String(error), endOfRefusal(error));
    });
  }

  /** @internal A message of the other end. */
  async received(message: TransferMessage): Promise<void> {
    switch (message.type) {
      case 'invite':
        this.breakOff('the file was offered twice');
        break;
      case 'offer': {
        if (!this.up || this.file === null || this.state !== 'inviting') return;
        if (!message.version.includes(VERSION)) {
          this.breakOff('the other end speaks another version of file transfers');
          return;
        }
        this.changed('connecting');
        const peer = new FileSender(newPeerConnection(this.sc), this, this.file);
        this.#peer = peer;
        const sdp = await peer.answer(message.sdp);
        if (this.#over) return;
        this.tell({ type: 'answer', id: this.id, sdp });
        this.changed('connected');
        break;
      }
      case 'answer':
        if (this.up || !(this.#peer instanceof FileReceiver)) return;
        await this.#peer.answered(message.sdp);
        if (!this.#over) this.changed('connected');
        break;
      case 'ice':
        await this.#peer?.addCandidate(message.candidate ?? null);
        break;
      case 'cancel':
        this.fail(message.message, message.reason ?? 'told');
        break;
    }
  }

  /** Whether nothing can follow any more. */
  get #over(): boolean {
    return this.state === 'done' || this.state === 'cancelled' || this.state === 'closed';
  }

  #abort(ended: TransferEnd, message: string | undefined, reason: ToldEnd | undefined): void {
    if (this.#over) return;
    if (this.state !== '') {
      this.tell({
        ...{ type: 'cancel', id: this.id },
        ...(message !== undefined && { message }),
        ...(reason !== undefined && { reason }),
      });
    }
    this.fail(message, ended);
  }

  async #accept(): Promise<void> {
    if (this.up || this.state !== 'inviting' || this.#peer !== undefined) {
      throw new Error('only an offered file can be accepted');
    }
    try {
      const peer = new FileReceiver(newPeerConnection(this.sc), this);
      this.#peer = peer;
      const sdp = await peer.offer();
      if (this.#over) return;
      this.tell({ type: 'offer', version: [VERSION], id: this.id, sdp });
      this.changed('connecting');
    } catch (error) {
      this.breakOff(String(error));
      throw error;
    }
  }
}

/** The transfers of one connection. */
export class FileTransfers {
  readonly all: Record<string, TransferredFile> = {};
  readonly #sc: ServerConnection;
  readonly #newId: () => string;

  constructor(sc: ServerConnection, newId: () => string) {
    this.#sc = sc;
    this.#newId = newId;
    sc.events.on('userChanged', (id, kind) => {
      if (kind !== 'delete') return;
      for (const file of Object.values(this.all))
        if (file.userid === id) file.fail('user has gone away', 'left');
    });
  }

  find(userid: string, fileid: string): TransferredFile | undefined {
    const file = this.all[`${userid}-${fileid}`];
    // Both parts may contain a hyphen; nobody may speak for another's transfer.
    return file?.userid === userid ? file : undefined;
  }

  /** @throws Error where there is no such member. */
  send(userid: string, file: File): void {
    const user = this.#sc.users[userid];
    if (user === undefined) throw new Error('there is no such member');
    const { name, size, type: mimetype } = file;
    const up = true;
    const transfer = this.#open({
      userid,
      username: user.username,
      id: this.#newId(),
      up,
      name,
      mimetype,
      size,
      file,
    });
    if (!this.#announce(transfer)) return;
    transfer.tell({ type: 'invite', version: [VERSION], id: transfer.id, name, size, mimetype });
    transfer.changed('inviting');
  }

  /** Takes a user message of kind `filetransfer`. */
  receive(source: MemberId | undefined, username: string | undefined, value: unknown): void {
    const parsed = TransferMessage.safeParse(value);
    if (source === undefined || !parsed.success) return;
    const message = parsed.data;
    const known = this.find(source, message.id);
    if (known !== undefined) {
      known.received(message).catch((error: unknown) => {
        known.breakOff(String(error));
      });
    } else if (message.type === 'invite') {
      this.#invited(source, username ?? '', message);
    }
  }

  close(): void {
    for (const file of Object.values(this.all)) file.fail('the connection was closed', 'closed');
  }

  #invited(source: MemberId, username: string, invite: Extract<TransferMessage, { type: 'invite' }>): void {
    const { id, name, mimetype, size } = invite;
    const transfer = this.#open({
      userid: source,
      username,
      id,
      up: false,
      name,
      mimetype,
      size,
      file: null,
    });
    transfer.state = 'inviting';
    if (!invite.version.includes(VERSION)) {
      transfer.breakOff(`only version ${VERSION} of file transfers is supported`);
      return;
    }
    if (this.#announce(transfer)) transfer.changed('inviting');
  }

  /** The application sets its callback now, or throws to reject; then this is false. */
  #announce(transfer: TransferredFile): boolean {
    try {
      this.#sc.events.emit('fileOffered', transfer);
      this.#sc.onfiletransfer?.(transfer);
      return true;
    } catch (error) {
      transfer.cancel(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  #open(
    options: { userid: string } & Omit<
      ConstructorParameters<typeof TransferredFile>[1],
      'userid' | 'onClosed'
    >,
  ): TransferredFile {
    const transfer = new TransferredFile(this.#sc, {
      ...options,
      userid: options.userid as MemberId,
      onClosed: (closed) => {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- read as a plain object by applications
        delete this.all[closed.fullid()];
      },
    });
    this.all[transfer.fullid()] = transfer;
    return transfer;
  }
}

function newPeerConnection(sc: ServerConnection): RTCPeerConnection {
  if (!('RTCPeerConnection' in globalThis)) throw new NotSupported('files cannot be transferred here');
  return new RTCPeerConnection(sc.getRTCConfiguration());
}
