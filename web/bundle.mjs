// Bundles the browser's scripts: node web/bundle.mjs TARGET. An entry is a figure that moves, its stage, or the deck.
import { build } from 'esbuild';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('.', import.meta.url));
const common = {
  absWorkingDir: web,
  outbase: web,
  outdir: process.argv[2],
  bundle: true,
  format: 'iife', // a page that is opened from a file gets no modules
  minify: true,
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'silent',
};
try {
  const figures = [...globSync('figures/*.js', { cwd: web }).sort(), 'figures/parts/stage.js'];
  await build({ ...common, entryPoints: figures, globalName: 'figure' });
  await build({ ...common, entryPoints: ['page.js', 'deck.js', 'deck.css'].map((name) => `present/${name}`) });
} catch ({ errors, message }) {
  const told = (errors ?? []).map(({ location, text }) => `${location?.file}, line ${location?.line}: ${text}`);
  console.error(told.join('; ') || message);
  process.exit(1);
}
