// Prints chapters as slides: node web/present/pdf.mjs CHROMIUM TARGET PAGE... makes a file of each page in the folder TARGET.
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { links } from '../pdf/sheets.mjs';

const [executablePath, target, ...pages] = process.argv.slice(2);
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // which Chromium asks of root
const browser = await puppeteer.launch({ executablePath, args });
try {
  for (const path of pages) {
    const page = await browser.newPage();
    await page.goto(`${pathToFileURL(path)}?present=paper`);
    await page.waitForFunction(() => window.deck?.shown?.isReady());
    await page.evaluate(() => Promise.all([...document.images].map((image) => ((image.loading = 'eager'), image.decode().catch(() => {})))));
    await page.evaluate(links); // which holds all that it needs
    await page.pdf({ path: join(target, basename(path, '.html') + '-slides.pdf'), preferCSSPageSize: true, printBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
