const SPACE = 32;
const TAB = 9;
const DOT = 46;
const MINUS = 45;
const ZERO = 48;

/** Digits a double holds exactly. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/** Reads the number that starts at or after `start`; `end` on the reader then is where it ends. */
export interface NumberReader {
  (line: Buffer, start: number, stop: number): number | undefined;
  /** The offset after the number read last. */
  end: number;
}

/**
 * Creates a reader of decimal numbers in bytes. Plain decimals of up to fifteen digits are computed directly and
 * exactly; everything else (exponents, NaN, +Inf) goes through a string. Undefined when there is no number.
 */
export function createNumberReader(): NumberReader {
  const reader: NumberReader = (line, start, stop) => {
    let at = start;
    while (at < stop && (line[at] === SPACE || line[at] === TAB)) at++;
    const from = at;
    const negative = line[at] === MINUS;
    if (negative) at++;
    let mantissa = 0;
    let digits = 0;
    let decimals = -1;
    let plain = true;
    for (; at < stop; at++) {
      const byte = line[at]!;
      if (byte >= ZERO && byte <= ZERO + 9) {
        mantissa = mantissa * 10 + (byte - ZERO);
        digits++;
        if (decimals >= 0) decimals++;
      } else if (byte === DOT && decimals < 0) decimals = 0;
      else if (byte === SPACE || byte === TAB) break;
      else plain = false;
    }
    reader.end = at;
    if (at === from) return undefined;
    if (plain && digits > 0 && digits <= EXACT_DIGITS) {
      const value = decimals > 0 ? mantissa / POWERS[decimals]! : mantissa;
      return negative ? -value : value;
    }
    return fromText(line.toString('latin1', from, at));
  };
  reader.end = 0;
  return reader;
}

function fromText(text: string): number | undefined {
  if (/^nan$/i.test(text)) return Number.NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined;
  return Number(text);
}
