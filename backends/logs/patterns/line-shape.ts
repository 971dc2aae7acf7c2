import { detach } from './detach.ts';
import type { LineScanner } from './line-scanner.ts';
import { MARK, VALUE, VARIABLE, WORD } from './line-scanner.ts';

/** What stands for a variable part in a template. */
export const WILDCARD = '<*>';

/** What is left of a line when its variable parts are taken out; parallel arrays, one element a token. */
export interface LineShape {
  readonly tokens: string[];
  readonly kinds: number[];
  /** 1 where a space stands before the token. */
  readonly spaced: number[];
}

const UNITS = new Set(
  'B KB MB GB TB kB KiB MiB GiB TiB kb mb gb K M G Kb Mb Gb ns us µs ms msec msecs usec s sec secs min mins hr hrs h C F V W Hz kHz MHz GHz rpm RPM bps kbps Mbps %'.split(
    ' ',
  ),
);
const CALENDAR = new Set(
  'Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September October November December'.split(
    ' ',
  ),
);
/** Values by their nature. */
const LITERALS = new Set(['true', 'false', 'True', 'False', 'TRUE', 'FALSE', 'null', 'NULL']);
const MAX_PERIOD = 8;

/**
 * Makes the shape of the line that the scanner has just scanned. Beyond the scanner's own rules it takes a unit with
 * its number, the names of days and months with their date, and cuts a list to one element, so that such lines agree whatever their length.
 */
export function shapeOf(line: string, scanner: LineScanner): LineShape {
  const shape: LineShape = { tokens: [], kinds: [], spaced: [] };
  const { tokens, kinds, spaced } = shape;
  for (let index = 0; index < scanner.count; index++) {
    let kind: number = scanner.kinds[index]!;
    const text = kind === VARIABLE ? WILDCARD : detach(line.slice(scanner.starts[index]!, scanner.ends[index]!));
    const last = tokens.length - 1;
    const afterVariable = last >= 0 && kinds[last] === VARIABLE;
    if (kind === WORD && afterVariable && UNITS.has(text)) {
      continue;
    }
    if ((kind === WORD || kind === VALUE) && LITERALS.has(text)) kind = VARIABLE;
    if (kind === WORD && CALENDAR.has(text) && dateAround(line, scanner, index, afterVariable)) kind = VARIABLE;
    if (kind === VARIABLE) {
      if (isComparison(tokens, spaced, last) && scanner.spaced[index] === 0 && !closes(line, scanner, index)) {
        tokens[last] = WILDCARD;
        kinds[last] = VARIABLE;
        if (last > 0 && kinds[last - 1] === VARIABLE) pop(shape, 1);
        continue;
      }
      if (afterVariable) continue;
    }
    tokens.push(kind === VARIABLE ? WILDCARD : text);
    kinds.push(kind);
    spaced.push(scanner.spaced[index]!);
  }
  collapseRepeats(shape);
  return shape;
}

function pop(shape: LineShape, count: number): void {
  shape.tokens.length -= count;
  shape.kinds.length -= count;
  shape.spaced.length -= count;
}

/** `<1 sec`, `>5`: the sign belongs to the number. */
function isComparison(tokens: readonly string[], spaced: readonly number[], last: number): boolean {
  return last > 0 && spaced[last] === 1 && (tokens[last] === '<' || tokens[last] === '>');
}

function closes(line: string, scanner: LineScanner, index: number): boolean {
  const end = scanner.ends[index]!;
  return line[end] === '>' || line[end] === '<';
}

function dateAround(line: string, scanner: LineScanner, index: number, afterVariable: boolean): boolean {
  if (afterVariable) return true;
  const next = index + 1;
  if (next >= scanner.count) return false;
  if (scanner.kinds[next] === VARIABLE) return true;
  return scanner.kinds[next] === WORD && CALENDAR.has(line.slice(scanner.starts[next]!, scanner.ends[next]!));
}

/** Cuts a block that holds a variable part and is directly followed by itself down to one. */
function collapseRepeats(shape: LineShape): void {
  const { tokens, kinds, spaced } = shape;
  for (let period = 2; period <= MAX_PERIOD && period * 2 <= tokens.length; period++) {
    for (let start = 0; start + period * 2 <= tokens.length; ) {
      if (!repeats(tokens, start, period) || !varies(kinds, start, period)) {
        start++;
        continue;
      }
      tokens.splice(start + period, period);
      kinds.splice(start + period, period);
      spaced.splice(start + period, period);
    }
  }
}

function repeats(tokens: readonly string[], start: number, period: number): boolean {
  for (let index = start; index < start + period; index++) if (tokens[index] !== tokens[index + period]) return false;
  return true;
}

function varies(kinds: readonly number[], start: number, period: number): boolean {
  for (let index = start; index < start + period; index++) if (kinds[index] === VARIABLE) return true;
  return false;
}

/** The punctuation of a shape: lines whose punctuation differs never share a template. */
export function frameOf(shape: LineShape): string {
  let frame = '';
  for (let index = 0; index < shape.tokens.length; index++) {
    frame += shape.kinds[index] === MARK ? shape.tokens[index] : ' ';
  }
  return frame;
}

/** The words of a template between its spaces, each variable part in them as the wildcard. */
export function fieldsOf(tokens: readonly string[], spaced: ArrayLike<number>): string[] {
  return tokens.length === 0 ? [] : renderTemplate(tokens, spaced).split(' ');
}

/** Writes a template as it would stand in the log, each variable part as the wildcard. */
export function renderTemplate(tokens: readonly string[], spaced: ArrayLike<number>): string {
  let text = '';
  for (let index = 0; index < tokens.length; index++) {
    if (index > 0 && spaced[index] === 1) text += ' ';
    text += tokens[index];
  }
  return text;
}
