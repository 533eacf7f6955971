// The page on which readers write a model and lines of their own.
import { ask } from './referee.js';
import { explain, grow, make, PAUSE, show, typeset, waitIn } from './verdict.js';

const place = document.getElementById('own');
const models = JSON.parse(document.getElementById('models').textContent);

const labelled = (text, control) => make('label', {}, make('span', { textContent: text }), control);
const area = (rows, value) => make('textarea', { rows, value, spellcheck: false, maxLength: 10_000 });

const choice = make('select', {}, ...Object.keys(models).map((name) => make('option', { textContent: name })), make('option', { textContent: 'a model of your own', value: '' }));
const [first] = Object.values(models);
const model = area(6, first.model);
const lines = area(6, first.lines);
const trouble = make('p', { className: 'verdict' });
const judged = make('ol', { className: 'judged' });
const sizes = make('p', { className: 'sizes' });
const given = area(3, '');
const which = make('select');
const table = make('div');
const check = make('button', { type: 'button', textContent: 'Check' });
const compute = make('button', { type: 'button', textContent: 'Compute both sides' });

place.replaceChildren(
  labelled('Start from', choice),
  labelled('Model', model),
  trouble,
  labelled('Lines', lines),
  make('p', { className: 'tools' }, check),
  judged,
  make('details', {}, make('summary', { textContent: 'Both sides of a line in numbers' }), labelled('Line', which), sizes,
    labelled('Numbers; what is left out is drawn', given), make('p', { className: 'tools' }, compute), table),
);
trouble.setAttribute('role', 'status');
table.setAttribute('role', 'status');

// The start and the lines, each with its reason; a reason stands in the last square brackets, behind a space.
function written() {
  const [above, ...rest] = lines.value.split(/\n+/).map((text) => text.trim()).filter(Boolean);
  return [
    { text: above ?? '', reason: '' },
    ...rest.map((text) => {
      const found = /^=?\s*(.*?)(?:\s+\[([^[\]]*)\])?\s*$/s.exec(text);
      return { text: found[1], reason: found[2] ?? '' };
    }),
  ];
}

let round = 0;

async function judge() {
  const number = ++round;
  const all = written();
  const done = waitIn(trouble);
  try {
    const found = await ask({ ask: 'sizes', model: model.value });
    if (number !== round) return;
    trouble.textContent = '';
    delete trouble.dataset.verdict;
    if (found.refused) {
      show(trouble, { kind: 'not read', message: `line ${found.line ?? 1} of the model: ${found.refused}`, column: found.column });
      judged.replaceChildren();
      return;
    }
    offer(found.sizes, all);
    judged.replaceChildren(...all.slice(1).map(() => make('li', {}, make('span', { className: 'formula' }), make('p', { className: 'verdict', textContent: 'Being judged …' }))));
    for (let at = 1; at < all.length; at++) {
      const verdict = await ask({ ask: 'line', model: model.value, above: all.slice(0, at).map(({ text }) => text), text: all[at].text, reason: all[at].reason });
      if (number !== round) return;
      const [formula, said] = judged.children[at - 1].children;
      show(said, verdict.refused ? { kind: 'not read', message: verdict.refused, column: 0 } : verdict, all[at].reason);
      if (verdict.latex) await typeset(formula, verdict.latex);
      else formula.textContent = all[at].text;
    }
  } catch (error) {
    if (number === round) explain(trouble, error);
  } finally {
    done();
  }
}

// A field for each size, and the lines to choose from; what was set stays.
function offer(letters, all) {
  const old = Object.fromEntries([...sizes.querySelectorAll('input')].map((input) => [input.name, input.value]));
  sizes.replaceChildren(...letters.map((name, place) => labelled(name, make('input', { type: 'number', min: 1, max: 12, name, value: old[name] ?? 2 + (place % 2) }))));
  const chosen = which.selectedIndex;
  which.replaceChildren(...all.slice(1).map(({ text }) => make('option', { textContent: `= ${text}` })));
  which.selectedIndex = chosen >= 0 && chosen < which.options.length ? chosen : which.options.length - 1;
}

compute.addEventListener('click', async () => {
  const all = written();
  const at = which.selectedIndex + 1;
  const chosen = Object.fromEntries([...sizes.querySelectorAll('input')].map((input) => [input.name, input.value]));
  const done = waitIn(table);
  try {
    const found = await ask({ ask: 'numbers', model: model.value, above: all.slice(0, at).map(({ text }) => text), text: all[at]?.text ?? '', sizes: chosen, given: given.value });
    if (found.refused) {
      table.replaceChildren(make('p', { className: 'verdict', textContent: `${found.refused}.` }));
      return;
    }
    if (!given.value.trim()) {
      given.value = found.given;
      grow(given);
    }
    const row = (cells, tag = 'td', equal = true) => {
      const made = make('tr', {}, ...cells.map((textContent) => make(tag, { textContent })));
      if (!equal) made.dataset.verdict = 'wrong';
      return made;
    };
    const body = found.places.map(([where, above, here, equal]) => row([where, above.replace('-', '−'), here.replace('-', '−'), equal ? '' : 'differs'], 'td', equal));
    const head = make('thead', {}, row(['where', 'the line above', 'this line', ''], 'th'));
    const words = found.functions.length ? [make('p', { textContent: `With ${found.functions.join(', ')}.` })] : [];
    table.replaceChildren(make('table', { className: 'table' }, head, make('tbody', {}, ...body)), ...words);
  } catch (error) {
    explain(table, error);
  } finally {
    done();
  }
});

check.addEventListener('click', judge);

let later;
const soon = () => {
  clearTimeout(later);
  later = setTimeout(judge, PAUSE);
};
for (const field of [model, lines]) {
  field.addEventListener('input', () => {
    grow(field);
    soon();
  });
}
choice.addEventListener('change', () => {
  ({ model: model.value, lines: lines.value } = models[choice.value] ?? { model: 'given ', lines: '' });
  given.value = '';
  judged.replaceChildren();
  for (const field of [model, lines]) grow(field);
});
for (const field of [model, lines]) grow(field);
