import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';

const made: string[] = [];

afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** Writes a snapshot folder: text and bytes as they are, anything else as JSON. It is removed after the tests of the file. */
export function snapshotFolder(files: Readonly<Record<string, unknown>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'snapshot-'));
  made.push(dir);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    const asIs = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(dir, path), asIs ? content : JSON.stringify(content));
  }
  return dir;
}

/** The moment of the recording in the samples below. */
export const CAPTURED_AT = '2026-03-01T12:00:00Z';

/** An RFC 3339 time so many seconds before the recording. */
export function before(seconds: number): string {
  return new Date(Date.parse(CAPTURED_AT) - seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** The same in unix seconds. */
export function secondsBefore(seconds: number): number {
  return Date.parse(CAPTURED_AT) / 1000 - seconds;
}

/** Lines joined, with a line feed at the end. */
export function lines(...texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}
