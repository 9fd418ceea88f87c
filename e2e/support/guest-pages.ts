import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';

const ROOT = path.join(import.meta.dirname, '../..');

/** Shows a group's address before our page looks at it. */
const GO = "history.replaceState(null, '', `/group/${decodeURIComponent(location.search.slice(1))}/`);\n";

/** Galène's own pages with ours beside them: what a Galène serves as its static folder. */
export class GuestPages {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param stockDir - Galène's own pages. */
  static async make(stockDir: string): Promise<GuestPages> {
    const folder = await mkdtemp(path.join(tmpdir(), 'evagore-pages-'));
    await cp(stockDir, folder, { recursive: true });
    const web = path.join(folder, 'web');
    await build({
      configFile: path.join(ROOT, 'client/web/vite.config.ts'),
      logLevel: 'error',
      build: { outDir: web },
    });
    await cp(path.join(web, 'assets'), path.join(folder, 'assets'), { recursive: true });
    const page = await readFile(path.join(web, 'index.html'), 'utf8');
    await writeFile(path.join(folder, 'go.js'), GO);
    await writeFile(
      path.join(folder, 'ours.html'),
      page.replace('<head>', '<head><script src="/go.js"></script>'),
    );
    await build({
      configFile: false,
      root: path.join(import.meta.dirname, 'library-page'),
      base: '/library/',
      logLevel: 'error',
      build: { outDir: path.join(folder, 'library'), emptyOutDir: true, modulePreload: { polyfill: false } },
    });
    return new GuestPages(folder);
  }

  /** The address of our page for a group of a server. */
  ours(origin: string, group: string): string {
    return `${origin}/ours.html?${encodeURIComponent(group)}`;
  }

  /** A page with nothing but the library. */
  library(origin: string): string {
    return `${origin}/library/index.html`;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
