import type { Answer } from '../domain/answer.ts';
import type { Finding } from '../domain/finding.ts';
import type { EvidenceSet, Signal } from '../domain/signals.ts';
import { ANALYZERS } from './analyzers/index.ts';
import { chartsOf } from './charts.ts';
import { withKnownLevels } from './metric-reading/known-levels.ts';
import { PARAMETERS, type Parameters } from './parameters.ts';
import { rank } from './rank/rank.ts';

export type { Parameters } from './parameters.ts';

/** An answer but for the runbooks, which are searched once causes are known, and the time it took. */
export type Diagnosis = Omit<Answer, 'runbooks' | 'durationMs'>;

/**
 * What is wrong, from what was read. Pure and synchronous: the same evidence gives the same diagnosis, and a source that
 * was not read is unknown, never healthy. It may take some hundred milliseconds: run it where nothing waits for it.
 */
export function diagnose(given: EvidenceSet, parameters: Parameters = PARAMETERS): Diagnosis {
  const evidence = withKnownLevels(given);
  const findings = ANALYZERS.flatMap((analyzer) => {
    const analysis = analyzer.analyze(evidence, parameters);
    return analysis.status === 'found' ? analysis.findings : [];
  });
  const ranked = rank(findings, evidence, parameters);
  return {
    ...ranked,
    ...(evidence.notRead && { notRead: evidence.notRead }),
    charts: chartsOf(ranked.hypotheses[0], ranked.evidence, evidence),
  };
}

/**
 * Findings of the analyzers that `arrived` made ready: they need some of it, and all that they need has been read. For
 * telling findings while other sources are still being read.
 */
export function findEarly(given: EvidenceSet, arrived: ReadonlySet<Signal>): readonly Finding[] {
  const evidence = withKnownLevels(given);
  return ANALYZERS.flatMap((analyzer) => {
    const touched = analyzer.needs.some((need) => arrived.has(need));
    if (!touched || analyzer.needs.some((need) => evidence[need].status !== 'observed')) return [];
    const analysis = analyzer.analyze(evidence);
    return analysis.status === 'found' ? analysis.findings : [];
  });
}
