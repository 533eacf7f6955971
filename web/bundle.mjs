// Bundles the browser's scripts: node web/bundle.mjs TARGET. An entry is a figure that moves, or the deck.
import { build } from 'esbuild';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('.', import.meta.url));
const common = {
  absWorkingDir: web,
  outbase: web,
  outdir: process.argv[2],
  bundle: true,
  minify: true,
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'silent',
};
try {
  await build({ ...common, entryPoints: globSync('figures/*.js', { cwd: web }).sort(), format: 'esm', splitting: true });
  await build({ ...common, entryPoints: ['page.js', 'deck.js', 'deck.css'].map((name) => `present/${name}`), format: 'iife' });
} catch ({ errors, message }) {
  const told = (errors ?? []).map(({ location, text }) => `${location?.file}, line ${location?.line}: ${text}`);
  console.error(told.join('; ') || message);
  process.exit(1);
}
