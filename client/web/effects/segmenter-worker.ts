import squareModel from '@mediapipe/selfie_segmentation/selfie_segmentation.tflite?url';
import wideModel from '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url';
import { blurredRoom, silhouette, steady } from './mask.ts';
import { Network } from './segmentation/network.ts';
import { SimdKernels } from './segmentation/simd-kernels.ts';
import { readModel } from './segmentation/tflite.ts';
import { SHAPES, type FromSegmenter, type Layer, type Shape, type ToSegmenter } from './worker-messages.ts';

/** A worker that finds the person in small pictures. It has no part in the frames' way to others. */

/** A network, and the mask that it has come to. */
interface Eye {
  readonly network: Network;
  readonly mask: Float32Array;
}

const MODELS: Readonly<Record<Shape, string>> = { wide: wideModel, square: squareModel };
const eyes = new Map<Shape, Promise<Eye>>();

addEventListener('message', ({ ports: [port] }: MessageEvent<unknown>) => {
  if (port === undefined) return;
  const tell = (message: FromSegmenter, transfer: Transferable[] = []) => {
    port.postMessage(message, transfer);
  };
  const fail = (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    tell({
      kind: 'failed',
      code: error instanceof WebAssembly.CompileError ? 'not-supported' : 'load-failed',
      reason,
    });
  };
  port.addEventListener('message', ({ data }: MessageEvent<ToSegmenter>) => {
    eyeFor(data.shape)
      .then((eye) => {
        const start = performance.now();
        const layer = look(eye, data);
        tell({ kind: 'layer', layer, ms: performance.now() - start }, [layer.pixels.buffer]);
      })
      .catch(fail);
  });
  port.start();
  // Nearly all cameras are wider than high.
  eyeFor('wide').then(() => {
    tell({ kind: 'ready' });
  }, fail);
});

function eyeFor(shape: Shape): Promise<Eye> {
  const known = eyes.get(shape) ?? openEye(shape);
  eyes.set(shape, known);
  return known;
}

async function openEye(shape: Shape): Promise<Eye> {
  const response = await fetch(MODELS[shape]);
  if (!response.ok) throw new Error(`the model could not be loaded: ${response.status}`);
  const model = readModel(await response.arrayBuffer());
  const network = new Network(model, (length) => SimdKernels.open(length));
  return { network, mask: new Float32Array(network.width * network.height) };
}

function look({ network, mask }: Eye, { pixels, shape, blurRadius }: ToSegmenter): Layer {
  steady(mask, network.run(pixels));
  const size = SHAPES[shape];
  return blurRadius === undefined
    ? { shape, what: 'person', pixels: silhouette(mask, size) }
    : { shape, what: 'room', pixels: blurredRoom(pixels, mask, size, blurRadius) };
}
