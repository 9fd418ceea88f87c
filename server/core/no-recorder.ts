import { RecordingUnavailable } from './errors.ts';
import type { Recorder } from './ports.ts';

/** The recorder of a server that cannot record. */
export const noRecorder: Recorder = {
  start: () => Promise.reject(new RecordingUnavailable()),
  stop: () => Promise.resolve(),
};
