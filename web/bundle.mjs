// Bundles the browser's scripts: node web/bundle.mjs TARGET. An entry is a figure that moves, its stage, or the deck.
import { build } from 'esbuild';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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

// The window for the speaker is a text in reveal.js. Its slides are shown smaller, not narrower, which would divide the
// chapter into other slides; and it tells the browser when it is written, which else waits for more.
const speaker = {
  name: 'speaker',
  setup({ onLoad }) {
    onLoad({ filter: /plugin.notes\.mjs$/ }, async ({ path }) => {
      const style = JSON.stringify(`<style>${await readFile(`${web}present/speaker.css`, 'utf8')}</style>`).slice(1, -1);
      const parts = (await readFile(path, 'utf8')).split(/(?=<\/head>)|(?<=<\/html>"\))/);
      if (parts.length !== 3) throw new Error('the notes of reveal.js are not as they were: see web/bundle.mjs');
      return { contents: [parts[0], style, parts[1], ', t.document.close()', parts[2]].join('') };
    });
  },
};

try {
  const figures = [...globSync('figures/*.js', { cwd: web }).sort(), 'figures/parts/stage.js'];
  await build({ ...common, entryPoints: figures, globalName: 'figure' });
  const deck = ['page.js', 'deck.js', 'deck.css'].map((name) => `present/${name}`);
  await build({ ...common, entryPoints: deck, plugins: [speaker] });
} catch ({ errors, message }) {
  const told = (errors ?? []).map(({ location, text }) => `${location?.file}, line ${location?.line}: ${text}`);
  console.error(told.join('; ') || message);
  process.exit(1);
}
