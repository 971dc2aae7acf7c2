import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
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
  return areServed(parties.writer(logs), slis, errorRatioAlone);
}

/**
 * Whether an error of the program's own code was caught and harms nobody: servers write what nobody caught as an error
 * (Tomcat at SEVERE, Quarkus and Django at ERROR, Rails at FATAL), a program what it goes on after as a warning, and of the
 * requests that are counted no more fail than ever.
 */
export function isCaught(
  { match: { row }, lastWords, pattern: { level }, logs }: Statement,
  parties: Parties,
  { slis }: EvidenceSet,
  { errorRatioAlone }: Parameters,
): boolean {
  if (row.cause !== 'application_error' || row.hint !== true || lastWords || level !== 'warn') return false;
  return areServed(parties.writer(logs), slis, errorRatioAlone);
}

/** Whether requests of a component are counted, and no more of them fail than ever. */
function areServed(component: Component, slis: EvidenceSet['slis'], errorRatioAlone: number): boolean {
  if (slis?.status !== 'observed') return false;
  const own = slis.value.items.filter(
    (one) => one.indicator === 'error_ratio' && one.side === 'server' && componentOfSli(one) === component,
  );
  return own.length > 0 && own.every(({ onset, worst }) => onset === undefined && worst < errorRatioAlone);
}
