import { StreamId } from '@evagore/shared';
import { BadValue, NoSuchStream } from '../../core/errors.ts';
import type { World } from '../../core/ports.ts';
import type { Place, Trade } from './door.ts';
import type { Request } from './http.ts';
import { openPublisher } from './publisher.ts';
import type { Layer } from './scene.ts';
import { openViewer } from './viewer.ts';
import type { Target } from './watch.ts';

const ENDPOINT: Place = { kind: 'endpoint' };

/**
 * Clients that send: `/group/NAME/.whip`, and their sessions at `/group/NAME/.whip/ID`.
 *
 * @see RFC 9725
 */
export const whip: Trade = {
  name: 'whip',
  resources: ['.whip'],
  sessions: '.whip',
  // An encoder keeps no order, whatever the one who set it up may do.
  permissions: new Set(['present']),
  place: ({ rest }) => (rest === '' ? ENDPOINT : { kind: 'session', id: rest }),
  peerFor: () => openPublisher,
};

/**
 * Clients that watch: `/group/NAME/.whep` whoever speaks, and `/group/NAME/.whep/STREAM` one stream; `?layer=low` asks
 * for small pictures. Sessions are at `/group/NAME/.whep-session/ID`, as a stream may be called anything.
 *
 * @see draft-ietf-wish-whep
 */
export function whepIn(world: Pick<World, 'now' | 'after'>): Trade {
  return {
    name: 'whep',
    resources: ['.whep', '.whep-session'],
    sessions: '.whep-session',
    permissions: new Set(),
    place: ({ resource, rest }) => {
      if (resource === '.whep') return ENDPOINT;
      return rest === '' ? undefined : { kind: 'session', id: rest };
    },
    peerFor: (request) => {
      const target = targetOf(request);
      const layer = layerOf(request);
      return (member, offer, session) =>
        openViewer({
          member,
          offer,
          target,
          layer,
          world,
          onOver: () => {
            session.end({ code: 'no-such-stream', message: 'the stream has ended' });
          },
        });
    },
  };
}

function targetOf({ rest }: Request): Target {
  if (rest === '') return { kind: 'speaker' };
  const { data } = StreamId.safeParse(rest);
  if (data === undefined) throw new NoSuchStream();
  return { kind: 'stream', id: data };
}

function layerOf({ query }: Request): Layer {
  const layer = query.get('layer') ?? 'high';
  if (layer !== 'high' && layer !== 'low') throw new BadValue('the layer is "high" or "low"');
  return layer;
}
