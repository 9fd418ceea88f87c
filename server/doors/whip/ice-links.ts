import type { RtcConfiguration } from '@evagore/shared';

type IceServer = NonNullable<RtcConfiguration['iceServers']>[number];

/**
 * The `Link` headers that name STUN and TURN servers, one for each address.
 *
 * @param options - `secrets`: whether the one who reads them may know the servers' credentials. Servers that ask for
 * some are of no use without, and are left out then.
 * @see RFC 9725, section 4.6
 */
export function iceLinks({ iceServers = [] }: RtcConfiguration, options: { secrets: boolean }): string[] {
  return iceServers
    .filter(({ credential }) => options.secrets || credential === undefined)
    .flatMap((server) => server.urls.filter(isPlain).map((url) => linkTo(url, server)));
}

function linkTo(url: string, { username, credential }: IceServer): string {
  return [
    `<${url}>; rel="ice-server"`,
    ...(username === undefined ? [] : [`username=${quoted(username)}`]),
    ...(credential === undefined ? [] : [`credential=${quoted(credential)}`, 'credential-type="password"']),
  ].join('; ');
}

/** What would end the address, or the header, has no place in it. */
function isPlain(url: string): boolean {
  return /^[!-;=?-~]+$/.test(url);
}

/** Characters beyond those of headers cannot be told, and no server's credentials have them. */
function quoted(text: string): string {
  return `"${text.replaceAll(/[^\t -~]/g, '').replaceAll(/["\\]/g, '\\$&')}"`;
}
