import type { CloseReason, GALENE_VERSION, MemberId, NATIVE_VERSION } from '@evagore/shared';
import type { Capability } from './capabilities.ts';
import type { Item } from './frame.ts';
import type { MediaOptions, StreamMedia } from './media/stream-media.ts';
import type { World } from './world.ts';

/** What is offered in a handshake, the preferred one first. */
export const NATIVE: typeof NATIVE_VERSION = 'evagore-1';
export const GALENE: typeof GALENE_VERSION = '2';

/** How servers of one version of the protocol are spoken with. To the rest of the library all of them speak our own. */
export interface Dialect {
  readonly version: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** After so much silence the server is asked whether it is there. */
  readonly pingAfterMs: number;
  /** When it has been silent for so long since it was asked, it is given up. */
  readonly answerAfterMs: number;
  /** What translates for one connection. */
  interpreter(options: InterpreterOptions): Interpreter;
  /** Why a connection ended, where the server did not say so before. */
  reasonOf(wsCode: number, wsReason: string): CloseReason;
  /** What carries the streams of one membership. */
  media(options: MediaOptions): StreamMedia;
}

export interface InterpreterOptions {
  readonly world: Pick<World, 'after' | 'newId'>;
  readonly id: MemberId;
  /** There was another connection to the server before, which it may not have forgotten yet. */
  readonly returning: boolean;
  /** Says something in the server's words. */
  send(message: object): void;
  /** Tells what the server has said, in ours. */
  heard(item: Item): void;
}

/** Stands between one connection and the library: hears the server's words, and says ours in them. */
export interface Interpreter {
  /** Says a message of ours; one without `ref`, which is no question, may be in the server's words already. */
  say(message: object): void;
  /** The server has said something: what was JSON, or else undefined. */
  hear(raw: unknown): void;
  /** The connection is gone. Idempotent. */
  close(): void;
}
