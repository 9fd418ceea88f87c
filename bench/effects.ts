import { parseArgs } from 'node:util';
import { chromium, type Browser } from '@playwright/test';
import type { VideoEffect } from '../client/web/effects/effect-choice.ts';
import { begin, figuresOf, openCamera } from '../e2e/support/effects-camera.ts';
import { EffectsSite } from '../e2e/support/effects-site.ts';
import { printMachine, printTable } from './support/figures.ts';

/**
 * What effects on one's own picture cost in a browser, a frame and a mask: with Chromium's software drawing, which is
 * what a computer without a graphics card has.
 *
 *   npm run bench -- effects [--sizes 640x360,1280x720] [--seconds 10]
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '640x360,1280x720' },
    seconds: { type: 'string', default: '10' },
  },
});

const EFFECTS: Readonly<Record<string, VideoEffect>> = {
  mirror: { background: { kind: 'none' }, orientation: 'mirror' },
  'light blur': { background: { kind: 'blur', strength: 'light' }, orientation: 'none' },
  'strong blur': { background: { kind: 'blur', strength: 'strong' }, orientation: 'none' },
  picture: { background: { kind: 'image', image: 'study' }, orientation: 'none' },
};

printMachine();
const executablePath = process.env['EVAGORE_CHROMIUM'];
const site = await EffectsSite.open();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--autoplay-policy=no-user-gesture-required'],
});
const rows: Record<string, number | string>[] = [];
for (const size of values.sizes.split(',')) {
  for (const [name, effect] of Object.entries(EFFECTS)) rows.push(await measure(browser, size, name, effect));
}
printTable(rows);
await browser.close();
await site.close();

async function measure(
  within: Browser,
  size: string,
  name: string,
  effect: VideoEffect,
): Promise<Record<string, number | string>> {
  const [width = 640, height = 360] = size.split('x').map(Number);
  const page = await within.newPage();
  await page.goto(site.origin);
  await openCamera(page, { width, height });
  const start = performance.now();
  const refusal = await begin(page, effect);
  if (refusal !== undefined) throw new Error(`no effect: ${refusal}`);
  const readyMs = performance.now() - start;
  await page.waitForTimeout(Number(values.seconds) * 1000);
  const { figures, trouble } = await figuresOf(page);
  await page.close();
  const last = figures.at(-1);
  return {
    size,
    effect: name,
    'ready after ms': readyMs,
    'ms a frame': last?.paintMs ?? Number.NaN,
    'ms a mask': last?.maskMs ?? '',
    'frames a second': last?.framesPerSecond ?? Number.NaN,
    trouble: trouble.join(' '),
  };
}
