import type { ServerConnection, ServerConnectionEvents } from '@evagore/client';
import type { Emitter } from '@evagore/shared';
import type { PreferenceStore } from '../state/preferences.ts';
import { requestFor } from './media-settings.ts';

type Receiver = Pick<ServerConnection, 'request'> & {
  readonly events: Pick<Emitter<ServerConnectionEvents>, 'once'>;
};

/**
 * Asks for what people want to receive, now and whenever they want something else, until the connection ends.
 *
 * @param failed - Told where the server refuses a later change.
 * @throws ServerError with the refusal of what is asked now.
 */
export async function followReceiveChoice(
  connection: Receiver,
  preferences: Pick<PreferenceStore, 'chosen' | 'subscribe'>,
  failed: (error: unknown) => void,
): Promise<void> {
  let asked = preferences.chosen.receive;
  const stop = preferences.subscribe(() => {
    const { receive } = preferences.chosen;
    if (receive === asked) return;
    asked = receive;
    connection.request(requestFor(receive)).catch(failed);
  });
  connection.events.once('closed', stop);
  await connection.request(requestFor(asked));
}
