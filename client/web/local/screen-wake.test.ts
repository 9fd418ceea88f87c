import { describe, expect, it } from 'vitest';
import { ScreenWake } from './screen-wake.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

function aScreen({ refuses = false, can = true } = {}) {
  const told: string[] = [];
  const state = { visible: true, change: (): void => undefined };
  const wake = new ScreenWake({
    wakeLock: can
      ? ({
          request: () => {
            told.push('request');
            return refuses
              ? Promise.reject(new Error('battery'))
              : Promise.resolve({ release: () => Promise.resolve(void told.push('release')) });
          },
        } as unknown as WakeLock)
      : undefined,
    isVisible: () => state.visible,
    onVisibility: (task) => {
      state.change = task;
      return () => void told.push('stop');
    },
  });
  const show = async (visible: boolean) => {
    state.visible = visible;
    state.change();
    await settled();
  };
  return { told, wake, show };
}

describe('the screen', () => {
  it('is kept on, again after the page was out of sight, and no longer than the meeting', async () => {
    const { told, wake, show } = aScreen();
    await show(false);
    await show(true);
    wake.close();
    await settled();
    expect(told).toEqual(['request', 'release', 'request', 'stop', 'release']);
  });

  it('goes off where the browser will have it so', async () => {
    const { told, wake, show } = aScreen({ refuses: true });
    await show(true);
    wake.close();
    await settled();
    expect(told).toEqual(['request', 'request', 'stop']);
  });

  it('is left alone by browsers that cannot keep it on', async () => {
    const { told, show } = aScreen({ can: false });
    await show(true);
    expect(told).toEqual([]);
  });
});
