import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import type { Evagore } from '../e2e/support/library-page/main.ts';
import { received } from '../e2e/support/media.ts';
import { Participant } from '../e2e/support/participant.ts';
import { TestServer } from '../e2e/support/server.ts';
import { CONTEXT, launch, PAGE_GROUP, PageMeter, pause } from './support/browser.ts';
import { printMachine, printTable } from './support/figures.ts';

/**
 * What the meeting's page costs its browser, with so many people who all send a camera and a microphone: main-thread
 * time and heap of the page, and its peer connections.
 *
 *   npm run bench -- page [--people 4,12,25] [--seconds 20]
 *
 * The others are the client library in a page of another browser, with a small picture drawn on a canvas, so that
 * their encoders do not take the time that is to be measured.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '4,12,25' },
    seconds: { type: 'string', default: '20' },
  },
});

declare const evagore: Evagore;

const ROOT = path.join(import.meta.dirname, '..');

printMachine();
const folder = await mkdtemp(path.join(tmpdir(), 'evagore-bench-'));
await build({
  configFile: false,
  root: path.join(ROOT, 'e2e/support/library-page'),
  base: '/library/',
  logLevel: 'error',
  build: { outDir: folder, emptyOutDir: true, modulePreload: { polyfill: false } },
});
const rows = [];
for (const count of values.people.split(',').map(Number)) {
  rows.push(await measure(count, Number(values.seconds)));
}
printTable(rows);
await rm(folder, { recursive: true });

async function measure(people: number, seconds: number): Promise<Record<string, number>> {
  const server = await TestServer.start(
    { bench: PAGE_GROUP },
    { flags: ['--static', `/library/=${folder}`] },
  );
  const [crowd, own] = [await launch(), await launch()];
  try {
    const page = await (await crowd.newContext(CONTEXT)).newPage();
    await page.goto(`${server.origin}/library/index.html`);
    await page.evaluate(gather, people - 1);

    const ada = await Participant.open(own, server.group('bench'), { name: 'Ada', contextOptions: CONTEXT });
    await ada.enter({ name: 'Ada' });
    await ada.controls.waitFor();
    await until(async () => {
      const now = await received(ada.page);
      return now.framesDecoded > 0 && now.videoTracks >= Math.min(people - 1, 24);
    });
    await pause(5000);

    const meter = await PageMeter.of(ada.page);
    const before = (await received(ada.page)).framesDecoded;
    const spent = await meter.during(() => pause(seconds * 1000));
    const { framesDecoded, peerConnections } = await received(ada.page);
    return {
      people,
      'peer connections': peerConnections,
      'frames/s decoded': (framesDecoded - before) / seconds,
      'main thread ms/s': spent.total / seconds,
      'of it script': spent.script / seconds,
      layout: spent.layout / seconds,
      style: spent.style / seconds,
      'heap MB': await meter.heapMegabytes(),
    };
  } finally {
    await crowd.close();
    await own.close();
    await server.stop();
  }
}

/** Runs in the page of the library: joins so many members who all send the same small picture and tone. */
async function gather(count: number): Promise<void> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 320, height: 180 });
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('this browser draws no canvas');
  let angle = 0;
  setInterval(() => {
    angle += 0.2;
    pen.fillStyle = '#345';
    pen.fillRect(0, 0, 320, 180);
    pen.fillStyle = '#fc6';
    pen.fillRect(150 + 100 * Math.cos(angle), 80 + 60 * Math.sin(angle), 20, 20);
  }, 100);
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio);
  const out = new MediaStreamAudioDestinationNode(audio);
  tone.connect(new GainNode(audio, { gain: 0.05 })).connect(out);
  tone.start();
  for (let index = 0; index < count; index += 1) {
    const connection = new evagore.ServerConnection({ media: evagore.mediasoupMedia() });
    await connection.connect(`wss://${location.host}/ws`);
    await connection.join('bench', `Guest ${index.toString()}`, '');
    await connection.request({});
    const stream = connection.newUpStream('camera');
    stream.label = 'camera';
    const tracks = [...canvas.captureStream(10).getTracks(), ...out.stream.clone().getTracks()];
    await stream.publish(new MediaStream(tracks));
  }
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error('the people did not all appear within two minutes');
    await pause(500);
  }
}
