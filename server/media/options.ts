import type { Logger } from 'pino';

/** How the media engine is set up; the server's configuration is mapped to this. */
export interface MediaOptions {
  /** How many worker processes to run; 0 for one per core. All media of a group passes through one of them. */
  readonly workers: number;
  /** UDP and TCP port of the first worker; each further worker takes the next one. */
  readonly rtcPort: number;
  /**
   * IP addresses of this machine at which members reach it; empty for all that it has. `0.0.0.0` and `::` stand
   * for all of their family.
   */
  readonly listenAddresses: readonly string[];
  /**
   * The address or host name that members are told in place of the machine's own, as behind a NAT or in a
   * container.
   */
  readonly announcedAddress?: string | undefined;
  /**
   * Most that a member's browser is asked to send over one transport, in bit/s. Lower saves the server's
   * downlink and costs sharpness.
   */
  readonly maxIncomingBitrate: number;
  /**
   * What a member's downlink is taken to carry until it has been measured, in bit/s. Higher shows sharp pictures
   * sooner, and drowns those whose link is slower than that.
   */
  readonly initialOutgoingBitrate: number;
  /** How much the workers themselves log; anything below `error` is for debugging. */
  readonly workerLogLevel: WorkerLogLevel;
  /**
   * A worker that has not answered for so long is taken to hang; it is killed and replaced. In milliseconds, 10 000
   * where absent.
   */
  readonly answerTimeoutMs?: number | undefined;
  readonly logger: Logger;
}

export type WorkerLogLevel = 'debug' | 'warn' | 'error' | 'none';
