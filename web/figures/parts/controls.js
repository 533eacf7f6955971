// What a figure is moved by: the browser's own sliders, lists and buttons, which the keyboard works too.
import { html } from 'lit-html';
import { written } from './numbers.js';

/** A letter of the book's notation, in a sentence or a label. */
export const letter = (name, index = '') => html`<i class="letter">${name}</i>${index && html`<sub>${index}</sub>`}`;

/** `look` is `brief` for a label that has room beside its slider, `wide` for a slider that takes a row of its own. */
export function slider({ label, value, min, max, step, said = written(value), look = '', change }) {
  return html`<label class=${look}>
    <span>${label}</span>
    <input
      type="range"
      min=${min}
      max=${max}
      step=${step}
      .value=${String(value)}
      aria-valuetext=${said}
      @input=${(event) => change(event.target.valueAsNumber)}
    />
    <span class="value" aria-hidden="true">${said}</span>
  </label>`;
}

/** One of `options`, a list of [value, text]. */
export function choice({ label, value, options, look = '', change }) {
  return html`<label class=${look}>
    <span>${label}</span>
    <select @change=${(event) => change(event.target.value)}>
      ${options.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}
    </select>
  </label>`;
}

export const press = (text, change, disabled = false) =>
  html`<button type="button" ?disabled=${disabled} @click=${change}>${text}</button>`;
