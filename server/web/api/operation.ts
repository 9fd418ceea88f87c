import { endpoint, SERVER_ADMIN, type Endpoint } from './endpoint.ts';
import type { LiveConference } from './live.ts';
import { NO_CONTENT } from './resource.ts';
import { DrainPlan, DrainState, Stats } from './schemas.ts';

const DEFAULT_MESSAGE = 'the server is being stopped';

/** The server as a whole, by our own API. */
export function operationEndpoints(options: { readonly conference: LiveConference }): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/drain',
      id: 'getDrain',
      summary: 'Whether the server is about to be stopped.',
      access: SERVER_ADMIN,
      statuses: [200],
      result: DrainState,
      run: () => Promise.resolve({ status: 200, body: stateOf(options.conference) }),
    }),
    endpoint({
      method: 'POST',
      path: '/drain',
      id: 'drain',
      summary: 'Lets nobody in any more, tells the members, and stops the server in a while.',
      access: SERVER_ADMIN,
      writes: 'meeting',
      body: DrainPlan,
      statuses: [200],
      result: DrainState,
      run: ({ body: { deadlineSeconds, message = DEFAULT_MESSAGE } }) => {
        options.conference.drain({ deadlineSeconds, message });
        return Promise.resolve({ status: 200, body: stateOf(options.conference) });
      },
    }),
    endpoint({
      method: 'DELETE',
      path: '/drain',
      id: 'cancelDrain',
      summary: 'The server goes on after all.',
      access: SERVER_ADMIN,
      writes: 'meeting',
      statuses: [204],
      run: () => {
        options.conference.cancelDrain();
        return Promise.resolve(NO_CONTENT);
      },
    }),
    endpoint({
      method: 'GET',
      path: '/stats',
      id: 'getStats',
      summary: 'How media flows, by group, member and stream.',
      access: SERVER_ADMIN,
      statuses: [200],
      result: Stats,
      run: async () => ({ status: 200, body: await options.conference.stats() }),
    }),
  ];
}

function stateOf({ draining }: LiveConference) {
  if (draining === undefined) return { draining: false };
  return { draining: true, closesAt: new Date(draining.closesAt).toISOString(), message: draining.message };
}
