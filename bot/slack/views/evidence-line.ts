import type { Evidence } from '../../domain/finding.ts';
import { line, ours, words, wordsWithTimes } from './rich-text.ts';
import { SOURCE_NAMES } from './wording.ts';

/** One observation with its number and source, `E3 Logs …`, beside a moment (RFC 3339) whose day is not said again. */
export function evidenceLine(evidence: Evidence, near?: string) {
  return line(
    words(`${evidence.id} ${SOURCE_NAMES[evidence.source]}`, 60, { italic: true }),
    ours(' '),
    ...wordsWithTimes(evidence.text, 280, near),
  );
}
