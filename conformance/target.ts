import type { Dialect } from './dialects/actor.ts';

/** How an administrator of the whole server logs in. */
export interface AdminCredentials {
  readonly username: string;
  readonly password: string;
}

/** A server under test: where it is, what it was started with, and whom it knows. */
export interface Target {
  /** Such as `http://127.0.0.1:8443`, without a slash at its end. Certificates are not checked. */
  readonly baseUrl: string;
  /** The folder of group files that the server uses; the suite writes there. */
  readonly groupsDir: string;
  /** The data folder that the server uses; the suite writes `config.json` there. */
  readonly dataDir: string;
  /** The folder of recordings, where it is known. */
  readonly recordingsDir?: string | undefined;
  /** Who stands in `config.json` as administrator while the suite runs. */
  readonly admin: AdminCredentials;
  /** The dialects that the server speaks on its websocket. */
  readonly dialects: readonly Dialect[];
  /** It is Galène itself, of which some faults are known: what it is known to fail is not asked of it. */
  readonly isReference: boolean;
  /** Why no media can pass between the suite and the server; absent where it can. */
  readonly mediaObstacle?: string | undefined;
  /** Group pages are those of Galène's own client. */
  readonly hasStockPages?: boolean | undefined;
  /** A `galenectl` program to drive the server with, where there is one. */
  readonly galenectl?: string | undefined;
}

/** A server that the suite has started itself. */
export interface LaunchedTarget extends Target {
  /** The last lines that the server has printed, for reports. */
  readonly log: readonly string[];
  /** Ends the server and removes its folders. */
  stop(): Promise<void>;
}

/** Who administers a launched server; nobody else knows it. */
export const ADMIN: AdminCredentials = { username: 'root-of-tests', password: 'xyzzy-plugh' };

/** The address of the websocket. */
export function socketUrl(target: Target): string {
  return `${target.baseUrl.replace(/^http/, 'ws')}/ws`;
}

/** `host:port` of the server, as browsers send it. */
export function hostOf(target: Target): string {
  return new URL(target.baseUrl).host;
}
