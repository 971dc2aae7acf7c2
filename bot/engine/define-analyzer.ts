import type { CauseCode } from '../domain/cause.ts';
import { coverageOf } from '../domain/coverage-of.ts';
import type { Analysis } from '../domain/finding.ts';
import type { EvidenceSet, Signal } from '../domain/signals.ts';
import { PARAMETERS, type Parameters } from './parameters.ts';

/** One rule: metadata beside a pure, synchronous function over the evidence. */
export interface Analyzer {
  /** kebab-case, the file's name. */
  readonly id: string;
  readonly title: string;
  /** The causes its findings may name. */
  readonly causes: readonly CauseCode[];
  /** Signals without which it returns `unknown`; it may read others where they are there. */
  readonly needs: readonly Signal[];
  /** Signals without which it may still find something, but cannot say that nothing is wrong. */
  readonly prefers?: readonly Signal[];
  /**
   * Kinds of object that it reads: where one of them was forbidden, cut off or never asked for, it may still find
   * something, but cannot say that nothing is wrong.
   */
  readonly kinds?: readonly string[];
  /** One sentence: a situation it finds. Goes into the catalogue. */
  readonly example: string;
  readonly analyze: (evidence: EvidenceSet, parameters?: Parameters) => Analysis;
}

/** An analyzer as it is written: its rule is always given the thresholds. */
type Rule = Omit<Analyzer, 'analyze'> & {
  readonly analyze: (evidence: EvidenceSet, parameters: Parameters) => Analysis;
};

/**
 * Wraps `analyze` so that an unobserved need is `unknown` before the rule runs, and so that a rule which found nothing
 * without all that it prefers is `unknown`, never clear.
 */
export function defineAnalyzer(analyzer: Rule): Analyzer {
  return {
    ...analyzer,
    analyze: (evidence, parameters = PARAMETERS) => {
      const missing = missingOf(analyzer.needs, evidence);
      if (missing.length > 0) return { status: 'unknown', reason: missing.join('; ') };
      const analysis = analyzer.analyze(evidence, parameters);
      const wished = [...missingOf(analyzer.prefers ?? [], evidence), ...unreadOf(analyzer.kinds ?? [], evidence)];
      if (analysis.status !== 'clear' || wished.length === 0) return analysis;
      return { status: 'unknown', reason: `nothing found without ${wished.join('; ')}` };
    },
  };
}

function unreadOf(kinds: readonly string[], evidence: EvidenceSet): readonly string[] {
  return kinds.flatMap((kind) => {
    const state = coverageOf(evidence.objects, kind);
    return state === 'seen' ? [] : [`${kind}: ${state}`];
  });
}

function missingOf(signals: readonly Signal[], evidence: EvidenceSet): readonly string[] {
  return signals.flatMap((name) => {
    const signal = evidence[name];
    return signal.status === 'unknown' ? [`${name}: ${signal.reason}`] : [];
  });
}
