import { parseDocument } from 'yaml';
import type { RecordedDocument } from './json-documents.ts';

/** At the first column `---` always begins a document: within a block text it would be indented. */
const SEPARATOR = /^---(?:[ \t].*)?$/;

/** A document whose aliases unfold into more than this was made to fill memory. */
const MOST_ALIASES = 1_000;

/**
 * Reads the YAML documents of a text, each by itself, so that a damaged one does not take the others with it. Of a
 * damaged list the items before that place are kept, with the fault. Empty documents are left out.
 */
export function parseYamlDocuments(text: string): RecordedDocument[] {
  const documents: RecordedDocument[] = [];
  for (const { line, lines } of split(text)) {
    const document = parseOne(lines, line);
    if (document.value !== undefined || document.fault !== undefined) documents.push(document);
  }
  return documents;
}

function split(text: string): { line: number; lines: string[] }[] {
  const parts: { line: number; lines: string[] }[] = [{ line: 1, lines: [] }];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (SEPARATOR.test(line)) parts.push({ line: index + 2, lines: [] });
    else if (line !== '...') parts.at(-1)!.lines.push(line);
  }
  return parts.filter(({ lines }) => lines.some((line) => line.trim() !== '' && !line.startsWith('#')));
}

function parseOne(lines: readonly string[], line: number): RecordedDocument {
  const whole = tryLoad(lines);
  if ('value' in whole) return { value: whole.value ?? undefined, line };
  const fault = { line: line + whole.line, reason: `is not valid YAML (${whole.reason})` };
  const cut = itemBefore(lines, whole.line);
  const rest = cut === undefined ? whole : tryLoad(lines.slice(0, cut));
  return { value: 'value' in rest ? (rest.value ?? undefined) : undefined, line, fault };
}

function tryLoad(lines: readonly string[]): { value: unknown } | { line: number; reason: string } {
  const text = lines.join('\n');
  // Without pretty errors and the search for equal keys it is half as slow: lists of pods are long.
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  const [error] = document.errors;
  try {
    if (error === undefined) return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (thrown) {
    return { line: 0, reason: thrown instanceof Error ? thrown.message : 'cannot be resolved' };
  }
  const line = text.slice(0, error.pos[0]).split('\n').length - 1;
  return { line: Math.min(line, lines.length - 1), reason: error.message.split('\n', 1)[0]! };
}

/** The line where the item of the outermost list begins that holds the fault. */
function itemBefore(lines: readonly string[], fault: number): number | undefined {
  const first = lines.find((line) => /^ {0,2}- /.test(line));
  const indent = first?.indexOf('-');
  if (indent === undefined) return undefined;
  const mark = `${' '.repeat(indent)}- `;
  const at = lines.slice(0, fault + 1).findLastIndex((line) => line.startsWith(mark));
  return at < 0 ? undefined : at;
}
