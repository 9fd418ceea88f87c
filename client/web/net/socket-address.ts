/** Where the signalling is, if nothing else is said: beside the page. */
export function socketAddress(page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'http:' ? 'ws' : 'wss'}://${page.host}/ws`;
}
