import { type DocumentFault, parseJsonDocuments, type RecordedDocument } from './json-documents.ts';
import type { SnapshotFile } from './list-files.ts';
import { readPackedText } from './packed.ts';
import { withoutPreamble } from './preamble.ts';
import type { WarningList } from './warning-list.ts';
import { parseYamlDocuments } from './yaml-documents.ts';

/** Reads a JSON file of one document; a damaged or unreadable one is a warning that names file and line, and undefined. */
export async function readJson(file: SnapshotFile, warnings: WarningList): Promise<unknown> {
  const text = await readText(file, warnings);
  if (text === undefined) return undefined;
  const [document] = parseJsonDocuments(text);
  if (document === undefined) {
    warnings.add(file.path, 'is empty', 1);
    return undefined;
  }
  if (document.fault === undefined) return document.value;
  warnings.add(file.path, document.fault.reason, document.fault.line);
  return undefined;
}

/** A text file and the documents it holds. */
export interface ReadDocuments {
  readonly documents: readonly RecordedDocument[];
  /** The first fault of the file; it is a warning already. */
  readonly fault: DocumentFault | undefined;
}

/** The JSON or YAML documents of a text; the first fault becomes a warning. */
export function documentsOf(file: SnapshotFile, text: string, warnings: WarningList): ReadDocuments {
  const plain = withoutPreamble(text);
  const json = /^\s*[[{]/.test(plain);
  const documents = json ? parseJsonDocuments(plain) : parseYamlDocuments(plain);
  const fault = documents.find((document) => document.fault !== undefined)?.fault;
  if (fault !== undefined) warnings.add(file.path, fault.reason, fault.line);
  if (text.trim() === '') warnings.add(file.path, 'is empty', 1);
  return { documents, fault };
}

/**
 * Reads a file of one JSON value a line, or of an array of them; each damaged line is left out, the first of them becomes
 * the warning.
 */
export async function readJsonLines(file: SnapshotFile, warnings: WarningList): Promise<unknown[]> {
  const text = (await readText(file, warnings)) ?? '';
  if (/^\s*\[/.test(text)) return documentsOf(file, text, warnings).documents.flatMap(({ value }) => value ?? []);
  const values: unknown[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      values.push(JSON.parse(line));
    } catch {
      warnings.add(file.path, 'has a line that is not valid JSON', index + 1);
    }
  }
  return values;
}

/** Reads a text file, unpacked; one that is unreadable is a warning and undefined, one that is cut off a warning. */
export async function readText(file: SnapshotFile, warnings: WarningList): Promise<string | undefined> {
  try {
    const { text, fault } = await readPackedText(file.absolute);
    if (fault !== undefined) warnings.add(file.path, fault, text.split('\n').length);
    return text;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    warnings.add(file.path, code === undefined ? message : `cannot be read (${code})`);
    return undefined;
  }
}
