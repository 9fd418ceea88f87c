import type { ErrorCode } from '@evagore/shared';
import type { Tally } from '../ports.ts';

/** Remembers what was counted, in order. */
export class FakeTally implements Tally {
  readonly counted: string[] = [];

  joined(): void {
    this.counted.push('joined');
  }

  left(code: ErrorCode): void {
    this.counted.push(`left: ${code}`);
  }

  refused(door: string, code: ErrorCode): void {
    this.counted.push(`refused: ${door} ${code}`);
  }

  resumed(): void {
    this.counted.push('resumed');
  }

  resumeRefused(code: ErrorCode): void {
    this.counted.push(`resume refused: ${code}`);
  }

  disconnected(code: ErrorCode): void {
    this.counted.push(`disconnected: ${code}`);
  }

  probed(protocol: string): void {
    this.counted.push(`probed: ${protocol}`);
  }
}
