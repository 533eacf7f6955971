// What both pages show of a verdict, and of the wait for it. What was typed is shown as text only.
import { listen, stop } from './referee.js';

export const PAUSE = 600; // milliseconds without a key, after which a line is judged
const LONG = 20_000; // milliseconds after which a reader may stop waiting
const SAID = {
  proved: ['True.', 'The next line still follows.'],
  'proved by another rule': ['True, but not by that rule.', 'The next line still follows.'],
  wrong: ['Wrong.', 'The next line no longer follows.'],
  'not proved': ['Not proved.', 'The next line is not proved.'],
  'not read': ['This cannot be read.', 'The next line is judged when this one can be read.'],
};

export const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

export const grow = (field) => {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + 2}px`;
};

const minus = (text) => text.replaceAll('-', '−');

function said({ kind, message, column, rule }, reason) {
  if (kind === 'not read') return column ? `Column ${column}: ${message}.` : `${message}.`;
  if (kind === 'wrong') return minus(message.replace(/: (\S+) against (\S+?)\.?$/, ': the line above is $1, this one $2.'));
  return message || (rule && rule !== reason ? `Reason: ${rule}.` : '');
}

export function show(place, verdict, reason, next = false) {
  const more = next && verdict.kind !== 'wrong' ? '' : said(verdict, reason);
  place.dataset.verdict = verdict.kind;
  place.replaceChildren(make('strong', { textContent: SAID[verdict.kind][Number(next)] }), ` ${more}`);
}

export function explain(place, error) {
  delete place.dataset.verdict;
  place.textContent =
    error.name === 'AbortError'
      ? 'Stopped. Change the line, and it is judged again.'
      : `The referee cannot judge this here (${error.message}). The notebook of each chapter can.`;
}

export async function typeset(place, latex) {
  await import('../katex/katex.min.js'); // sets a global name
  const formula = make('span', { className: 'math' });
  window.katex.render(String.raw`\displaystyle = ${latex}`, formula, { throwOnError: false });
  place.replaceChildren(formula);
}

// While the referee is on its way, a bar says how far; what takes long can be stopped. Returns what ends the wait.
export function waitIn(place) {
  const bar = make('progress', { max: 1, hidden: true, ariaLabel: 'How far the referee is' });
  const halt = make('button', { type: 'button', textContent: 'Stop', hidden: true });
  const tools = make('p', { className: 'tools' }, bar, halt);
  place.after(tools);
  place.dataset.verdict = 'waiting';
  place.textContent = 'Being judged …';
  halt.addEventListener('click', stop);
  const long = setTimeout(() => (halt.hidden = false), LONG);
  const deaf = listen(({ doing, share }) => {
    bar.hidden = !doing;
    place.textContent = doing ?? 'Being judged …';
    bar.value = share ?? 1;
  });
  return () => {
    clearTimeout(long);
    deaf();
    tools.remove();
  };
}
