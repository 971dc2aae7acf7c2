/**
 * Cuts a line into tokens in one pass and marks those that vary from line to line by their form alone: anything with
 * a digit (numbers, addresses, dates, durations, hashes, UUIDs), paths and URLs.
 * The rules are the same for every log. The hash covers exactly what remains, so lines that differ only in their
 * variable parts have the same hash and are recognised without making a string.
 */

/** A fixed word. */
export const WORD = 0;
/** A variable part, whatever its text. */
export const VARIABLE = 1;
/** A single punctuation mark, or a run of dots. */
export const MARK = 2;
/** A word that is the value in `key=word`. */
export const VALUE = 3;

/** Lines are cut after this many tokens; the rest counts as one variable part. */
const MAX_TOKENS = 256;

const SPACE_CLASS = 1;
const MARK_CLASS = 2;
const DIGIT_CLASS = 3;

const CLASSES = new Uint8Array(128);
for (let code = 0; code <= 32; code++) CLASSES[code] = SPACE_CLASS;
for (const mark of ',;=()[]{}<>"\'|:!?&$^`') CLASSES[mark.charCodeAt(0)] = MARK_CLASS;
for (let code = 48; code <= 57; code++) CLASSES[code] = DIGIT_CLASS;

const DOT = 46;
const SLASH = 47;
const BACKSLASH = 92;
const EQUALS = 61;
const COLON = 58;
const COMMA = 44;
const OPEN = 40;
const SEMICOLON = 59;

const PATH_ENDS = new Uint8Array(128);
for (let code = 0; code <= 32; code++) PATH_ENDS[code] = 1;
for (const mark of '"\'<>()[]{}|') PATH_ENDS[mark.charCodeAt(0)] = 1;

export interface LineScanner {
  /** Scans a line; the fields below then describe it until the next call. */
  scan(line: string): void;
  /** Number of tokens. */
  readonly count: number;
  /** Two 26-bit hashes of the fixed parts, in one safe integer. */
  readonly hash: number;
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 where a space stands before the token. */
  readonly spaced: Uint8Array;
}

/** Creates a scanner whose arrays are reused by every call. */
export function createLineScanner(): LineScanner {
  const kinds = new Uint8Array(MAX_TOKENS);
  const starts = new Int32Array(MAX_TOKENS);
  const ends = new Int32Array(MAX_TOKENS);
  const spaced = new Uint8Array(MAX_TOKENS);
  const scanner = { scan, count: 0, hash: 0, kinds, starts, ends, spaced };

  /** Appends a token; a variable directly after `variable:` or `variable,` joins it (addresses, times, lists). */
  function push(count: number, kind: number, start: number, end: number, space: number): number {
    if (kind === VARIABLE && space === 0 && count >= 2) {
      const joins = kinds[count - 1] === MARK && kinds[count - 2] === VARIABLE && spaced[count - 1] === 0;
      if (joins && ends[count - 1]! - starts[count - 1]! === 1 && joint === 1) {
        ends[count - 2] = end;
        return count - 1;
      }
      if (kinds[count - 1] === VARIABLE) {
        ends[count - 1] = end;
        return count;
      }
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count] = end;
    spaced[count] = space;
    return count + 1;
  }

  let joint = 0;

  function scan(line: string): void {
    const length = line.length;
    let count = 0;
    let index = 0;
    let space = 0;
    let valueNext = false;
    while (index < length) {
      const code = line.charCodeAt(index);
      const kind = code < 128 ? CLASSES[code]! : classBeyondAscii(code);
      if (kind === SPACE_CLASS) {
        if (valueNext) count = push(count, VARIABLE, index, index, 0);
        valueNext = false;
        space = 1;
        index++;
        continue;
      }
      if (count >= MAX_TOKENS - 2) {
        count = push(count, VARIABLE, index, length, 1);
        break;
      }
      if (kind === MARK_CLASS) {
        if (valueNext && (code === COMMA || code === SEMICOLON || code === 41 || code === 93 || code === 125)) {
          count = push(count, VARIABLE, index, index, 0);
        }
        joint = code === COLON || code === COMMA ? 1 : 0;
        count = push(count, MARK, index, index + 1, space);
        valueNext = code === EQUALS && space === 0 && count > 1 && kinds[count - 2] !== MARK;
        space = 0;
        index++;
        continue;
      }
      if (code === DOT && line.charCodeAt(index + 1) === DOT) {
        const start = index;
        while (index < length && line.charCodeAt(index) === DOT) index++;
        joint = 0;
        count = push(count, MARK, start, index, space);
        space = 0;
        valueNext = false;
        continue;
      }
      const start = index;
      let digits = 0;
      let slashes = 0;
      let backslashes = 0;
      let dots = 0;
      let next = code;
      while (index < length) {
        next = line.charCodeAt(index);
        const nextClass = next < 128 ? CLASSES[next]! : classBeyondAscii(next);
        if (nextClass === DIGIT_CLASS) digits++;
        else if (nextClass !== 0) break;
        else if (next === SLASH) slashes++;
        else if (next === BACKSLASH) backslashes++;
        else if (next === DOT) {
          if (line.charCodeAt(index + 1) === DOT) break;
          dots++;
        }
        index++;
      }
      if (
        slashes > 0 ||
        (next === COLON && line.charCodeAt(index + 1) === SLASH && line.charCodeAt(index + 2) === SLASH)
      ) {
        // A URL or path runs on through its query to the next space, quote or bracket.
        if (next === COLON && line.charCodeAt(index + 1) === SLASH) slashes = 2;
        if (slashes >= 2 || (code === SLASH && index - start > 1)) {
          while (index < length && !endsPath(line.charCodeAt(index))) index++;
          next = line.charCodeAt(index);
          const last = line.charCodeAt(index - 1);
          if (last === COMMA || last === COLON || last === SEMICOLON) index--;
        }
      }
      let end = index;
      // A full stop that ends a sentence is not part of the word.
      let stop = false;
      if (end - start > 1 && line.charCodeAt(end - 1) === DOT) {
        end--;
        stop = true;
      }
      const call = index < length && next === OPEN && slashes === 0 && dots === 0 && !isDigit(line.charCodeAt(start));
      const path =
        slashes >= 2 ||
        (slashes === 1 && (code === SLASH ? end - start > 1 : dots > 0)) ||
        (backslashes > 0 && backslashInside(line, start, end));
      const port = dots > 0 && !stop && next === COLON && index + 1 < length && isDigit(line.charCodeAt(index + 1));
      const named = digits === 1 && isDigit(line.charCodeAt(end - 1)) && lettersOnly(line, start, end - 1);
      const variable =
        (digits > 0 && !call && !named) ||
        (valueNext && dots > 0) ||
        path ||
        port ||
        (end - start === 2 && hexPair(line, start, end)) ||
        (end - start <= 4 && (named || end - start === 4) && hexGroup(line, start, end));
      count = push(count, variable ? VARIABLE : valueNext ? VALUE : WORD, start, end, space);
      space = 0;
      valueNext = false;
      if (stop) {
        joint = 0;
        count = push(count, MARK, end, end + 1, 0);
      }
    }
    if (valueNext && count < MAX_TOKENS) count = push(count, VARIABLE, length, length, 0);
    scanner.count = count;
    scanner.hash = hashTokens(line, count);
  }

  function hashTokens(line: string, count: number): number {
    let first = 0x811c9dc5;
    let second = 0x1b873593;
    for (let token = 0; token < count; token++) {
      const kind = kinds[token]!;
      if (kind === VARIABLE) {
        first = Math.imul(first ^ 0x100, 0x01000193);
        second = Math.imul(second ^ 0x2a7, 0x85ebca6b);
      } else {
        const end = ends[token]!;
        for (let index = starts[token]!; index < end; index++) {
          const code = line.charCodeAt(index);
          first = Math.imul(first ^ code, 0x01000193);
          second = Math.imul(second + code, 0x85ebca6b) ^ (second >>> 15);
        }
        first = Math.imul(first ^ 0x20, 0x01000193);
        second = Math.imul(second + 0x20, 0x85ebca6b) ^ (second >>> 15);
      }
    }
    return (first >>> 6) * 0x4000000 + (second >>> 6);
  }

  return scanner;
}

