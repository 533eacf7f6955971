// Numbers as figures and sentences show them.
const SUPERSCRIPTS = { '-': '⁻', ...'⁰¹²³⁴⁵⁶⁷⁸⁹' };
const RIGHT = 9; // digits that rounding leaves alone; with these a tie is a tie, in every browser

/** 10⁻³, and 1 for 10⁰. */
export function powerOfTen(exponent) {
  return exponent ? `10${[...String(exponent)].map((sign) => SUPERSCRIPTS[sign]).join('')}` : '1';
}

/** A number with `digits` digits, a true minus, and a power of ten where it is far from 1: 0.125, −3, 2 · 10⁻⁷. */
export function written(exact, digits = 3) {
  const number = Number(exact.toPrecision(RIGHT));
  if (number === 0 || (Math.abs(number) >= 1e-3 && Math.abs(number) < 1e6)) {
    return String(Number(number.toPrecision(digits))).replace('-', '−');
  }
  const [shown, exponent] = number.toExponential(digits - 1).split('e');
  return `${String(Number(shown)).replace('-', '−')} · ${powerOfTen(Number(exponent))}`;
}
