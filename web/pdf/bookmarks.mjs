// The bookmarks of a PDF, as Chromium writes them: each a /Title, not compressed.
const DOUBLED = /(\/Title \()([^()]{4,}?)\2([^()]*\))/g;

/**
 * A PDF without what Chromium says twice: the name, or its first line, of a heading that begins a page.
 * The bytes of a PDF are counted, so blanks take their place.
 */
export function once(pdf) {
  const mended = pdf.toString('latin1').replace(DOUBLED, (all, begin, name, rest) => `${begin}${name}${rest}`.padEnd(all.length));
  return Buffer.from(mended, 'latin1');
}
