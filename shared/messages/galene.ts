import { z } from 'zod';
import { IceServer } from './media.ts';

/**
 * The envelope of Galène's own dialect, version `"2"`, in both directions.
 *
 * All messages share one set of fields, and which of them matter depends on `type` and `kind`. Unknown fields are
 * dropped and `null` stands for absent, as its clients expect; a field of another JSON type is an error.
 *
 * @see Galène protocol, "Framing and typing".
 */
export const GaleneMessage = z.object({
  type: optional(z.string().max(64)),
  kind: optional(z.string().max(64)),
  error: optional(z.string().max(256)),
  id: optional(z.string().max(256)),
  replace: optional(z.string().max(256)),
  source: optional(z.string().max(256)),
  dest: optional(z.string().max(256)),
  username: optional(z.string().max(1024)),
  password: optional(z.string().max(1024)),
  token: optional(z.string().max(8192)),
  group: optional(z.string().max(1024)),
  time: optional(z.string().max(64)),
  sdp: optional(z.string()),
  label: optional(z.string().max(256)),
  version: optional(z.array(z.string().max(64)).max(16)),
  permissions: optional(z.array(z.string().max(64)).max(64)),
  privileged: optional(z.boolean()),
  noecho: optional(z.boolean()),
  status: optional(fields()),
  data: optional(fields()),
  rtcConfiguration: optional(
    z.object({
      iceServers: optional(
        z.array(IceServer.extend({ credentialType: optional(z.string().max(64)) })).max(16),
      ),
      iceTransportPolicy: optional(z.string().max(64)),
    }),
  ),
  candidate: optional(
    z.object({
      candidate: optional(z.string().max(4096)),
      sdpMid: optional(z.string().max(256)),
      sdpMLineIndex: optional(z.int().min(0).max(65_535)),
      usernameFragment: optional(z.string().max(256)),
    }),
  ),
  value: z.unknown().optional(),
  request: z.unknown().optional(),
});
export type GaleneMessage = z.infer<typeof GaleneMessage>;

/** The name of Galène's dialect in a handshake. */
export const GALENE_VERSION = '2';

function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** An object whose fields are looked at by whoever uses them. */
function fields() {
  return z.record(z.string(), z.unknown());
}