/** Space beyond ASCII separates words as well. */
function classBeyondAscii(code: number): number {
  return code === 0xa0 || code === 0x85 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029
    ? SPACE_CLASS
    : 0;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function lettersOnly(line: string, start: number, end: number): boolean {
  if (end - start < 2) return false;
  for (let index = start; index < end; index++) {
    const code = line.charCodeAt(index) | 32;
    if (code < 97 || code > 122) return false;
  }
  return true;
}

function endsPath(code: number): boolean {
  return code < 128 ? PATH_ENDS[code] === 1 : classBeyondAscii(code) !== 0;
}

/** `FF` in `00:FF:1A`. */
function hexPair(line: string, start: number, end: number): boolean {
  if (!isHex(line.charCodeAt(start)) || !isHex(line.charCodeAt(start + 1))) return false;
  const after = line.charCodeAt(end) === COLON && isHex(line.charCodeAt(end + 1)) && isHex(line.charCodeAt(end + 2));
  const before =
    start > 2 &&
    line.charCodeAt(start - 1) === COLON &&
    isHex(line.charCodeAt(start - 2)) &&
    isHex(line.charCodeAt(start - 3));
  return after || before;
}

/** `bba7` or `beef` in `2607:f140:8:bba7`: no name nor word, for it stands right beside a hexadecimal group with a digit. */
function hexGroup(line: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (!isHex(line.charCodeAt(index))) return false;
  return (
    (line.charCodeAt(start - 1) === COLON && hexWithDigit(line, start - 2, -1)) ||
    (line.charCodeAt(end) === COLON && hexWithDigit(line, end + 1, 1))
  );
}

/** Whether the run of at most four hexadecimal characters that begins here, read in this direction, has a digit. */
function hexWithDigit(line: string, from: number, direction: 1 | -1): boolean {
  let digits = 0;
  let index = from;
  while (isHex(line.charCodeAt(index))) {
    if (isDigit(line.charCodeAt(index))) digits++;
    index += direction;
  }
  return digits > 0 && Math.abs(index - from) <= 4;
}

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

function backslashInside(line: string, start: number, end: number): boolean {
  for (let index = start; index < end - 1; index++) if (line.charCodeAt(index) === BACKSLASH) return true;
  return false;
}
