import { describe, expect, it } from 'vitest';
import { planBar, type BarControl } from './bar-plan.ts';

const ALL: readonly BarControl[] = ['microphone', 'camera', 'share', 'hand', 'people', 'chat', 'leave'];
const AUDIENCE: readonly BarControl[] = ['hand', 'people', 'chat', 'leave'];

/** Columns as they are: the window less the panel and the padding, at 16 pixels a rem. */
const rem = (pixels: number) => pixels / 16;

describe('planBar', () => {
  it.each([
    ['a desktop', 1416, 'wide'],
    ['a tablet beside a panel', 640, 'close'],
    ['a phone held sideways', 820, 'wide'],
    ['a phone held sideways beside a panel', 460, 'bare'],
    ['a phone', 374, 'bare'],
    ['a small phone', 344, 'bare'],
  ] as const)('on %s shows everything', (_, pixels, look) => {
    expect(planBar({ roomRem: rem(pixels), controls: ALL, finger: false })).toEqual({
      look,
      moved: new Set(),
    });
  });

  it.each([
    ['one of them', 304, ['share']],
    ['both', 260, ['share', 'hand']],
    ['no more than that', 100, ['share', 'hand']],
  ] as const)('moves %s where %d pixels are all there is', (_, pixels, moved) => {
    const plan = planBar({ roomRem: rem(pixels), controls: ALL, finger: true });
    expect(plan).toEqual({ look: 'bare', moved: new Set(moved) });
  });

  it('moves nothing that was not there', () => {
    expect(planBar({ roomRem: rem(100), controls: AUDIENCE, finger: true }).moved).toEqual(new Set(['hand']));
  });

  it('leaves fingers more room beside the menus', () => {
    const request = { roomRem: rem(510), controls: ALL };
    expect(planBar({ ...request, finger: false }).look).toBe('close');
    expect(planBar({ ...request, finger: true }).look).toBe('bare');
  });

  it('shows no less where there is more room', () => {
    const looks = ['bare', 'close', 'wide'];
    let before = { look: 0, moved: 2 };
    for (let pixels = 200; pixels < 1000; pixels += 4) {
      const plan = planBar({ roomRem: rem(pixels), controls: ALL, finger: false });
      const now = { look: looks.indexOf(plan.look), moved: plan.moved.size };
      expect(now.look).toBeGreaterThanOrEqual(before.look);
      expect(now.moved).toBeLessThanOrEqual(before.moved);
      before = now;
    }
  });
});
