import type { EffectErrorCode } from './effect-error.ts';
import type { Orientation } from './effect-choice.ts';
import type { EffectFigures } from './processed.ts';

/** What the page, the painter and the segmenter say to each other, by the ports that they get with their start. */

/** An effect as the painter sees it: pictures are pictures here, no ids. */
export interface Look {
  readonly orientation: Orientation;
  readonly background:
    | { readonly kind: 'none' }
    | { readonly kind: 'blur'; readonly strength: 'light' | 'strong' }
    | { readonly kind: 'image'; readonly picture: ImageBitmap };
}

/** The first message to the painter; its port comes with it. */
export interface PainterStart {
  /** Where frames come from and go to, where browsers have such streams; otherwise they come as messages. */
  readonly streams?: {
    readonly frames: ReadableStream<VideoFrame>;
    readonly painted: WritableStream<VideoFrame>;
  };
}

export type ToPainter =
  | { readonly kind: 'look'; readonly look: Look }
  /** With the port of a segmenter. */
  | { readonly kind: 'segmenter' }
  | { readonly kind: 'frame'; readonly frame: ImageBitmap };

export type FromPainter =
  /** It is time for another frame. */
  | { readonly kind: 'tick' }
  | { readonly kind: 'painted'; readonly picture: ImageBitmap }
  /** The segmenter has its model. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'trouble'; readonly code: EffectErrorCode; readonly reason: string }
  | { readonly kind: 'figures'; readonly figures: EffectFigures };

/** A small picture, and how much of blur its room should have: none where there is another background. */
export interface ToSegmenter {
  readonly kind: 'picture';
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly shape: Shape;
  readonly blurRadius: number | undefined;
}

/** Pictures that are wider than high, and others: there is a model for each. */
export type Shape = 'wide' | 'square';

/** In pixels; those of the models. */
export const SHAPES = {
  wide: { width: 256, height: 144 },
  square: { width: 256, height: 256 },
} as const satisfies Record<Shape, { width: number; height: number }>;

export type FromSegmenter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly code: EffectErrorCode; readonly reason: string }
  | { readonly kind: 'layer'; readonly layer: Layer; readonly ms: number };

/** Small pixels of which the painter makes the person stand before another background. */
export interface Layer {
  readonly shape: Shape;
  /** The person's silhouette, or the blurred room with a hole where the person is. */
  readonly what: 'person' | 'room';
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}
