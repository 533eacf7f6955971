// What the keys do on the slides, and the list of them.
const KEYS = {
  '→  ↓  Space  Page down': 'On: the next line, or the next slide',
  '←  ↑  Shift Space  Page up': 'Back',
  'Home  End': 'The first slide, the last',
  O: 'All slides at a glance; Enter opens one',
  S: 'The window for the speaker: notes, clock, next slide',
  L: 'A red dot that follows the mouse',
  'B  .': 'Blank the screen',
  F: 'Full screen',
  G: 'Go to a slide by its number',
  '?': 'These keys',
  'P  Esc': 'Leave the slides',
};
const OWN_KEYS = 'input, textarea, select, summary, button, a[href]';

/** A plugin of reveal.js, which alone is given its list of keys, and the condition under which a key is meant for it. */
export function keys(leave, point) {
  let deck;
  const actions = {
    27: () => {
      if (deck.closeOverlay()) return;
      if (deck.isOverview()) deck.toggleOverview(false);
      else leave();
    },
    35: () => {
      const { h, v } = deck.getIndices(deck.getSlides().at(-1));
      deck.slide(h, v, Infinity);
    },
    76: point,
    80: leave,
    83: () => deck.getPlugin('notes').open(),
    112: () => help(),
  };
  function help() {
    const shortcuts = deck.keyboard.getShortcuts();
    for (const key of Object.keys(shortcuts)) delete shortcuts[key];
    Object.assign(shortcuts, KEYS);
    deck.toggleHelp();
  }
  function init(reveal) {
    deck = reveal;
    for (const [code, action] of Object.entries(actions)) deck.addKeyBinding(Number(code), action);
  }
  // Letters belong to who writes a line, the arrows to who moves a slider; Space and Enter press a button.
  function keyboardCondition({ target, key }) {
    const own = target.closest?.(OWN_KEYS);
    if (own && (own.matches('input, textarea, select') || key === ' ' || key === 'Enter')) return false;
    if (key === '?') help(); // the number of its key differs from keyboard to keyboard
    return key !== '?' && !scrolls({ ArrowDown: 1, ArrowUp: -1 }[key]);
  }
  // An answer that was opened is read to its end before the slide is turned.
  function scrolls(way) {
    const content = deck.getCurrentSlide().querySelector('.content');
    const { scrollTop, clientHeight } = content;
    if (way) content.scrollBy({ top: (way * clientHeight) / 3, behavior: 'instant' });
    return content.scrollTop !== scrollTop;
  }
  return { plugin: { id: 'keys', init }, keyboardCondition };
}
