import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { constants } from 'node:zlib';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';

/** Where `vite dev` finds a running server for everything that is not the page itself. */
const server = process.env['EVAGORE_SERVER'] ?? 'https://localhost:8443';
const proxy = { target: server, changeOrigin: true, secure: false };

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  publicDir: false,
  plugins: [
    react(),
    // Smaller copies beside the files, which the server sends to browsers that take them. Nothing is compressed
    // while somebody waits.
    compression({
      include: /\.(js|css|svg|wasm)$/,
      threshold: 1024,
      algorithms: [
        defineAlgorithm('brotliCompress', { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
        defineAlgorithm('gzip', { level: 9 }),
      ],
    }),
  ],
  build: {
    outDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    emptyOutDir: true,
    assetsDir: 'assets',
    rolldownOptions: {
      input: ['index.html', 'change-password.html'].map((page) =>
        fileURLToPath(new URL(page, import.meta.url)),
      ),
      output: {
        codeSplitting: {
          // Left alone, every icon that two parts share becomes a file, and each file costs a request.
          groups: [
            { name: 'first', tags: ['$initial'], test: (id: string) => !/main\.tsx|\.html/.test(id) },
            { name: 'kit', test: /[\\/]node_modules[\\/](lucide-react|@base-ui)[\\/]/ },
          ],
        },
      },
    },
    // The page's policy forbids data: URLs for fonts and styles, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    sourcemap: false,
    // In kB before compression. What counts is the compressed size of the first load, which is a third of this.
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: {
      '/ws': { ...proxy, ws: true },
      '/public-groups.json': proxy,
      '^/group/.*/\\.status$': proxy,
    },
  },
});
