/** What an address asks for. */
export type Route =
  { readonly page: 'landing' } | { readonly page: 'group'; readonly group: string; readonly token?: string };

const GROUP_PREFIX = '/group/';

/** Reads the page's address. A group's name may contain slashes, and be percent-encoded. */
export function routeOf(location: { readonly pathname: string; readonly search: string }): Route {
  if (!location.pathname.startsWith(GROUP_PREFIX)) return { page: 'landing' };
  const group = decodeName(location.pathname.slice(GROUP_PREFIX.length));
  if (group === '') return { page: 'landing' };
  const token = new URLSearchParams(location.search).get('token');
  return { page: 'group', group, ...(token ? { token } : {}) };
}

/** The path of a group's page. */
export function groupPath(group: string): string {
  return `${GROUP_PREFIX}${group.split('/').map(encodeURIComponent).join('/')}/`;
}

/** Where somebody wants to go who typed or pasted something into the box for a name. */
export type Destination =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'group'; readonly group: string; readonly token?: string }
  /** A link to a group of another server. */
  | { readonly kind: 'elsewhere'; readonly address: string };

/**
 * Reads what a person typed or pasted into the box for a name: a name, or a link to a group.
 *
 * @param origin - Of this page, as in `location.origin`.
 */
export function destinationOf(input: string, origin: string): Destination {
  const text = input.trim();
  const link = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  const route = link === undefined ? undefined : routeOf(link);
  if (link === undefined || route?.page !== 'group') {
    const group = trimSlashes(text);
    return group === '' ? { kind: 'nothing' } : { kind: 'group', group };
  }
  if (link.origin !== origin) return { kind: 'elsewhere', address: link.href };
  const { group, token } = route;
  return { kind: 'group', group, ...(token !== undefined && { token }) };
}

/** Whether a text is an address that a browser may be sent to. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function decodeName(path: string): string {
  return trimSlashes(
    path
      .split('/')
      .map((part) => {
        try {
          return decodeURIComponent(part);
        } catch {
          // A stray percent sign: the name as it was typed is the best guess.
          return part;
        }
      })
      .join('/'),
  );
}

function trimSlashes(name: string): string {
  return name.replace(/^\/+|\/+$/g, '');
}
