/** Who may open a connection from a web page. */
export interface OriginQuestion {
  /** The request's `Origin`; undefined where it has none, as with programs that are no browser. */
  readonly origin: string | undefined;
  /** The request's `Host`. */
  readonly host: string | undefined;
  /** Origins beside the server's own, as configured. */
  readonly allowed: readonly string[];
  /** Where the server is reached from outside, if that is configured. */
  readonly publicUrl?: string | undefined;
}

/**
 * Whether a page of this origin may open a connection.
 *
 * @see Galène protocol, "/ws": no origin; the same host and port; or one that is configured, to the letter but for
 * case. There is no wildcard, and `null` (sandboxed pages, files) is foreign. The origin of `publicUrl` is our
 * own, whatever the proxy makes of `Host`.
 */
export function originAllowed({ origin, host, allowed, publicUrl }: OriginQuestion): boolean {
  if (origin === undefined) return true;
  const asked = origin.toLowerCase();
  if (allowed.some((one) => one.toLowerCase() === asked)) return true;
  if (publicUrl !== undefined && new URL(publicUrl).origin === asked) return true;
  return (
    host !== undefined &&
    /^https?:\/\//.test(asked) &&
    asked.replace(/^https?:\/\//, '') === host.toLowerCase()
  );
}
