import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { buildWeb } from '../../server/web/application.ts';
import { bareWeb } from '../../server/web/testing.ts';

/** A page that has effects and nothing else, built and served as the web client is, under the same policy. */
export class EffectsSite {
  readonly origin: string;
  readonly #close: () => Promise<void>;

  private constructor(origin: string, close: () => Promise<void>) {
    this.origin = origin;
    this.#close = close;
  }

  static async open(): Promise<EffectsSite> {
    const folder = await mkdtemp(path.join(tmpdir(), 'evagore-effects-'));
    await build({
      configFile: false,
      root: path.join(import.meta.dirname, 'effects-page'),
      plugins: [react()],
      logLevel: 'error',
      // As the web client's: under its policy nothing may be inlined.
      build: {
        outDir: folder,
        emptyOutDir: true,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
      },
    });
    const app = await buildWeb(bareWeb({ staticDir: folder }));
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    return new EffectsSite(address, async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    });
  }

  close(): Promise<void> {
    return this.#close();
  }
}
