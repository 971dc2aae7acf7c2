import type { EvidenceSet } from '../../../domain/signals.ts';
import { CAUSE_TRAITS } from '../../knowledge/causes/index.ts';
import type { Parties } from '../../log-reading/parties.ts';
import type { Statement } from '../../log-reading/read-statements.ts';
import { areTolerated } from '../../log-reading/tolerated-failures.ts';
import { componentOfSli } from '../../observe/service-levels.ts';
import type { Parameters } from '../../parameters.ts';

/** Whether words that are a lead alone tell of the few requests that any service fails. */
export function isTolerated(
  { match, lastWords, pattern, logs }: Statement,
  parties: Parties,
  evidence: EvidenceSet,
): boolean {
  return match.row.hint === true && !lastWords && areTolerated(pattern, logs, parties.writer(logs), evidence);
}

/**
 * Whether what has filled a log since its first line, and shows in failing requests alone, harms none that are counted: a
 * log of errors (nginx's `error_log`) holds nothing else to show what is normal, the share of failed requests does.
 */
export function isServedAsEver(
  { undated, match: { row }, logs }: Statement,
  parties: Parties,
  { slis }: EvidenceSet,
  { errorRatioAlone }: Parameters,
): boolean {
  if (!undated || CAUSE_TRAITS[row.cause].effects.some((effect) => effect !== 'failing')) return false;
  if (slis?.status !== 'observed') return false;
  const own = slis.value.items.filter(
    (one) => one.indicator === 'error_ratio' && one.side === 'server' && componentOfSli(one) === parties.writer(logs),
  );
  return own.length > 0 && own.every(({ onset, worst }) => onset === undefined && worst < errorRatioAlone);
}
