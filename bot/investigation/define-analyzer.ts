import type { CauseCode } from '../domain/cause.ts';
import type { Analysis } from '../domain/finding.ts';
import type { EvidenceSet, Signal } from '../domain/signals.ts';

/** One rule: metadata beside a pure, synchronous function over the evidence. */
export interface Analyzer {
  /** kebab-case, the file's name. */
  readonly id: string;
  readonly title: string;
  /** The causes its findings may name. */
  readonly causes: readonly CauseCode[];
  /** Signals without which it returns `unknown`; it may read others where they are there. */
  readonly needs: readonly Signal[];
  /** One sentence: a situation it finds. Goes into the catalogue. */
  readonly example: string;
  readonly analyze: (evidence: EvidenceSet) => Analysis;
}

/** Wraps `analyze` so that an unobserved need is `unknown` before the rule runs. */
export function defineAnalyzer(analyzer: Analyzer): Analyzer {
  return {
    ...analyzer,
    analyze: (evidence) => {
      const missing = analyzer.needs.flatMap((need) => {
        const signal = evidence[need];
        return signal.status === 'unknown' ? [`${need}: ${signal.reason}`] : [];
      });
      if (missing.length > 0) return { status: 'unknown', reason: missing.join('; ') };
      return analyzer.analyze(evidence);
    },
  };
}
