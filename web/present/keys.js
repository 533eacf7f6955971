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

/** The settings of reveal.js that have to do with keys. */
export function listen(deck, leave, point) {
  const end = () => {
    const { h, v } = deck().getIndices(deck().getSlides().at(-1));
    deck().slide(h, v, Infinity);
  };
  const escape = () => {
    if (deck().closeOverlay()) return;
    if (deck().isOverview()) deck().toggleOverview(false);
    else leave();
  };
  const help = () => {
    const shortcuts = deck().keyboard.getShortcuts();
    for (const key of Object.keys(shortcuts)) delete shortcuts[key];
    Object.assign(shortcuts, KEYS);
    deck().removeKeyBinding(83);
    deck().toggleHelp();
  };
  const speak = () => deck().getPlugin('notes').open();
  return {
    keyboard: { 27: escape, 35: end, 76: point, 80: leave, 83: speak, 112: help },
    // Letters belong to who writes a line, the arrows to who moves a slider; Space and Enter press a button.
    keyboardCondition: ({ target, key }) => {
      const own = target.closest?.(OWN_KEYS);
      if (own && (own.matches('input, textarea, select') || key === ' ' || key === 'Enter')) return false;
      if (key !== '?') return true;
      help(); // the number of its key differs from keyboard to keyboard
      return false;
    },
  };
}
