import type { Finding } from '../../domain/finding.ts';
import { compose, type SlackMessage } from './message.ts';
import { bullets, line, ours, richText, words, wordsWithTimes } from './rich-text.ts';
import { SOURCE_NAMES } from './wording.ts';

const SHOWN = 6;

/** Findings as they come, strongest first, each in one bullet with one quote; the rest is counted. */
export function findingsMessage(findings: readonly Finding[]): SlackMessage {
  const sorted = [...findings].sort((a, b) => b.strength - a.strength);
  const lines = sorted.slice(0, SHOWN).map((finding) => {
    const shown = finding.evidence[0];
    return line(
      words(finding.component, 120, { code: true }),
      ours(' '),
      ...wordsWithTimes(finding.statement, 260),
      ...(shown ? [ours(' '), words(`(${SOURCE_NAMES[shown.source]})`, 40, { italic: true })] : []),
    );
  });
  const more = findings.length - lines.length;
  const count = findings.length === 1 ? 'Found' : `Found ${findings.length}`;
  return compose(`${count}: ${sorted[0]?.statement ?? 'nothing'}`, [
    {
      keep: true,
      blocks: [
        richText(
          line(ours(findings.length === 1 ? 'Found' : `Found ${findings.length} things`, { bold: true })),
          ...(lines.length > 0 ? [bullets(lines)] : []),
          ...(more > 0 ? [line(ours(`and ${more} weaker ones, all in the evidence at the end`))] : []),
        ),
      ],
    },
  ]);
}
