import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import { SAME_TIME_MS } from '../../cluster/parameters.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { type Parties, readParties } from '../../log-reading/parties.ts';
import { readCallFailure } from '../../log-reading/peers.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { type Restarted, restartedIn } from '../../log-reading/restarted.ts';
import { endIn } from '../../observe/ends.ts';
import { isOver } from '../../observe/time.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { FATAL } from './crash-on-start.ts';

/** A program outside Kubernetes that is started again and again, and each time ends with the same error. */
export const keptRestarting = defineAnalyzer({
  id: 'kept-restarting',
  title: 'Program that ends whenever it is started',
  causes: ['application_crash_on_start'],
  needs: ['logs'],
  example: 'Nomad restarts a task every fifteen seconds, and each time its last words are a panic.',
  analyze: (evidence, parameters) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const restarted = restartedIn(evidence.logs.value, parameters.errorLines);
    const parties = readParties(evidence);
    const findings = restarted.flatMap((one) => findingOf(one, evidence, parties, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${restarted.length} programs were restarted, none of which says why it ended` };
  },
});

function findingOf(
  restarted: Restarted,
  evidence: EvidenceSet,
  parties: Parties,
  parameters: Parameters,
): readonly Finding[] {
  if (evidence.logs.status === 'unknown') return [];
  const { program, logs, pattern, text } = restarted;
  const own = evidence.logs.value.find(({ service }) => service === program);
  const words = own && lastWords(own, restarted, parameters);
  // A program that ends because another does not answer is that other's victim, which its error tells elsewhere.
  if (own === undefined || words === undefined || readCallFailure(textOf(words)) !== undefined) return [];
  const { tool } = evidence.logs;
  const over = isOver(pattern.lastSeen, evidence, parameters);
  return [
    {
      analyzer: 'kept-restarting',
      component: parties.writer(own),
      cause: 'application_crash_on_start',
      statement: `${program} ends with an error soon after it starts, and is started again each time.`,
      strength: STRENGTH.likely,
      grade: 'said',
      evidence: [quotePattern(own, words, tool), quotePattern(logs, pattern, tool, text)],
      ...(words.firstSeen && { onset: words.firstSeen }),
      ...(over ? endIn(pattern.lastSeen) : { lasts: true as const }),
      explains: [],
    },
  ];
}

/** The error that ends a program, as often as it was started again, and in the same moments. */
function lastWords(own: ServiceLogs, { pattern }: Restarted, { errorLines }: Parameters): LogPattern | undefined {
  const isNear = (a = '', b = '') => Math.abs(Date.parse(a) - Date.parse(b)) <= SAME_TIME_MS;
  return own.patterns
    .filter((one) => one.count >= errorLines && one.samples.length > 0 && FATAL.test(textOf(one)))
    .filter(({ lastSeen }) => isNear(lastSeen, pattern.lastSeen))
    .sort((a, b) => b.count - a.count)[0];
}

function textOf({ samples }: LogPattern): string {
  return samples[0]?.text ?? '';
}
