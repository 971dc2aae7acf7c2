/** One JSON or YAML document of a file. */
export interface RecordedDocument {
  readonly value: unknown;
  /** Where it begins, from 1. */
  readonly line: number;
  /** What of it is missing, and where; absent when it is whole. */
  readonly fault?: DocumentFault;
}

/** A place in a file where it stops being what it should be. */
export interface DocumentFault {
  readonly line: number;
  readonly reason: string;
}

const SPACE = /[\s,]*/y;

/**
 * Reads one JSON document, or several after one another with nothing or commas between them. Of a document that is cut
 * off or damaged the items before that place are kept, with the fault.
 */
export function parseJsonDocuments(text: string): RecordedDocument[] {
  const whole = parse(text);
  if (whole !== undefined) return [{ value: whole.value, line: 1 }];
  const documents: RecordedDocument[] = [];
  const lines = createLineCounter(text);
  for (let at = skip(text, 0); at < text.length; at = skip(text, at)) {
    const line = lines(at);
    const end = endOf(text, at);
    const value = end === undefined ? undefined : parse(text.slice(at, end));
    if (end !== undefined && value !== undefined) {
      documents.push({ value: value.value, line });
      at = end;
      continue;
    }
    documents.push(damaged(text.slice(at, end), line));
    at = end ?? text.length;
  }
  return documents;
}

function skip(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Not one whole document; the caller looks further.
    return undefined;
  }
}

/** Where the value that begins at `at` ends, by its brackets and strings; undefined when the text ends before. */
function endOf(text: string, at: number): number | undefined {
  const first = text[at];
  if (first !== '{' && first !== '[') {
    const end = /[\s,]/.exec(text.slice(at));
    return end === null ? text.length : at + end.index;
  }
  let depth = 0;
  for (let index = at; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 34) index = endOfString(text, index);
    else if (code === 123 || code === 91) depth++;
    else if ((code === 125 || code === 93) && --depth === 0) return index + 1;
  }
  return undefined;
}

/** The index of the quote that ends the string which begins at `at`. */
function endOfString(text: string, at: number): number {
  for (let quote = text.indexOf('"', at + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return quote;
  }
  return text.length;
}

/** What is left of a document that does not parse: of an array, or of the array `items`, what stands before the fault. */
function damaged(text: string, line: number): RecordedDocument {
  const fault = faultOf(text, line);
  const list = /^\{(?:[^[{]|\{[^{}]*\})*?"items"\s*:\s*\[|^\[/.exec(text);
  if (list === null) return { value: undefined, line, fault };
  const items: unknown[] = [];
  for (let at = skip(text, list[0].length); at < text.length; at = skip(text, at)) {
    const end = text[at] === ']' ? undefined : endOf(text, at);
    const item = end === undefined ? undefined : parse(text.slice(at, end));
    if (end === undefined || item === undefined) break;
    items.push(item.value);
    at = end;
  }
  if (text.startsWith('[')) return { value: items, line, fault };
  const head = parse(`${list[0]}]}`);
  return { value: { ...((head?.value ?? { kind: 'List' }) as object), items }, line, fault };
}

/** Where a text that begins at `line` stops being JSON, by V8's position; at its end it is cut off. */
function faultOf(text: string, line: number): DocumentFault {
  const whole = text.trimEnd();
  try {
    JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = Number(/at position (\d+)/.exec(message)?.[1] ?? whole.length);
    const ended = /Unexpected end|Unterminated string/.test(message) || /at position/.test(message);
    if (position < whole.length ? !message.startsWith('Unterminated string') : !ended)
      return { line: line + newlines(text.slice(0, position)), reason: 'is not valid JSON' };
  }
  return { line: line + newlines(whole), reason: 'is cut off' };
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Tells the line of an offset, from 1; offsets must not fall. */
function createLineCounter(text: string): (offset: number) => number {
  let line = 1;
  let counted = 0;
  return (offset) => {
    for (let at = text.indexOf('\n', counted); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
      line++;
      counted = at + 1;
    }
    return line;
  };
}
