import type { RtcConfiguration } from '@evagore/shared';
import { NoPath, relaysOf, type DoctorWorld } from '../doctor/doctor.ts';
import { t } from '../messages/translate.ts';

export interface RelayTestOptions {
  readonly world: Pick<DoctorWorld, 'connect'>;
  /** As members are told it. */
  readonly rtcConfiguration: RtcConfiguration | undefined;
}

/**
 * Goes to the server's media engine and back through a relay: through the first that answers.
 *
 * @throws Error where there is no relay or none works; ServerError, NotSupported where the server has no such test.
 */
export async function testRelay({ world, rtcConfiguration }: RelayTestOptions): Promise<{
  readonly elapsedMs: number;
  readonly roundTripMs: number;
}> {
  const relays = relaysOf(rtcConfiguration);
  if (relays.length === 0) throw new Error(t('media.relay.none'));
  const connection = await world.connect();
  try {
    for (const { relay } of relays) {
      const probe = await connection.openProbe();
      try {
        const path = await probe.open({ kind: 'relay', relay }, new AbortController().signal);
        const roundTripMs = (await path.roundTripMs()) ?? path.tookMs;
        path.close();
        return { elapsedMs: path.tookMs, roundTripMs };
      } catch (error) {
        if (!(error instanceof NoPath)) throw error;
      } finally {
        probe.close();
      }
    }
    throw new Error(t('media.relay.failed'));
  } finally {
    connection.close();
  }
}
