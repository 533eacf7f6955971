// node print.mjs CHROMIUM SITE: prints the book, and of each chapter a handout and its exercises, into SITE/pdf,
// and offers them in the pages' menus.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { once } from './bookmarks.mjs';
import { offered } from './offer.mjs';

const [executablePath, site] = process.argv.slice(2);
const folder = join(resolve(site), 'pdf');
const SHEETS = await transform(await readFile(new URL('sheets.mjs', import.meta.url), 'utf8'), { format: 'iife', globalName: 'sheets' });
const STYLE = await readFile(new URL('paper.css', import.meta.url), 'utf8');
const FOOT = `<p style="font: 9px sans-serif; width: 100%; text-align: center; color: #666">
  <span class="title"></span> · <span class="pageNumber"></span> / <span class="totalPages"></span></p>`;
const PAPER = {
  format: 'A4',
  scale: 0.8, // 16 px are 10 pt then
  printBackground: true,
  outline: true,
  tagged: true,
  displayHeaderFooter: true,
  headerTemplate: '<span></span>',
  footerTemplate: FOOT,
  margin: { top: '16mm', bottom: '18mm', left: '20mm', right: '20mm' },
  timeout: 300_000,
};
const LEFT_OUT = /check_your_own|functions\//; // what asks to be clicked

const address = (path) => pathToFileURL(join(resolve(site), path)).href;
const arguments_ = ['--allow-file-access-from-files', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
const browser = await puppeteer.launch({ executablePath, headless: true, args: arguments_, protocolTimeout: 300_000 });
try {
  await mkdir(folder, { recursive: true });
  const page = await browser.newPage();
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
  const open = async (path) => {
    await page.goto(address(path), { waitUntil: 'load' });
    await page.addStyleTag({ content: STYLE });
    await page.addScriptTag({ content: SHEETS.code });
  };
  const print = async (name, title) => {
    await page.evaluate(() => sheets.links());
    await page.evaluate(async (text) => {
      document.title = text;
      for (const image of document.images) image.loading = 'eager';
      await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
      await document.fonts.ready;
    }, title);
    const begin = performance.now();
    await writeFile(join(folder, `${name}.pdf`), once(Buffer.from(await page.pdf(PAPER))));
    console.log(`${name}.pdf, ${Math.round((performance.now() - begin) / 1000)} s`);
  };

  await open('index.html');
  const whole = await page.$eval('h1', (heading) => heading.firstChild.textContent);
  const paths = await page.$$eval('nav.bd-links a', (links) => links.map((link) => link.getAttribute('href')));
  const read = paths.filter((path) => path !== '#' && !LEFT_OUT.test(path));
  const pages = await Promise.all(
    ['index.html', ...read].map(async (path) => ({ address: address(path), html: await readFile(join(resolve(site), path), 'utf8') })),
  );
  await page.evaluate((...all) => sheets.book(...all), pages, new URL('./', address('index.html')).href);
  await print('book', whole);

  for (const path of read.filter((one) => /chapters\/\d/.test(one))) {
    const name = basename(path, '.html');
    await open(path);
    const title = await page.$eval('h1', (heading) => heading.firstChild.textContent);
    await page.evaluate(() => sheets.handout());
    await print(`${name}-handout`, title);
    for (const [answered, ending, what] of [[false, 'exercises', 'Exercises'], [true, 'answers', 'Exercises with answers']]) {
      await open(path);
      await page.evaluate((all) => sheets.exercises(all), answered);
      await print(`${name}-${ending}`, `${title}: ${what}`);
    }
  }
} finally {
  await browser.close();
}

const files = await readdir(folder);
const pages = (await readdir(resolve(site), { recursive: true })).filter((path) => path.endsWith('.html') && !path.startsWith('_'));
for (const path of pages) {
  const file = join(resolve(site), path);
  await writeFile(file, offered(await readFile(file, 'utf8'), path, files));
}
