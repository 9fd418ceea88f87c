import type { Capability } from '../capabilities.ts';
import { GALENE, type Dialect } from '../dialect.ts';
import { reasonOf } from './endings.ts';
import { GaleneInterpreter } from './interpreter.ts';
import { GaleneMedia } from './media.ts';

/** What of {@link CAPABILITIES} a real Galène has. */
const NONE: ReadonlySet<Capability> = new Set();

/** A real Galène, or whoever else speaks version `"2"` of its protocol. */
export const galeneDialect: Dialect = {
  version: GALENE,
  capabilities: NONE,
  // Often enough for proxies that close what is silent for a minute; then it has 65 s of silence in all.
  pingAfterMs: 15_000,
  answerAfterMs: 50_000,
  interpreter: (options) => new GaleneInterpreter(options),
  reasonOf,
  media: (options) => new GaleneMedia(options),
};
