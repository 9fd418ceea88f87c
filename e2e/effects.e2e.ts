import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { PLAIN, type VideoEffect } from '../client/web/effects/effect-choice.ts';
import type { ProcessedTrack } from '../client/web/effects/processed.ts';
import type { Effects } from './support/effects-page/main.tsx';
import { begin, openCamera, seen } from './support/effects-camera.ts';
import { EffectsSite } from './support/effects-site.ts';

declare const effects: Effects;
declare const studio: {
  camera: MediaStreamTrack;
  trouble: string[];
  ended: string[];
  processed: { track: MediaStreamTrack; change(effect: VideoEffect): Promise<void>; close(): void };
};

/** A microphone, and what it hears. */
interface Heard {
  readonly context: AudioContext;
  readonly noise: GainNode;
  readonly voice: GainNode;
  readonly quiet: ProcessedTrack;
}
declare const heard: Heard;

const test = base.extend<{ alone: Page }, { site: EffectsSite }>({
  site: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const site = await EffectsSite.open();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  /** A page that may not ask anybody but its server, nor break its policy. */
  alone: async ({ page, site }, use) => {
    const wrong: string[] = [];
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${site.origin}/`) && !/^(?:blob|data):/.test(url)) wrong.push(url);
    });
    page.on('console', (message) => {
      if (/content security policy|refused to/i.test(message.text())) wrong.push(message.text());
    });
    await page.goto(site.origin);
    await use(page);
    expect(wrong).toEqual([]);
  },
});

const STRONG: VideoEffect = { background: { kind: 'blur', strength: 'strong' }, orientation: 'none' };
const LIGHT: VideoEffect = { background: { kind: 'blur', strength: 'light' }, orientation: 'none' };
/** Stripes are far above it, and a blurred wall is below. */
const SHARP = 8;

test.describe('a background', () => {
  for (const way of ['streams', 'a canvas']) {
    test(`is blurred and the person is not, by way of ${way}`, async ({ alone }) => {
      if (way === 'a canvas')
        await alone.evaluate(() => Reflect.deleteProperty(globalThis, 'MediaStreamTrackGenerator'));
      await openCamera(alone);
      expect(await begin(alone, PLAIN)).toBeUndefined();
      await expect.poll(async () => (await seen(alone, 'leftWall')).contrast).toBeGreaterThan(SHARP);
      const face = await seen(alone, 'face');

      for (const effect of [STRONG, LIGHT]) {
        await alone.evaluate((wanted) => studio.processed.change(wanted), effect);
        for (const wall of ['leftWall', 'rightWall'] as const) {
          await expect.poll(async () => (await seen(alone, wall)).contrast).toBeLessThan(SHARP);
        }
        // The person comes out of the blur once found.
        await expect
          .poll(async () => (await seen(alone, 'face')).contrast)
          .toBeGreaterThan(face.contrast * 0.8);
      }

      await alone.evaluate((wanted) => studio.processed.change(wanted), PLAIN);
      await expect.poll(async () => (await seen(alone, 'leftWall')).contrast).toBeGreaterThan(SHARP);
      expect(await alone.evaluate(() => studio.trouble)).toEqual([]);
    });
  }

  test('is a picture instead of the room', async ({ alone }) => {
    await openCamera(alone);
    expect(
      await begin(alone, { background: { kind: 'image', image: 'dusk' }, orientation: 'none' }),
    ).toBeUndefined();
    // Evenings are dark; the wall is not.
    await expect.poll(async () => (await seen(alone, 'leftWall')).colour[0]).toBeLessThan(100);
    await expect.poll(async () => (await seen(alone, 'face')).colour[0]).toBeGreaterThan(150);
  });

  test('hides the whole picture until the person is found, and lets go of it when that fails', async ({
    alone,
  }) => {
    const held = Promise.withResolvers<undefined>();
    await alone.context().route(/\.tflite$/, async (route) => {
      await held.promise;
      await route.abort();
    });
    await openCamera(alone);
    expect(await begin(alone, PLAIN)).toBeUndefined();
    await expect.poll(async () => (await seen(alone, 'leftWall')).contrast).toBeGreaterThan(SHARP);
    const change = alone.evaluate(
      (wanted) =>
        studio.processed.change(wanted).then(String, (error: unknown) => (error as { code: string }).code),
      STRONG,
    );
    await expect.poll(async () => (await seen(alone, 'leftWall')).contrast).toBeLessThan(SHARP);
    held.resolve(undefined);
    expect(await change).toBe('load-failed');
    await expect.poll(async () => (await seen(alone, 'leftWall')).contrast).toBeGreaterThan(SHARP);

    // From the start there is nothing to go back to.
    expect(await begin(alone, STRONG)).toBe('load-failed');
    // A picture that has been removed meanwhile.
    expect(await begin(alone, { ...PLAIN, background: { kind: 'image', image: 'own:gone' } })).toBe(
      'load-failed',
    );
  });
});

test('a background that cannot be opened leaves the one before', async ({ alone }) => {
  await openCamera(alone);
  expect(await begin(alone, STRONG)).toBeUndefined();
  await expect.poll(async () => (await seen(alone, 'leftWall')).contrast).toBeLessThan(SHARP);
  const gone: VideoEffect = { ...PLAIN, background: { kind: 'image', image: 'own:gone' } };
  const code = await alone.evaluate(
    (wanted) =>
      studio.processed.change(wanted).then(String, (error: unknown) => (error as { code: string }).code),
    gone,
  );
  expect(code).toBe('load-failed');
  // For some seconds: the room must not come into sight later either.
  for (let look = 0; look < 8; look += 1) {
    expect((await seen(alone, 'leftWall')).contrast).toBeLessThan(SHARP);
    await alone.evaluate(() => new Promise((resolve) => setTimeout(resolve, 250)));
  }
  expect(await alone.evaluate(() => studio.trouble)).toEqual([]);
});

test('a blur that is left to the camera is made here once the camera ends it', async ({ alone }) => {
  await openCamera(alone);
  // A camera that says that it blurs, and does not: what is sharp is the camera's, what is blurred is ours.
  await alone.evaluate(() => {
    let backgroundBlur = false;
    const { camera } = studio;
    const settings = camera.getSettings.bind(camera);
    camera.getCapabilities = () => ({ backgroundBlur: [true, false] });
    camera.getSettings = () => ({ ...settings(), backgroundBlur });
    camera.applyConstraints = (constraints: MediaTrackConstraints & { backgroundBlur?: boolean } = {}) => {
      backgroundBlur = constraints.backgroundBlur === true && !ended;
      return Promise.resolve();
    };
    let ended = false;
    camera.addEventListener('test:end', () => {
      ended = true;
      backgroundBlur = false;
      camera.dispatchEvent(new Event('configurationchange'));
    });
  });
  expect(await begin(alone, STRONG)).toBeUndefined();
  await expect.poll(async () => (await seen(alone, 'leftWall')).contrast).toBeGreaterThan(SHARP);
  await alone.evaluate(() => studio.camera.dispatchEvent(new Event('test:end')));
  await expect.poll(async () => (await seen(alone, 'leftWall')).contrast).toBeLessThan(SHARP);
  expect(await alone.evaluate(() => studio.trouble)).toEqual([]);
});

test('a picture is turned, and its track ends with the camera', async ({ alone }) => {
  await openCamera(alone);
  const isRed = async (place: 'leftWall' | 'rightWall') => {
    const [red, , blue] = (await seen(alone, place)).colour;
    return red > blue;
  };
  expect(await begin(alone, PLAIN)).toBeUndefined();
  await expect.poll(() => isRed('leftWall')).toBe(true);
  for (const orientation of ['mirror', 'rotate'] as const) {
    await alone.evaluate((wanted) => studio.processed.change(wanted), { ...PLAIN, orientation });
    await expect.poll(() => isRed('leftWall')).toBe(false);
    await expect.poll(() => isRed('rightWall')).toBe(true);
  }
  await alone.evaluate(() => {
    studio.camera.stop();
    studio.camera.dispatchEvent(new Event('ended'));
  });
  await expect.poll(() => alone.evaluate(() => studio.ended)).toEqual(['ended']);
  expect(await alone.evaluate(() => studio.processed.track.readyState)).toBe('ended');
});

test('noise is taken out, and a voice is not', async ({ alone }) => {
  await listen(alone);
  await expect.poll(() => lossOf(alone, 'noise')).toBeGreaterThan(20);
  await expect.poll(() => lossOf(alone, 'voice')).toBeLessThan(10);
  const states = await alone.evaluate(() => {
    heard.quiet.close();
    return [heard.quiet.track.readyState, heard.quiet.source.readyState];
  });
  expect(states).toEqual(['ended', 'live']);
});

test.describe('the choice of effects', () => {
  const chosen = (page: Page) => page.locator('output').textContent();

  test('works by mouse and by keyboard, and is accessible', async ({ alone }) => {
    const backgrounds = alone.getByRole('radiogroup', { name: 'Background' });
    await expect(backgrounds.getByRole('radio')).toHaveCount(9);
    await backgrounds.getByRole('radio', { name: 'Strong blur' }).click();
    expect(JSON.parse((await chosen(alone)) ?? '')).toEqual(STRONG);
    await alone.keyboard.press('ArrowRight');
    await expect(backgrounds.getByRole('radio', { name: 'Study' })).toBeChecked();
    expect(await chosen(alone)).toContain('"image":"study"');

    await alone.getByRole('radio', { name: 'Mirrored' }).focus();
    await alone.keyboard.press('Space');
    expect(await chosen(alone)).toContain('"orientation":"mirror"');

    const { violations } = await new AxeBuilder({ page: alone }).include('#root').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
  });

  test("takes a picture of one's own, keeps it, and forgets it again", async ({ alone }) => {
    const file = alone.locator('input[type=file]');
    await file.setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
    await expect(alone.getByText('Choose a picture in')).toBeVisible();
    await file.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await expect(alone.getByText('could not be read')).toBeVisible();

    const buffer = await alone.screenshot();
    await file.setInputFiles({ name: 'beach.png', mimeType: 'image/png', buffer });
    const own = alone.getByRole('radio', { name: 'Own picture' });
    await expect(own).toBeChecked();

    await openCamera(alone);
    const effect = JSON.parse((await chosen(alone)) ?? '') as VideoEffect;
    expect(await begin(alone, effect)).toBeUndefined();
    await expect.poll(async () => (await seen(alone, 'leftWall')).contrast).toBeLessThan(SHARP);

    await alone.reload();
    await expect(own).toBeVisible();
    await alone.getByRole('button', { name: /^Remove/ }).press('Enter');
    await expect(own).toHaveCount(0);
    await expect(alone.getByRole('button', { name: 'Add picture' })).toBeFocused();
    await alone.reload();
    await expect(alone.getByRole('radiogroup', { name: 'Background' }).getByRole('radio')).toHaveCount(9);
  });
});

/** Makes a microphone whose sound can be chosen, and takes its noise out. */
function listen(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const context = new AudioContext({ sampleRate: 48_000 });
    const microphone = context.createMediaStreamDestination();
    const of = (sample: (index: number) => number): GainNode => {
      const buffer = new AudioBuffer({ length: 96_000, sampleRate: 48_000 });
      buffer.copyToChannel(
        Float32Array.from({ length: 96_000 }, (_, index) => sample(index)),
        0,
      );
      const source = new AudioBufferSourceNode(context, { buffer, loop: true });
      const gain = new GainNode(context, { gain: 0 });
      source.connect(gain).connect(microphone);
      source.start();
      return gain;
    };
    // A fan, which has more of low frequencies than of high ones. The network takes white noise for noise only by and by.
    let hum = 0;
    const noise = of(() => {
      hum += 0.06 * (Math.random() - 0.5 - hum);
      return hum / 2;
    });
    // A vowel: harmonics of 130 Hz, strong around 700 and 1200 Hz, that rises and falls as syllables do.
    const harmonics = Array.from({ length: 24 }, (_, index) => 130 * (index + 1));
    const voice = of((index) => {
      const seconds = index / 48_000;
      const glide = 1 + 0.04 * Math.sin(2 * Math.PI * seconds);
      const syllable = Math.max(0, Math.sin(2 * Math.PI * 2 * seconds)) ** 0.5;
      const sum = harmonics.reduce((total, hertz) => {
        const formants =
          Math.exp(-(((hertz - 700) / 180) ** 2)) + 0.6 * Math.exp(-(((hertz - 1200) / 200) ** 2));
        return total + (0.05 + formants) * Math.sin(2 * Math.PI * hertz * glide * seconds);
      }, 0);
      return 0.06 * syllable * sum;
    });
    const quiet = await effects.suppressNoise(microphone.stream.getAudioTracks()[0]!);
    Object.assign(globalThis, { heard: { context, noise, voice, quiet } satisfies Heard });
  });
}

/**
 * How much of a sound is taken out, in decibels. It is that of the ordinary moment: a machine that is busy with
 * something else crackles at times.
 */
function lossOf(page: Page, what: 'noise' | 'voice'): Promise<number> {
  return page.evaluate(async (chosen) => {
    for (const each of ['noise', 'voice'] as const) heard[each].gain.value = each === chosen ? 1 : 0;
    // The network needs a moment to learn what it hears.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const powers = await Promise.all(
      [heard.quiet.source, heard.quiet.track].map(async (track) => {
        const analyser = new AnalyserNode(heard.context, { fftSize: 2048 });
        heard.context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        const samples = new Float32Array(analyser.fftSize);
        const moments: number[] = [];
        while (moments.length < 40) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          analyser.getFloatTimeDomainData(samples);
          moments.push(samples.reduce((sum, sample) => sum + sample * sample, 1e-9));
        }
        // Half of a voice is silence between syllables.
        moments.sort((one, other) => one - other);
        return moments[30]!;
      }),
    );
    return 10 * Math.log10(powers[0]! / powers[1]!);
  }, what);
}
