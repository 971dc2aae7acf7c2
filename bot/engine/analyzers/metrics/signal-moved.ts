import { defineAnalyzer } from '../../define-analyzer.ts';
import { MOVES } from '../../knowledge/limits/moves.ts';
import { movesOf } from '../../limits/judge-moves.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';

/** Signals of a cause itself that moved by more than a floor; a row of knowledge/limits each. */
export const signalMoved = defineAnalyzer({
  id: 'signal-moved',
  title: 'A signal of a cause moved',
  causes: [...new Set(MOVES.map(({ cause }) => cause))],
  needs: ['metrics'],
  example: 'The time that a runtime spends collecting garbage goes from 1 % to 30 % when requests turn slow.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const findings = metrics.components.flatMap((component) => movesOf(component, evidence, metrics, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    const told = parameters.moves.filter(({ value }) => metrics.all.some(({ meaning }) => meaning.signal === value));
    if (told.length === 0) return { status: 'unknown', reason: 'no signal of a cause among the metrics' };
    return { status: 'clear', checked: `${told.length} kinds of signals, none of which moved` };
  },
});
