// Chapter 0: the valley, the tangent, and steps against the slope. To find: what the learning rate does.
import { html, svg } from 'lit-html';
import { cost, slope, walk } from './models/valley.js';
import { letter, press, slider } from './parts/controls.js';
import { written } from './parts/numbers.js';
import { arrow, axes, dot, letter as sign, line, picture, text } from './parts/plot.js';

const [X, Y] = [2, 1]; // the neuron of the chapter
const HEIGHT = 300;
const MOST_STEPS = 12;
const DOMAIN = { x: [-0.8, 1.8], y: [0, 2.4] };

const passed = ({ w, rate, steps }) => walk(w, X, Y, rate, steps);

function says(state) {
  const [from, to] = passed(state).slice(-2);
  const [before, after] = [cost(from, X, Y), cost(to, X, Y)];
  return (
    `Step ${state.steps} goes from weight ${written(from)}, with cost ${written(before)} and slope ` +
    `${written(slope(from, X, Y))}, to weight ${written(to)}, with cost ${written(after)}.`
  );
}

function view(state, width) {
  const plot = axes({
    width,
    height: HEIGHT,
    ...DOMAIN,
    xLabel: svg`weight ${sign('w')}`,
    yLabel: svg`cost ${sign('E')}`,
  });
  const at = (w) => [plot.x(w), plot.y(cost(w, X, Y))];
  const grid = Array.from({ length: 101 }, (_, i) => DOMAIN.x[0] + (i / 100) * (DOMAIN.x[1] - DOMAIN.x[0]));
  const path = passed(state);
  const [from, to] = path.slice(-2);
  const tangent = [-0.4, 0.4].map((by) => [plot.x(from + by), plot.y(cost(from, X, Y) + by * slope(from, X, Y))]);
  const words = 'The cost over the weight is a valley; on it a tangent, and a walk from dot to dot.';
  return picture(
    width,
    HEIGHT,
    words,
    svg`
    <clipPath id="valley-inside">
      <rect x=${plot.left} y="0" width=${plot.right - plot.left} height=${plot.low} />
    </clipPath>
    ${plot.drawn}
    <g clip-path="url(#valley-inside)">
      ${line(grid.map(at), 'forward thick')}
      ${line(tangent, 'backward dashed')}
      ${path.slice(0, -2).map((w, i) => line([at(w), at(path[i + 1])], 'walk'))}
      ${arrow(at(from), at(to), 'walk')}
      ${path.map((w) => dot(at(w), 'walk', 4))}
      ${dot(at(path[0]), 'walk open', 6)}
    </g>
    ${text(plot.x(Y / X), plot.high + 16, svg`tangent: slope ${written(slope(from, X, Y))}`, 'backward')}
  `,
  );
}

const controls = (state, set) => html`
  ${slider({
    label: html`start at weight ${letter('w')}`,
    value: state.w,
    min: -0.5,
    max: 1.5,
    step: 0.05,
    change: (w) => set({ w }),
  })}
  ${slider({
    label: html`learning rate ${letter('η')}`,
    value: state.rate,
    min: 0.01,
    max: 0.6,
    step: 0.01,
    change: (rate) => set({ rate }),
  })}
  <div class="buttons">
    ${press('One step more', () => set({ steps: state.steps + 1 }), state.steps === MOST_STEPS)}
    ${press('First step only', () => set({ steps: 1 }), state.steps === 1)}
  </div>
`;

export default () => ({
  question: html`With the learning rate 0.1 the step stops short of the bottom. Which learning rate lands on it exactly,
    in one step? And is it another one if you start elsewhere?`,
  answer: html`It is 0.25, wherever you start. The slope is ${letter('x')}² = 4 times the distance to the bottom, and a
    quarter of that is the distance itself. With 0.5 you land on the other side, just as high; with more, every step
    climbs.`,
  start: { w: 1, rate: 0.1, steps: 1 },
  controls,
  picture: view,
  says,
});
