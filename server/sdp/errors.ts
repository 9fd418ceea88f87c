import { ConferenceError } from '@evagore/shared';

/** A session description that cannot be read, or that offers nothing of use here. The message says what to do. */
export class BadSdp extends ConferenceError {
  readonly code = 'bad-sdp';
}
