/** Backgrounds that we draw ourselves: quiet rooms and views that leave the eye with the person before them. */

export type Brush = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Scenes are drawn in sixteen by nine units. */
const ACROSS = 16;
const DOWN = 9;
/** Rooms behind people are out of focus, and so are ours: they are drawn small and shown large. */
const DRAWN_WIDTH = 400;

type Draw = (brush: Brush) => void;

const DRAWINGS = { study, harbour, hall, garden, dusk, linen } satisfies Record<string, Draw>;
export type SceneId = keyof typeof DRAWINGS;
export const SCENES: readonly SceneId[] = ['study', 'hall', 'garden', 'harbour', 'dusk', 'linen'];

export function isScene(id: string): id is SceneId {
  return Object.hasOwn(DRAWINGS, id);
}

/** Draws a scene over a whole canvas of sixteen by nine. */
export function drawScene(brush: Brush, id: SceneId): void {
  const { width, height } = brush.canvas;
  const drawn = new OffscreenCanvas(DRAWN_WIDTH, Math.round((DRAWN_WIDTH * DOWN) / ACROSS));
  const small = drawn.getContext('2d');
  if (small === null) return;
  small.scale(DRAWN_WIDTH / ACROSS, DRAWN_WIDTH / ACROSS);
  DRAWINGS[id](small);
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(drawn, 0, 0, width, height);
}

/** A rectangle whose colour changes along its diagonal, or from top to bottom. */
function wash(
  brush: Brush,
  [x, y, width, height]: readonly [number, number, number, number],
  colours: readonly string[],
  slant = 0,
): void {
  const gradient = brush.createLinearGradient(x, y, x + slant * width, y + height);
  for (const [index, colour] of colours.entries()) {
    gradient.addColorStop(colours.length === 1 ? 0 : index / (colours.length - 1), colour);
  }
  brush.fillStyle = gradient;
  brush.fillRect(x, y, width, height);
}

/** Light that fades out around a point. @param light - Red, green and blue, and how much of it there is. */
function glow(
  brush: Brush,
  [x, y, radius]: readonly [number, number, number],
  [light, share]: readonly [string, number],
): void {
  const gradient = brush.createRadialGradient(x, y, 0, x, y, radius);
  gradient.addColorStop(0, `rgb(${light} / ${share}%)`);
  // Not `transparent`, which is a black that would show on the way.
  gradient.addColorStop(1, `rgb(${light} / 0%)`);
  brush.fillStyle = gradient;
  brush.fillRect(0, 0, ACROSS, DOWN);
}

/** A leaf from its stem's end, as long as it says, in a direction in radians. */
function leaf(
  brush: Brush,
  [x, y]: readonly [number, number],
  { length, angle, colour }: { length: number; angle: number; colour: string },
): void {
  brush.save();
  brush.translate(x, y);
  brush.rotate(angle);
  brush.fillStyle = colour;
  brush.beginPath();
  brush.moveTo(0, 0);
  brush.quadraticCurveTo(length * 0.5, -length * 0.24, length, 0);
  brush.quadraticCurveTo(length * 0.5, length * 0.24, 0, 0);
  brush.fill();
  brush.restore();
}

function plant(
  brush: Brush,
  [x, y, size]: readonly [number, number, number],
  colours: readonly string[],
): void {
  const leaves = 11;
  for (let index = 0; index < leaves; index += 1) {
    const angle = -Math.PI * (0.12 + (0.76 * ((index * 7) % leaves)) / (leaves - 1));
    const length = size * (0.75 + 0.25 * ((index * 3) % 4));
    leaf(brush, [x, y], { length, angle, colour: colours[index % colours.length] ?? '#3c6a55' });
  }
  wash(brush, [x - size * 0.3, y - 0.05, size * 0.6, size * 0.55], ['#d9cbb8', '#b7a68f'], 1);
}

function pane(brush: Brush, [x, y, width, height]: readonly [number, number, number, number]): void {
  wash(brush, [x - 0.12, y - 0.12, width + 0.24, height + 0.24], ['#f7f5ef', '#e2ddd0']);
  wash(brush, [x, y, width, height], ['#cfe3ea', '#eaf1ea', '#dfe8d6']);
  brush.fillStyle = '#f4f1ea';
  brush.fillRect(x + width / 2 - 0.05, y, 0.1, height);
  brush.fillRect(x, y + height * 0.42, width, 0.08);
}

/** A wall with a shelf of books, a window and a plant. */
function study(brush: Brush): void {
  wash(brush, [0, 0, ACROSS, DOWN], ['#dcd6ca', '#c9c1b2'], 0.6);
  wash(brush, [0, 7.6, ACROSS, 1.4], ['#a58d71', '#8c755b']);
  pane(brush, [0.9, 0.9, 3.5, 4.9]);
  glow(brush, [3, 3.5, 8], ['255 248 228', 50]);
  const covers = ['#35605a', '#7d8f86', '#b5774c', '#d8b98a', '#4c5d73', '#8d4f43', '#c4c0b0', '#5f7a6b'];
  for (const [row, y] of [1.9, 4.1, 6.3].entries()) {
    let x = 11;
    for (let index = 0; index < 11; index += 1) {
      const [width, height] = [
        0.22 + 0.07 * ((index * 5 + row * 3) % 4),
        1.1 + 0.16 * ((index * 3 + row) % 4),
      ];
      brush.fillStyle = covers[(index * 3 + row * 2) % covers.length] ?? '#35605a';
      if ((index + row) % 6 !== 4) brush.fillRect(x, y - height, width, height);
      x += width + 0.06;
    }
    wash(brush, [10.6, y, 4.9, 0.18], ['#b18f68', '#8f7050']);
  }
  plant(brush, [5.6, 6.9, 1.3], ['#4f7d63', '#3c6a55', '#6b957a']);
}

