import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { pathText, reasonOf } from '../../config/problems.ts';
import { BadBody, BodyTooLarge, UnsupportedMediaType } from './refusals.ts';

/** Bodies of requests, read only when everything else is in order. */

/** @see Galène protocol, "Admin API": bodies of at most a mebibyte. */
const MAX_BYTES = 1_048_576;
/** Group files have five levels or so; functions that call themselves end somewhere after some thousands. */
const MAX_DEPTH = 64;

/** Lets handlers of a scope find the body unread, so that they can look at who asks before. */
export function leaveBodiesUnread(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, payload, parsed) => {
    parsed(null, payload);
  });
}

/**
 * The body as text.
 *
 * @throws UnsupportedMediaType, BodyTooLarge; BadBody where it is no UTF-8
 */
export async function readText(request: IncomingMessage, mediaType: string): Promise<string> {
  if (mediaTypeOf(request.headers['content-type']) !== mediaType) throw new UnsupportedMediaType(mediaType);
  return readBody(request, MAX_BYTES);
}

/**
 * The body as text, of whatever type it is.
 *
 * @throws BodyTooLarge; BadBody where it is no UTF-8
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new BodyTooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  // Destroyed early, the request would take the connection with it, and the answer.
  const pieces: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of pieces) {
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLarge(maxBytes);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new BadBody('the body is not UTF-8', { cause: error });
  }
}

/**
 * The value that a JSON text stands for.
 *
 * @throws BadBody
 */
export function parseJson(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH) throw new BadBody(`the body is nested deeper than ${MAX_DEPTH.toString()}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadBody('the body is not JSON', { cause: error });
  }
}

/**
 * A value that fits its schema.
 *
 * @throws BadBody, which says where it does not.
 */
export function checked<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue === undefined) throw new BadBody('the body does not fit its schema');
  const at = pathText(issue.path);
  throw new BadBody(at === '' ? reasonOf(issue) : `${at}: ${reasonOf(issue)}`);
}

/** How deep brackets are nested, at most; those inside of texts are passed over. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (isInText) {
      if (letter === '\\') i++;
      else if (letter === '"') isInText = false;
    } else if (letter === '"') isInText = true;
    else if (letter === '[' || letter === '{') deepest = Math.max(deepest, ++depth);
    else if (letter === ']' || letter === '}') depth--;
  }
  return deepest;
}

function mediaTypeOf(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
