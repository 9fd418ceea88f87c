import type { RtcConfiguration } from '@evagore/shared';

/** Which connection is tested. */
export interface DoctorTarget {
  /** The address of the signalling. */
  readonly endpoint: string;
  /** As members are told it; undefined before joining. */
  readonly rtcConfiguration: () => RtcConfiguration | undefined;
}
