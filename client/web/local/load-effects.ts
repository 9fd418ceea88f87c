import { suppressNoise } from '../effects/noise.ts';
import { isPlain } from '../effects/effect-choice.ts';
import { processVideo } from '../effects/video-effect.ts';
import type { EffectPort } from './ports.ts';

/** The effects of the browser. What is heavy of them is loaded when it is first needed. */
export const browserEffects: EffectPort = { isPlain, processVideo, suppressNoise };