/** An office in the morning: tall windows, two lamps. */
function hall(brush: Brush): void {
  wash(brush, [0, 0, ACROSS, DOWN], ['#e9edee', '#d3dadb']);
  for (const x of [0.5, 4.4, 8.3, 12.2]) {
    wash(brush, [x, 0.4, 3.4, 6.3], ['#bcd3dd', '#dce8ea', '#eff2ec']);
    wash(brush, [x, 4.6, 3.4, 2.1], ['#b9c9c6', '#a5bab4'], 0.4);
    wash(brush, [x + 1.64, 0.4, 0.12, 6.3], ['#f6f7f6', '#e5e9e9']);
  }
  wash(brush, [0, 6.7, ACROSS, 0.35], ['#fbfbfa', '#dde1e1']);
  wash(brush, [0, 7.05, ACROSS, 2], ['#b9a893', '#a08d77']);
  for (const x of [3.2, 12.8]) {
    brush.fillStyle = '#42504f';
    brush.fillRect(x - 0.02, 0, 0.04, 1.5);
    brush.beginPath();
    brush.ellipse(x, 1.75, 0.75, 0.36, 0, Math.PI, 2 * Math.PI);
    brush.fill();
    glow(brush, [x, 1.9, 1.9], ['255 236 196', 70]);
  }
  glow(brush, [8, 2, 9], ['255 255 250', 45]);
}

/** Leaves before a light wall. */
function garden(brush: Brush): void {
  wash(brush, [0, 0, ACROSS, DOWN], ['#e4ebe1', '#c6d5c7'], 0.5);
  glow(brush, [8, 3, 9], ['255 255 244', 75]);
  const greens = ['#a9c4ab', '#8db196', '#6f9a80', '#55846b', '#3f6d57'];
  for (const [layer, colour] of greens.entries()) {
    const depth = layer / greens.length;
    for (let index = 0; index < 15; index += 1) {
      const isLeft = index % 2 === 0;
      const x = isLeft ? -0.6 + 0.1 * layer : ACROSS + 0.6 - 0.1 * layer;
      const y = 0.2 + ((index * 2.37 + layer * 1.3) % 9.4);
      const lean = 0.5 * Math.sin(index * 1.7 + layer);
      const angle = isLeft ? -0.25 + lean : Math.PI + 0.25 + lean;
      leaf(brush, [x, y], { length: 4.6 - 2.2 * depth + 0.4 * (index % 3), angle, colour });
    }
  }
}

/** The sea under a wide sky. */
function harbour(brush: Brush): void {
  wash(brush, [0, 0, ACROSS, 5.4], ['#7fb2c4', '#b9d6d8', '#f1e9d8']);
  glow(brush, [11.5, 4.6, 5.5], ['255 240 205', 85]);
  const hills = [
    { y: 5.1, height: 0.9, colour: '#9fbcc0' },
    { y: 5.3, height: 0.6, colour: '#7fa5aa' },
  ];
  for (const [index, { y, height, colour }] of hills.entries()) {
    brush.fillStyle = colour;
    brush.beginPath();
    brush.moveTo(0, 5.4);
    for (let x = 0; x <= ACROSS; x += 0.5) {
      brush.lineTo(x, y - height * Math.max(0, Math.sin(x * 0.42 + 1.4 * index + 0.5)));
    }
    brush.lineTo(ACROSS, 5.4);
    brush.fill();
  }
  wash(brush, [0, 5.4, ACROSS, 3.6], ['#79aeb2', '#3f8389', '#1f5d63']);
  brush.fillStyle = 'rgb(255 246 222 / 22%)';
  for (let index = 0; index < 26; index += 1) {
    const depth = index / 26;
    const spread = 0.6 + 3.2 * depth;
    const x = 11.5 + spread * Math.sin(index * 2.4);
    brush.fillRect(
      x - 0.5 - depth,
      5.55 + 3.3 * depth * depth + 0.1 * depth,
      1 + 2 * depth,
      0.04 + 0.07 * depth,
    );
  }
}

/** Colours of an evening. */
function dusk(brush: Brush): void {
  wash(brush, [0, 0, ACROSS, DOWN], ['#22364a', '#4d5673', '#9c7184', '#d99f84'], 0.35);
  glow(brush, [12.5, 8.5, 7], ['255 206 150', 70]);
  glow(brush, [2.5, 1, 6], ['64 110 130', 55]);
}

/** A bright wall with light that falls in from the side. */
function linen(brush: Brush): void {
  wash(brush, [0, 0, ACROSS, DOWN], ['#efebe4', '#dad3c8'], 0.8);
  brush.save();
  brush.transform(1, 0, -0.35, 1, 3.2, 0);
  for (const x of [1.2, 3.6, 6]) wash(brush, [x, 0, 1.9, DOWN], ['#fbf8f1aa', '#fbf8f122']);
  brush.restore();
  glow(brush, [15, 9, 8], ['120 104 84', 28]);
}
