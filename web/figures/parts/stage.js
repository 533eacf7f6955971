// The frame of every figure that moves: a question to guess at, the picture, its controls, and what it says.
import { html, render } from 'lit-html';

const PAUSE = 300; // milliseconds after the last move, so that a screen reader is told where a slider came to rest

/**
 * Show a figure in `place`.
 *
 * A figure has `question` and `answer`, templates; `start`, its state; `controls(state, set)`, where `set` takes what
 * changes, and false if that is not to show the answer; `picture(state, width, set)`, an SVG; and `says(state)`, a
 * sentence with the numbers of the state.
 */
export function stage(place, figure) {
  let state = figure.start;
  let [width, moved, timer] = [0, false, 0];

  function draw() {
    const said = figure.says(state);
    render(
      html`
        <p class="question"><strong>Guess first.</strong> ${figure.question}</p>
        <div class="picture">${width ? figure.picture(state, width, set) : ''}</div>
        <p class="said" aria-hidden="true">${said}</p>
        <p class="visually-hidden" role="status"></p>
        <div class="handles">${figure.controls(state, set)}</div>
        <div class="answer" data-shown=${moved}>
          <button type="button" ?hidden=${moved} @click=${() => set({})}>Show the answer</button>
          <p>${figure.answer}</p>
        </div>
      `,
      place,
    );
    const sentence = place.querySelector('.said'); // keeps its height, so that no slider moves away from the hand
    sentence.style.minHeight = `${sentence.offsetHeight}px`;
    clearTimeout(timer);
    timer = setTimeout(() => (place.querySelector('[role="status"]').textContent = said), PAUSE);
  }

  function set(change, asked = true) {
    [state, moved] = [{ ...state, ...change }, moved || asked];
    draw();
  }

  function fit() {
    const room = place.querySelector('.picture').clientWidth;
    if (!room || room === width) return;
    width = room;
    place.querySelector('.said').style.minHeight = '';
    draw();
  }

  draw();
  fit();
  new ResizeObserver(fit).observe(place);
}
