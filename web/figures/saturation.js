// Chapter 6: a unit that is sure and wrong. To find: which cost pushes it hardest, and where it lets go.
import { html, svg } from 'lit-html';
import { unit } from './models/saturation.js';
import { choice, letter, slider } from './parts/controls.js';
import { written } from './parts/numbers.js';
import { axes, dot, letter as sign, line, picture, text } from './parts/plot.js';

const [ABOVE, BELOW, OVERLAP] = [210, 230, 24];
const RANGE = [-8, 8];
const NAMES = { sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU', softplus: 'softplus' };
/** What is drawn of each activation: the outputs, and the derivatives of the costs. */
const HEIGHTS = {
  sigmoid: [
    [-0.15, 1.15],
    [-1.05, 1.05],
  ],
  tanh: [
    [-1.15, 1.15],
    [-2.1, 2.1],
  ],
  relu: [
    [-1, 8],
    [-8, 8],
  ],
  softplus: [
    [-1, 8],
    [-8, 8],
  ],
};

function says({ z, y, activation }) {
  const { a, slope, squared, entropy } = unit(z, y, activation);
  const pushes = `The squared error pushes by ${written(squared.push)}`;
  return (
    `At z = ${written(z)} the output is ${written(a)}, where it should be ${y}, and the slope is ${written(slope)}. ` +
    (entropy ? `${pushes}, cross-entropy by ${written(entropy.push)}.` : `${pushes}.`)
  );
}

function view({ z, y, activation }, width) {
  const grid = Array.from({ length: 161 }, (_, i) => RANGE[0] + i / 10);
  const [outputs, pushes] = HEIGHTS[activation];
  const now = unit(z, y, activation);
  const upper = axes({ width, height: ABOVE, x: RANGE, y: outputs, xLabel: '', yLabel: svg`output ${sign('a')}` });
  const lower = axes({
    width,
    height: BELOW,
    top: ABOVE - OVERLAP,
    x: RANGE,
    y: pushes,
    xLabel: svg`pre-activation ${sign('z')}`,
    yLabel: 'derivative',
  });
  const curve = (plot, value, name) =>
    line(
      grid.map((at) => [plot.x(at), plot.y(value(unit(at, y, activation)))]),
      name,
    );
  const tangent = [-1.5, 1.5].map((by) => [upper.x(z + by), upper.y(now.a + by * now.slope)]);
  const foot = lower.y(0);
  return picture(
    width,
    ABOVE + BELOW - 24,
    'Above, the output over the pre-activation; below, how hard each cost pushes.',
    svg`
    ${upper.drawn}${lower.drawn}
    <path class="grid" d=${`M${lower.left} ${foot}H${lower.right}`} />
    ${curve(upper, ({ a }) => a, 'forward thick')}
    ${line(tangent, 'backward dashed')}
    <path class="aim" d=${`M${upper.left} ${upper.y(y)}H${upper.right}`} />
    ${text(upper.right, upper.y(y) + (y ? -6 : 16), `label ${y}`, 'muted', 'end')}
    ${dot([upper.x(z), upper.y(now.a)], 'forward', 6)}
    ${curve(lower, ({ squared }) => squared.push, 'forward dashed')}
    ${dot([lower.x(z), lower.y(now.squared.push)], 'forward', 6)}
    ${
      now.entropy &&
      svg`${curve(lower, ({ entropy }) => entropy.push, 'backward thick')}
        ${dot([lower.x(z), lower.y(now.entropy.push)], 'backward', 6)}`
    }
    ${text(lower.right, lower.high + 12, 'half the squared error', 'forward', 'end')}
    ${now.entropy && text(lower.right, lower.high + 30, 'cross-entropy', 'backward', 'end')}
  `,
  );
}

const controls = (state, set) => html`
  ${slider({
    label: html`pre-activation ${letter('z')}`,
    look: 'wide',
    value: state.z,
    min: RANGE[0],
    max: RANGE[1],
    step: 0.1,
    change: (z) => set({ z }),
  })}
  ${choice({
    label: 'activation',
    value: state.activation,
    options: Object.entries(NAMES),
    change: (activation) => set({ activation }),
  })}
  ${choice({
    label: html`label ${letter('y')}`,
    value: String(state.y),
    options: [
      ['1', '1'],
      ['0', '0'],
    ],
    change: (y) => set({ y: Number(y) }),
  })}
`;

export default () => ({
  question: html`The label is 1. Pull ${letter('z')} to the left, and the unit is more and more wrong. Where does the
    squared error push it hardest: where it is most wrong?`,
  answer: html`No: at ${letter('z')} = −0.7, where the output is 1/3. Further left the slope of the sigmoid falls
    faster than the error grows, and a unit that is more wrong is pushed less. Cross-entropy pushes by
    ${letter('a')} − ${letter('y')}, the harder the more wrong it is.`,
  start: { z: 2, y: 1, activation: 'sigmoid' },
  controls,
  picture: view,
  says,
});
