// Chapter 9: the error of a derivative against the step. To find: why a smaller step is not always better.
import { html, svg } from 'lit-html';
import { error, quotient } from './models/steps.js';
import { choice, letter, slider } from './parts/controls.js';
import { powerOfTen, written } from './parts/numbers.js';
import { axes, dot, letter as sign, line, picture } from './parts/plot.js';

const X = 2; // the point of the chapter
const HEIGHT = 320;
const FLOOR = 1e-18; // where an error of 0 is drawn
/** Each way to a derivative: its name, the colour of its curve, its smallest step and the digits of its numbers. */
const WAYS = {
  central: { name: 'central, double precision', color: 'forward', smallest: -50, digits: 17 },
  'one-sided': { name: 'one-sided, double precision', color: 'faint', smallest: -50, digits: 17 },
  single: { name: 'central, single precision', color: 'backward', smallest: -22, digits: 9 },
  complex: { name: 'complex step', color: 'walk', smallest: -50, digits: 17 },
};

const lessThan = (exponent, way) => Math.max(exponent, WAYS[way].smallest);

/** The two values of f and their difference, with all their digits behind the point. */
function digits(way, exponent) {
  const { above, below } = quotient(way, X, 2 ** exponent);
  const shown = [above, below, above - below].map((value) => value.toFixed(WAYS[way].digits).replace('-', '−'));
  const [, cancelled, left] = shown[2].match(/^(−?0\.0*)(.*)$/);
  return { shown, cancelled, left };
}

function says({ way, exponent }) {
  const h = 2 ** exponent;
  const off = error(way, X, h);
  const quality = off ? `off by ${written(off, 2)}` : 'right to the last digit';
  const found = written(quotient(way, X, h).quotient, 9);
  const start = `With the step ${written(h, 2)} the quotient is ${found}, ${quality}.`;
  if (way === 'complex') return `${start} Nothing is subtracted, so nothing cancels.`;
  const { left } = digits(way, exponent);
  return `${start} In the difference ${left.length} of ${WAYS[way].digits} digits are left.`;
}

function values({ way, exponent }) {
  if (way === 'complex') return html`<p class="values">The complex step takes one value, and no difference.</p>`;
  const { shown, cancelled, left } = digits(way, exponent);
  const f = (side) => html`${letter('f')}(${letter('x')}${side})`;
  return html`<p class="values">
    <span>${f(html` + ${letter('h')}`)}</span> <span>${shown[0]}</span>
    <span>${f(way === 'one-sided' ? '' : html` − ${letter('h')}`)}</span> <span>${shown[1]}</span>
    <span>difference</span> <span><small>${cancelled}</small>${left}</span>
  </p>`;
}

function view(state, width) {
  const [x, y] = [
    [-15.5, 0],
    [Math.log10(FLOOR) - 0.5, 0.5],
  ];
  const xTicks = [-15, -12, -9, -6, -3, 0].map((exponent) => [exponent, powerOfTen(exponent)]);
  const yTicks = [-18, -15, -12, -9, -6, -3, 0].map((exponent) => [exponent, powerOfTen(exponent)]);
  const labels = { xLabel: svg`step ${sign('h')}`, yLabel: 'error of the derivative' };
  const plot = axes({ width, height: HEIGHT, x, y, xTicks, yTicks, ...labels, margin: 66 });
  const at = (way, exponent) => [
    plot.x(exponent * Math.log10(2)),
    plot.y(Math.log10(Math.max(error(way, X, 2 ** exponent), FLOOR))),
  ];
  const curve = ([way, { color, smallest }]) => {
    const points = Array.from({ length: -smallest }, (_, i) => at(way, i + smallest));
    return line(points, `${color} ${way === state.way ? 'thick' : 'thin'}`);
  };
  return html`
    ${picture(width, HEIGHT, 'Errors against the step, both in powers of ten, a curve for each way to a derivative.', [
      plot.drawn,
      Object.entries(WAYS).map(curve),
      dot(at(state.way, lessThan(state.exponent, state.way)), WAYS[state.way].color, 6),
    ])}
    ${values({ ...state, exponent: lessThan(state.exponent, state.way) })}
  `;
}

const controls = (state, set) => html`
  ${slider({
    label: html`step ${letter('h')}, a power of 2`,
    look: 'wide',
    value: lessThan(state.exponent, state.way),
    min: WAYS[state.way].smallest,
    max: -1,
    step: 1,
    said: written(2 ** lessThan(state.exponent, state.way), 2),
    change: (exponent) => set({ exponent }),
  })}
  ${choice({
    label: 'way to the derivative',
    value: state.way,
    options: Object.entries(WAYS).map(([way, { name }]) => [way, name]),
    change: (way) => set({ way }),
  })}
`;

export default () => ({
  question: html`With half the step, the central difference has a quarter of the error. So is the smallest step the
    best? Say where you expect the least error, and then make the step smaller.`,
  answer: html`It is least near 10⁻⁵, about the cube root of the precision. The two values agree in more and more
    digits, and these cancel: the zeros of the difference. The few that are left carry the rounding, and each halving
    doubles what it does. In single precision this begins near 10⁻². The complex step takes no difference, so it only
    gets better.`,
  start: { way: 'central', exponent: -4 },
  controls,
  picture: view,
  says: (state) => says({ ...state, exponent: lessThan(state.exponent, state.way) }),
});
