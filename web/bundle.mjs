// Bundles the browser's scripts: node web/bundle.mjs TARGET. An entry is a figure that moves.
import { build } from 'esbuild';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('.', import.meta.url));
try {
  await build({
    absWorkingDir: web,
    entryPoints: globSync('figures/*.js', { cwd: web }).sort(),
    outbase: web,
    outdir: process.argv[2],
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
} catch ({ errors, message }) {
  const told = (errors ?? []).map(({ location, text }) => `${location?.file}, line ${location?.line}: ${text}`);
  console.error(told.join('; ') || message);
  process.exit(1);
}
