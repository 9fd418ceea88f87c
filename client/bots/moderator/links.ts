const BETWEEN_WORDS = /[\s<>"()[\]{}|]+/;
const SCHEME = /[a-z][a-z0-9+.-]{1,20}:\/\/.*/i;
const WWW = /(?:^|[^a-z0-9])(www\..+)/i;
/** A host without a scheme is taken for a link only with a path: otherwise a full stop without a space would be one. */
const BARE = /(?:^|[^a-z0-9.@-])((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\/.*)/i;
/** Whoever writes longer words than this does not write addresses. */
const MOST_CHARACTERS = 2000;

/** The hosts that a text links to, in lower case; `''` for a link without one, such as `file:///x`. */
export function hostsIn(text: string): string[] {
  return text.split(BETWEEN_WORDS).flatMap((word) => {
    const address = addressIn(word.slice(0, MOST_CHARACTERS));
    return address === undefined ? [] : [URL.parse(address)?.hostname ?? ''];
  });
}

/** Whether a text links to anything but these hosts and what is below them. */
export function linksElsewhere(text: string, allowed: readonly string[]): boolean {
  const hosts = allowed.map((host) => host.toLowerCase());
  return hostsIn(text).some((found) => !hosts.some((host) => found === host || found.endsWith(`.${host}`)));
}

function addressIn(word: string): string | undefined {
  const [withScheme] = SCHEME.exec(word) ?? [];
  if (withScheme !== undefined) return withScheme;
  const [, bare] = WWW.exec(word) ?? BARE.exec(word) ?? [];
  return bare === undefined ? undefined : `https://${bare}`;
}
