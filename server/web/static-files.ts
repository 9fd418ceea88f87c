import { stat } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { isInside } from '../access/group-path.ts';
import { HttpRefusal } from './error-page.ts';

const INDEX = 'index.html';
/** Names under `assets/` carry a hash of their content, so that a name never gets another content. */
const FOREVER = 'public, max-age=31536000, immutable';
/** Others are asked for again after half an hour, as with Galène. */
const FOR_A_WHILE = 'public, max-age=1800';
/** Pages name the hashed files of one build, and are checked each time. */
const CHECKED = 'no-cache';

/** What the other routes need of the built web client. */
export interface StaticFiles {
  /** Answers with the page of the web client, which finds by its address what to show. */
  page(reply: FastifyReply): Promise<FastifyReply>;
  /** Answers with a file of another folder, or the part of it that is asked for. */
  file(reply: FastifyReply, folder: string, name: string): FastifyReply;
}

/** Serves the files of the built web client, and its page at `/`. */
export async function addStaticFiles(app: FastifyInstance, staticDir: string): Promise<StaticFiles> {
  const root = path.resolve(staticDir);
  await app.register(fastifyStatic, {
    root,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    suppressWarning: true,
    setHeaders: (reply, file) => {
      // Who sends a file of another folder says for how long it holds.
      if (isInside(root, file)) void reply.header('cache-control', lifetimeOf(path.relative(root, file)));
    },
  });
  const page = async (reply: FastifyReply): Promise<FastifyReply> => {
    // The client may be built, or built anew, while the server runs.
    const isBuilt = await stat(path.join(root, INDEX)).catch(() => undefined);
    if (isBuilt === undefined) {
      throw new HttpRefusal(
        503,
        'The web client has not been built. "npm start" builds it and starts the server.',
      );
    }
    return reply.sendFile(INDEX);
  };
  app.get('/', (_request, reply) => page(reply));
  return { page, file: (reply, folder, name) => reply.sendFile(name, folder) };
}

function lifetimeOf(file: string): string {
  if (file.startsWith(`assets${path.sep}`)) return FOREVER;
  return file.endsWith('.html') ? CHECKED : FOR_A_WHILE;
}
