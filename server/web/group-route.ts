import { GroupName } from '@evagore/shared';

/** What a path below `/group/` asks for. */
export type GroupRoute =
  | { readonly kind: 'page'; readonly name: GroupName }
  /** `resource` starts with a dot; a slash and what follows belong to it. */
  | { readonly kind: 'resource'; readonly name: GroupName; readonly resource: string }
  /** The same in its proper spelling. */
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'nothing' };

/**
 * Reads the target of a request.
 *
 * @param target - As it came, percent-encoded, with or without a query; the query is lost in redirects.
 * @param prefix - What stands before `group/`, with a slash at its end; redirects keep it.
 * @see Galène protocol, "Groups under /group/": the first component with a leading dot ends the name.
 */
export function groupRoute(target: string, prefix = '/'): GroupRoute {
  const path = decoded(target.split(/[?#]/, 1)[0] ?? '');
  const groups = `${prefix}group/`;
  if (!path?.startsWith(groups)) return { kind: 'nothing' };
  const parts = path.slice(groups.length).split('/');
  // A browser would take these for a way up, and go elsewhere when redirected.
  if (parts.includes('.') || parts.includes('..')) return { kind: 'nothing' };
  const dot = parts.findIndex((part) => part.startsWith('.'));
  const inName = (dot < 0 ? parts : parts.slice(0, dot)).filter((part) => part !== '');
  const name = GroupName.safeParse(inName.join('/')).data;
  if (name === undefined) return { kind: 'nothing' };

  const rest = dot < 0 ? '' : parts.slice(dot).join('/');
  const proper = `${groups}${name}/${rest}`;
  if (path !== proper) {
    return { kind: 'redirect', to: `${prefix}${groupPath(name).slice(1)}${encoded(rest)}` };
  }
  return dot < 0 ? { kind: 'page', name } : { kind: 'resource', name, resource: rest };
}

/** The path of a group's page: `/group/physics/lab%203/`. */
export function groupPath(name: GroupName): string {
  return `/group/${encoded(name)}/`;
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
