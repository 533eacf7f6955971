// Axes, curves and arrows in SVG. d3-scale would bring its colours along, twice the size of all the rest.
import { ticks } from 'd3-array';
import { svg } from 'lit-html';
import { written } from './numbers.js';

const MARGIN = { left: 52, right: 12, top: 10, bottom: 44 };
const HEAD = 8;

export const letter = (name, index = '') =>
  svg`<tspan class="letter">${name}</tspan>${index && svg`<tspan class="index" dy="4">${index}</tspan>`}`;

/** A picture of this size, which says in words what it shows. */
export const picture = (width, height, label, content) =>
  svg`<svg width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>
    ${content}
  </svg>`;

export const linear =
  ([low, high], [from, to]) =>
  (value) =>
    from + ((value - low) / (high - low)) * (to - from);

/** A line through pairs of numbers, in pixels. */
export const line = (points, name) =>
  svg`<path class=${name} d=${`M${points.map((point) => point.join(' ')).join('L')}`} />`;

export const dot = ([x, y], name, radius = 5) => svg`<circle class=${name} cx=${x} cy=${y} r=${radius} />`;

export const text = (x, y, content, name = '', anchor = 'middle') =>
  svg`<text x=${x} y=${y} class=${name} text-anchor=${anchor}>${content}</text>`;

/** An arrow from one pair of pixels to another, its head at the second. */
export function arrow([fromX, fromY], [toX, toY], name) {
  const length = Math.hypot(toX - fromX, toY - fromY);
  if (length < 1) return '';
  const [x, y] = [(toX - fromX) / length, (toY - fromY) / length];
  const [footX, footY, side] = [toX - HEAD * x, toY - HEAD * y, HEAD * 0.4];
  const head = [
    [toX, toY],
    [footX - side * y, footY + side * x],
    [footX + side * y, footY - side * x],
  ];
  return svg`<g class=${name}>
    <path d=${`M${fromX} ${fromY}L${footX} ${footY}`} />
    <path class="head" d=${`M${head.map((point) => point.join(' ')).join('L')}Z`} />
  </g>`;
}

/**
 * The axes of a plot, and its scales.
 *
 * `x` and `y` are domains, and `xLabel` and `yLabel` what is written beside them; `xTicks` and `yTicks` are lists of
 * [value, text], round numbers by default; `margin` is the room on the left.
 */
export function axes({ width, height, x, y, xLabel, yLabel, xTicks, yTicks, top = 0, margin = MARGIN.left }) {
  const [left, right] = [margin, width - MARGIN.right];
  const [high, low] = [top + MARGIN.top, top + height - MARGIN.bottom];
  const round = (domain, count) => ticks(...domain, count).map((value) => [value, written(value)]);
  const scales = { x: linear(x, [left, right]), y: linear(y, [low, high]), left, right, high, low };
  const drawn = svg`<g class="axes">
    <path d=${`M${left} ${high}V${low}H${right}`} />
    ${(xTicks ?? round(x, width / 90)).map(
      ([value, shown]) => svg`<path d=${`M${scales.x(value)} ${low}v5`} />${text(scales.x(value), low + 19, shown)}`,
    )}
    ${(yTicks ?? round(y, height / 60)).map(
      ([value, shown]) =>
        svg`<path d=${`M${left} ${scales.y(value)}h-5`} />${text(left - 8, scales.y(value) + 4, shown, '', 'end')}`,
    )}
    ${text((left + right) / 2, low + 38, xLabel)}
    <text transform=${`translate(14 ${(high + low) / 2}) rotate(-90)`} text-anchor="middle">${yLabel}</text>
  </g>`;
  return { ...scales, drawn };
}
