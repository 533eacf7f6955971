// What the two graphs share: the rules and the mistakes to choose from, the activations, and the check by nudges.
import { html } from 'lit-html';
import { written } from './numbers.js';

export const RULES = [
  ['', 'the four rules'],
  ['unswapped', 'times does not swap'],
  ['sign', 'minus forgets its sign'],
  ['flat', 'the slope σ′ is forgotten'],
  ['output', 'σ′ is taken at a, not at z'],
];

export const ACTIVATIONS = [
  ['sigmoid', 'sigmoid'],
  ['tanh', 'tanh'],
  ['relu', 'ReLU'],
  ['softplus', 'softplus'],
  ['identity', 'none (the identity)'],
];

/** For each number its slope by the rules and by nudging; they wait until the walk has reached every number. */
export const checked = (rows, named, waiting = false) => html`
  <p class="small">Each slope, and what nudging the number says:</p>
  <ul class=${waiting ? 'checks waiting' : 'checks'}>
    ${rows.map(
      ({ name, slope, nudged, agrees }) => html`<li class=${agrees ? 'agrees' : 'differs'}>
        <span class="name">${named(name)}</span> <span class="slope">${written(slope)}</span>
        <span class="nudged">nudged ${written(nudged)} <b>${agrees ? '✓' : '✗'}</b></span>
      </li>`,
    )}
  </ul>
`;

/** In a sentence, which of the numbers the nudges contradict. */
export function verdict(rows, named = (name) => name) {
  const wrong = rows.filter(({ agrees }) => !agrees).map(({ name }) => named(name));
  if (!wrong.length) return 'Nudging says the same for every number.';
  return `Nudging says otherwise for ${wrong.length > 4 ? `${wrong.length} of the ${rows.length}` : wrong.join(', ')}.`;
}
