import type { Abilities } from '@evagore/shared/commands';
import type { DoctorTarget } from '../doctor/target.ts';

/** Tests the relay of the server that the meeting is on. What does it is loaded when somebody asks. */
export async function testServersRelay(target: DoctorTarget): ReturnType<Abilities['relay-test']['run']> {
  const [{ testRelay }, { browserDoctor }] = await Promise.all([
    import('./relay-test.ts'),
    import('../doctor/browser-doctor.ts'),
  ]);
  return testRelay({
    world: browserDoctor(target.endpoint),
    rtcConfiguration: target.rtcConfiguration(),
  });
}
