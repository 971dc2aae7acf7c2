import type { Finding } from '../../../domain/finding.ts';
import type { LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { isCollectorNote } from '../../log-reading/collector-note.ts';
import { endingWorkload, lastWordsOf } from '../../log-reading/last-words.ts';
import { readParties } from '../../log-reading/parties.ts';
import { readCallFailure } from '../../log-reading/peers.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { STRENGTH } from '../strength-parameters.ts';

/** The last words of a program that ends with an error: of Rust the main thread's panic, which ends it (std::thread). */
export const FATAL =
  /^panic: |\bthread 'main'(?: \(\d+\))? panicked at |^fatal error: |\bUnhandled exception\b|\bUncaught \w*(?:Error|Exception)\b|UnhandledPromiseRejection|Traceback \(most recent call last\)|Exception in thread "main"|Application (?:run|startup) failed|APPLICATION FAILED TO START|failed to start\b|\bexiting\b|could not start|SIGSEGV|Segmentation fault/i;

/** The error itself, among the lines of code and of versions that runtimes write around it. */
const NAMED_ERROR = /^(?:[\w.]+\.)?\w*(?:Error|Exception): /;

/** A program that ends itself with an error, seen in its last words and in the restarts of its container. */
export const crashOnStart = defineAnalyzer({
  id: 'crash-on-start',
  title: 'Program ends with an error',
  causes: ['application_crash_on_start', 'dependency_unavailable'],
  needs: ['logs', 'objects'],
  example: 'The log ends in a panic and the container restarts again and again.',
  analyze: (evidence) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { value, tool } = evidence.logs;
    const parties = readParties(evidence);
    const findings = value.flatMap((logs): Finding[] => {
      const down = endingWorkload(logs, parties.cluster);
      const words = down === undefined ? undefined : lastWords(logs, parties.cluster);
      if (down === undefined || words === undefined) return [];
      const { pattern, telling } = words;
      // A program that ends because another does not answer is that other's victim.
      const failure = readCallFailure(pattern.samples.map(({ text }) => text).join('\n'));
      const party = failure?.peer === undefined ? undefined : parties.resolve(failure.peer, parties.namespaceOf(logs));
      const victim = party !== undefined && party.component !== down.component;
      return [
        {
          analyzer: 'crash-on-start',
          component: victim ? party.component : down.component,
          cause: victim ? 'dependency_unavailable' : 'application_crash_on_start',
          statement: victim
            ? `${logs.service} ends because ${party.component.slice(party.component.indexOf('/') + 1)} cannot be reached.`
            : `${logs.service} ends with an error soon after it starts.`,
          strength: victim || failure !== undefined || !telling ? STRENGTH.guarded : STRENGTH.leaning,
          grade: telling ? 'measured' : 'coincides',
          evidence: [quotePattern(logs, pattern, tool)],
          explains: victim ? [down.component] : [],
          ...(pattern.firstSeen === undefined ? {} : { onset: pattern.firstSeen }),
        },
      ];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return {
      status: 'clear',
      checked: `no restarting container of ${value.length} services ends its log with an error`,
    };
  },
});

/** What it wrote last: an error that ends a program, else its last line of any kind. */
function lastWords(logs: ServiceLogs, cluster: Cluster): { pattern: LogPattern; telling: boolean } | undefined {
  const newestFirst = (patterns: Iterable<LogPattern>) =>
    [...patterns].sort((a, b) => (b.lastSeen ?? '').localeCompare(a.lastSeen ?? ''));
  const own = logs.patterns.filter(({ samples }) => samples.every(({ text }) => !isCollectorNote(text)));
  const [fatal] = newestFirst(
    own.filter(
      ({ level, samples }) => level === 'fatal' || (level === 'error' && samples.some(({ text }) => FATAL.test(text))),
    ),
  );
  if (fatal !== undefined) return { pattern: fatal, telling: true };
  const words = newestFirst(lastWordsOf(logs, cluster));
  const last = words.find(({ samples }) => NAMED_ERROR.test(samples[0]?.text ?? '')) ?? words[0];
  return last === undefined ? undefined : { pattern: last, telling: false };
}
