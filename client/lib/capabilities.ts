/**
 * What only some servers can do. Whatever is not listed here works at all of them.
 *
 * Applications ask `connection.capabilities.has('mute')` rather than which server it is.
 */
export const CAPABILITIES = {
  resume:
    'A lost connection comes back to the same seat: streams go on, and nothing that was said meanwhile is missed. Without it, the group is joined again and streams are made anew.',
  mute: 'Others are told which tracks are muted. Without it, a muted track is just silent or black, and nobody knows whether those of others are muted.',
  'published-streams':
    'The roster tells what each member publishes. Without it, only what is received, and what one publishes oneself, is known.',
  'remove-track':
    'One track of an up stream can end while the others go on. Without it, the stream is replaced by one that has the others, with a short gap in them.',
  hands:
    'The server knows in which order hands were raised, and operators can lower those of others. Without it, the order is that in which this end saw them.',
  'drawn-sizes':
    'What is drawn small is received in a size that suits it, what is not drawn is not received, and what nobody draws is not sent. Without it, there are two sizes of a picture at best.',
  probe: 'Before joining, a connection can test how media gets through to the server.',
  drain: 'The server says when it will be stopped.',
  quality: 'The roster tells whose connection is bad. Without it, only how one’s own streams do is known.',
} as const satisfies Record<string, string>;

export type Capability = keyof typeof CAPABILITIES;

/** What all capabilities are together. */
export const ALL_CAPABILITIES: ReadonlySet<Capability> = new Set(Object.keys(CAPABILITIES) as Capability[]);
