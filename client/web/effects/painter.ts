import type { Orientation } from './effect-choice.ts';
import type { Size } from './mask.ts';
import { SHAPES, type Layer, type Look, type Shape } from './worker-messages.ts';

type Context = OffscreenCanvasRenderingContext2D;

/** How a picture is turned: factors for its width and height. */
const TURNS: Readonly<Record<Orientation, readonly [number, number]>> = {
  none: [1, 1],
  mirror: [-1, 1],
  flip: [1, -1],
  rotate: [-1, -1],
};
/** So few pixels say nothing about a room but its colours. */
const VEIL: Size = { width: 24, height: 14 };
const SOFTER_VEIL: Size = { width: 96, height: 54 };

/**
 * Paints frames with their effect.
 *
 * With 2D canvases, not WebGL: browsers draw them on the graphics card where there is one, and well without, there is
 * no context to lose, and three pictures on top of each other are all that is needed.
 */
export class Painter {
  readonly #page = contextOf({ width: 1, height: 1 });
  readonly #small = { wide: contextOf(SHAPES.wide, true), square: contextOf(SHAPES.square, true) };
  readonly #layers = { wide: contextOf(SHAPES.wide), square: contextOf(SHAPES.square) };
  readonly #veil = contextOf(VEIL);
  readonly #softerVeil = contextOf(SOFTER_VEIL);
  /** What the segmenter has found last, and what of it there is. */
  #layer: { readonly what: Layer['what']; readonly canvas: OffscreenCanvas } | undefined;

  /** What was painted last. */
  get canvas(): OffscreenCanvas {
    return this.#page.canvas;
  }

  /** The frame in a size that the segmenter looks at. */
  small(frame: CanvasImageSource, shape: Shape): Uint8ClampedArray<ArrayBuffer> {
    const context = this.#small[shape];
    const { width, height } = SHAPES[shape];
    context.drawImage(frame, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  }

  /** Takes who is where from now on. */
  setLayer({ shape, what, pixels }: Layer): void {
    const { width, height } = SHAPES[shape];
    const context = this.#layers[shape];
    context.putImageData(new ImageData(pixels, width, height), 0, 0);
    this.#layer = { what, canvas: context.canvas };
  }

  /** Nothing is known any more: pictures with a background are blurred as a whole until there is another layer. */
  forgetLayer(): void {
    this.#layer = undefined;
  }

  paint(frame: CanvasImageSource, size: Size, { background, orientation }: Look): void {
    const { width, height } = size;
    const page = this.#page;
    if (page.canvas.width !== width || page.canvas.height !== height) {
      page.canvas.width = width;
      page.canvas.height = height;
    }
    page.globalCompositeOperation = 'copy';
    turn(page, size, orientation);
    if (background.kind === 'none') {
      page.drawImage(frame, 0, 0, width, height);
      return;
    }
    const needed = background.kind === 'blur' ? 'room' : 'person';
    if (this.#layer?.what !== needed) {
      page.drawImage(this.#veiled(frame), 0, 0, width, height);
    } else if (background.kind === 'blur') {
      page.drawImage(frame, 0, 0, width, height);
      page.globalCompositeOperation = 'source-over';
      page.drawImage(this.#layer.canvas, 0, 0, width, height);
    } else {
      page.drawImage(this.#layer.canvas, 0, 0, width, height);
      page.globalCompositeOperation = 'source-in';
      page.drawImage(frame, 0, 0, width, height);
      page.globalCompositeOperation = 'destination-over';
      // Pictures are not turned: what is written on them is to be read.
      page.resetTransform();
      cover(page, background.picture, size);
    }
  }

  #veiled(frame: CanvasImageSource): OffscreenCanvas {
    this.#veil.drawImage(frame, 0, 0, VEIL.width, VEIL.height);
    this.#softerVeil.drawImage(this.#veil.canvas, 0, 0, SOFTER_VEIL.width, SOFTER_VEIL.height);
    return this.#softerVeil.canvas;
  }
}

function contextOf({ width, height }: Size, isRead = false): Context {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: isRead });
  if (context === null) throw new Error('no canvas');
  return context;
}

function turn(context: Context, { width, height }: Size, orientation: Orientation): void {
  const [across, down] = TURNS[orientation];
  context.setTransform(across, 0, 0, down, across < 0 ? width : 0, down < 0 ? height : 0);
}

/** Fills a page with a picture of whatever proportions, and cuts off what is over. */
function cover(
  context: Pick<Context, 'drawImage'>,
  picture: ImageBitmap | OffscreenCanvas,
  { width, height }: Size,
): void {
  const scale = Math.max(width / picture.width, height / picture.height);
  const [across, down] = [picture.width * scale, picture.height * scale];
  context.drawImage(picture, (width - across) / 2, (height - down) / 2, across, down);
}
