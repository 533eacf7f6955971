// node firefox.mjs FIREFOX ADDRESS DERIVATION LINE TEXT...: each text is typed into the line; prints the verdicts as JSON.
import puppeteer from 'puppeteer-core';

const [executablePath, address, derivation, line, ...texts] = process.argv.slice(2);
const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
try {
  const page = await browser.newPage();
  const told = { errors: [], elsewhere: [], verdicts: [] };
  page.on('console', (message) => message.type() === 'error' && told.errors.push(message.text()));
  const here = [new URL(address).origin, 'data:', 'blob:'];
  page.on('request', (request) => here.some((start) => request.url().startsWith(start)) || told.elsewhere.push(request.url()));
  await page.goto(address, { waitUntil: 'load' });
  const table = `table[data-derivation='${derivation}']`;
  const verdict = `${table} .verdict`;
  await page.evaluate((all, at) => document.querySelectorAll(all)[at].click(), `${table} button.pencil`, line - 1);
  for (const text of texts) {
    await page.waitForFunction((at) => !['waiting', undefined].includes(document.querySelector(at)?.dataset.verdict), { timeout: 90_000 }, verdict);
    await page.evaluate((at, typed, said) => {
      const field = document.querySelector(`${at} textarea`);
      document.querySelector(said).dataset.verdict = 'waiting';
      field.value = typed;
      field.form.requestSubmit();
    }, table, text, verdict);
    await page.waitForFunction((at) => document.querySelector(at).dataset.verdict !== 'waiting', { timeout: 90_000 }, verdict);
    told.verdicts.push(await page.evaluate((at) => document.querySelector(at).dataset.verdict, verdict));
  }
  console.log(JSON.stringify(told));
} finally {
  await browser.close();
}
