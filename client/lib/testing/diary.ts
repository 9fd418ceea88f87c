import type { ServerConnection } from '../server-connection.ts';

/** What a connection told by its typed events, as far as it speaks of the connection and the members. */
export function diaryOf({ events }: ServerConnection): unknown[][] {
  const told: unknown[][] = [];
  events.on('stateChanged', (state) => told.push([state]));
  events.on('reconnecting', ({ attempt, retryAt, cause }) => {
    told.push(retryAt === undefined ? ['try', attempt, cause.code] : ['wait', attempt, cause.code, retryAt]);
  });
  events.on('joined', () => told.push(['joined']));
  events.on('rejoined', ({ permissions }) => told.push(['rejoined', ...permissions]));
  events.on('membershipChanged', () => told.push(['membership']));
  events.on('left', () => told.push(['left']));
  events.on('userChanged', (id, kind) => told.push(['user', id, kind]));
  events.on('chatReceived', ({ id }, history) => told.push([history ? 'history' : 'chat', id]));
  events.on('closed', ({ code }) => told.push(['because', code]));
  return told;
}
