import type { Box, TileArea } from '../tiles.ts';

/** What the stage has of usual windows: the bars above and below are taken off. */
export const STAGES = [
  { name: 'a laptop, 1440x900', width: 1416, height: 752, gap: 8 },
  { name: 'a tablet, 1024x768', width: 1000, height: 620, gap: 8 },
  { name: 'a phone, 390x844', width: 374, height: 728, gap: 8 },
  { name: 'a phone held sideways, 844x390', width: 820, height: 284, gap: 8 },
  { name: 'a small phone, 360x740', width: 344, height: 624, gap: 8 },
] as const satisfies readonly (TileArea & { name: string })[];

export const UP_TO_49 = Array.from({ length: 49 }, (_, index) => index + 1);

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function within(box: Box, area: TileArea): boolean {
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= area.width && box.y + box.height <= area.height;
}
