import type { LocalSnapshot } from '../state/local-media.ts';

/**
 * Whether there is another side to show: of a phone or tablet, however it is held, or of what else has a camera that
 * knows where it looks.
 */
export function canFlip(
  own: Pick<LocalSnapshot, 'camera' | 'facing'>,
  { touch, cameras }: { readonly touch: boolean; readonly cameras: number },
): boolean {
  return own.camera === 'on' && cameras > 1 && (touch || own.facing !== undefined);
}
