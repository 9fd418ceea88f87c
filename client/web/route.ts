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

/** What a person typed or pasted into the box for a name: a name, or the address of a group. */
export function groupFromInput(input: string): string {
  const text = input.trim();
  const address = /^https?:\/\/[^/]+(\/[^?#]*)/.exec(text)?.[1];
  if (address?.startsWith(GROUP_PREFIX)) return decodeName(address.slice(GROUP_PREFIX.length));
  return trimSlashes(text);
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
