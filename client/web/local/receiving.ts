import type { ServerConnection, ServerConnectionEvents } from '@evagore/client';
import type { Emitter } from '@evagore/shared';
import type { EasedSettings } from './eased-settings.ts';
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
  settings: Pick<EasedSettings, 'chosen' | 'subscribe'>,
  failed: (error: unknown) => void,
): Promise<void> {
  const wanted = () => requestFor(settings.chosen.receive, settings.chosen.easesReceiving);
  let asked = wanted();
  const stop = settings.subscribe(() => {
    const now = wanted();
    if (JSON.stringify(now) === JSON.stringify(asked)) return;
    asked = now;
    connection.request(now).catch(failed);
  });
  connection.events.once('closed', stop);
  await connection.request(asked);
}
