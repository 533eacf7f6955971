// Numbers as figures and sentences show them.
const SUPERSCRIPTS = { '-': '⁻', ...'⁰¹²³⁴⁵⁶⁷⁸⁹' };

/** A number with `digits` digits and a true minus, as a power of ten where that is shorter: 0.125, −3, 2 · 10⁻⁷. */
export function written(number, digits = 3) {
  const [mantissa, exponent] = number.toPrecision(digits).split('e');
  const plain = String(Number(mantissa)).replace('-', '−');
  const far = number && (Math.abs(number) < 1e-3 || exponent);
  if (!far) return plain;
  const [shown, power] = number.toExponential(digits - 1).split('e');
  const raised = [...power.replace('+', '')].map((sign) => SUPERSCRIPTS[sign]).join('');
  return `${String(Number(shown)).replace('-', '−')} · 10${raised}`;
}
