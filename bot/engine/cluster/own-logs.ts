import type { EvidenceDraft } from '../../domain/finding.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../domain/signals.ts';
import { quotePattern } from '../log-reading/quoting.ts';
import type { Workload } from './types.ts';

/** The logs of a workload, named after its Service, itself or one of its pods. Empty where none were read. */
function ownLogs(workload: Workload, evidence: EvidenceSet): readonly ServiceLogs[] {
  if (evidence.logs.status !== 'observed') return [];
  const names = new Set([
    workload.component.slice('service/'.length),
    workload.name,
    ...workload.pods.map(({ name }) => name),
  ]);
  return evidence.logs.value.filter(
    ({ service, namespace }) => names.has(service) && (namespace === undefined || namespace === workload.namespace),
  );
}

/** A line of a workload's own log, with the pattern that it is of. */
export interface OwnLine {
  readonly text: string;
  readonly pattern: LogPattern;
  readonly quote: EvidenceDraft;
}

/** Lines of a workload's own logs that match. */
export function ownLines(workload: Workload, matching: RegExp, evidence: EvidenceSet): readonly OwnLine[] {
  const tool = evidence.logs.tool;
  return ownLogs(workload, evidence).flatMap((entry) =>
    entry.patterns.flatMap((pattern) => {
      const sample = pattern.samples.find(({ text }) => matching.test(text));
      if (sample === undefined) return [];
      // Of a long entry, the line that matches.
      const line = sample.text.split('\n').find((one) => matching.test(one)) ?? sample.text;
      return [{ text: line, pattern, quote: quotePattern(entry, pattern, tool, line.trim()) }];
    }),
  );
}
