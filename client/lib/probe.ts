import { ProbeMeasured, ProbeOpened, type AckValue, type DtlsParameters } from '@evagore/shared';
import type { Draft } from './signalling.ts';

type ProbeDraft = Extract<Draft, { type: 'probe' }>;
type Ask = (draft: ProbeDraft) => Promise<AckValue>;

/** A test of the way between this end and the server's media engine. Nothing is sent on it; what arrives is counted. */
export interface Probe {
  /** What a peer connection needs to know of the server's end. */
  readonly opened: ProbeOpened;
  /** Tells the server this end's fingerprint. @throws ServerError */
  connect(dtlsParameters: DtlsParameters): Promise<void>;
  /** What has arrived, and how. @throws ServerError: `closed` or `no-such-transport` when the test is over. */
  measure(): Promise<ProbeMeasured>;
  /** Ends the test; it would end by itself after a while. */
  close(): void;
}

/** @throws ServerError, NotConnected */
export async function openProbe(ask: Ask): Promise<Probe> {
  const opened = ProbeOpened.parse(await ask({ type: 'probe', kind: 'open' }));
  return {
    opened,
    async connect(dtlsParameters) {
      await ask({ type: 'probe', kind: 'connect', dtlsParameters });
    },
    async measure() {
      return ProbeMeasured.parse(await ask({ type: 'probe', kind: 'measure' }));
    },
    close() {
      // A test that has ended already, or a connection that is gone, is closed as well.
      ask({ type: 'probe', kind: 'close' }).catch(() => undefined);
    },
  };
}
