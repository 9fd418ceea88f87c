import { Ref, ServerMessage, type GaleneMessage } from '@evagore/shared';
import { z } from 'zod';
import { ProtocolError } from './errors.ts';

/** One item of a server's frame, and whether it counts for the cursor. */
export type Item = { readonly counts: boolean } & (
  | { readonly kind: 'message'; readonly message: ServerMessage }
  /** Speaks of streams that have peer connections of their own, in the words of that dialect. */
  | { readonly kind: 'media'; readonly message: GaleneMessage }
  /** Of a type that came into the dialect later. */
  | { readonly kind: 'unknown' }
  /** Makes no sense; `ref` names the question that it answers, as far as can be seen. */
  | { readonly kind: 'unreadable'; readonly error: ProtocolError; readonly ref: Ref | undefined }
);

/** What belongs to a connection alone is not counted, because it is not said again on another one. */
const UNCOUNTED: ReadonlySet<unknown> = new Set(['handshake', 'ping', 'pong', 'resumed', 'closing']);

const Typed = z.object({ type: z.unknown() });
/** What is left to see of an answer whose rest makes no sense. */
const UnreadableAnswer = z.object({ type: z.enum(['ack', 'error']), ref: Ref });

/** The items of a frame: an object is one, an array holds any number. */
export function itemsOf(text: string): unknown[] {
  const frame = parseJson(text);
  return Array.isArray(frame) ? (frame as unknown[]) : [frame];
}

/** Reads an item by the server's schemas. */
export function readItem(raw: unknown): Item {
  const counts = !UNCOUNTED.has(Typed.safeParse(raw).data?.type);
  const parsed = ServerMessage.safeParse(raw);
  if (parsed.success) return { counts, kind: 'message', message: parsed.data };
  const [issue] = parsed.error.issues;
  if (issue?.code === 'invalid_union' && issue.path[0] === 'type') return { counts, kind: 'unknown' };
  const error = new ProtocolError(parsed.error.message, { cause: parsed.error });
  return { counts, kind: 'unreadable', error, ref: UnreadableAnswer.safeParse(raw).data?.ref };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
