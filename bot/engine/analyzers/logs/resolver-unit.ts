import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { readStatements, type Statement } from '../../log-reading/read-statements.ts';
import { type UnitEnd, unitEnds } from '../../log-reading/unit-ends.ts';
import { CHANGES } from '../metrics/change-parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';

/** Units of resolvers, as distributions name them. */
const RESOLVER =
  /^(?:unbound|dnsmasq|named|bind9|systemd-resolved|pdns-recursor|knot-resolver|kresd@?.*|coredns|node-local-dns)$/;
const LOOKUP = 'dns_resolution_failure';

/** A machine's resolver that ended: whoever looks up names there from that moment on fails for it. */
export const resolverUnit = defineAnalyzer({
  id: 'resolver-unit',
  title: 'The name server of a machine ended',
  causes: [LOOKUP],
  needs: ['logs'],
  example: 'systemd writes that unbound.service ended with a signal, and a second later lookups fail.',
  analyze: (evidence) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const failed = readStatements(evidence).all.filter(({ match }) => match.row.cause === LOOKUP);
    const findings = evidence.logs.value.flatMap((logs) =>
      unitEnds(logs)
        .filter(({ unit }) => RESOLVER.test(unit))
        .flatMap((end) =>
          findingOf(
            end,
            failed.filter((one) => beginsWith(one, end)),
            evidence,
          ),
        ),
    );
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `no name server ended before ${failed.length} kinds of failed lookups began` };
  },
});

function beginsWith({ pattern }: Statement, { at }: UnitEnd): boolean {
  const late = Date.parse(pattern.firstSeen ?? '') - Date.parse(at);
  return late >= -CHANGES.clockSlackMs && late <= CHANGES.actsWithinMs;
}

function findingOf(end: UnitEnd, failed: readonly Statement[], evidence: EvidenceSet): readonly Finding[] {
  if (failed.length === 0 || evidence.logs.status !== 'observed') return [];
  const { tool, value } = evidence.logs;
  const journal = value.find(({ patterns }) => patterns.includes(end.pattern))!;
  const component = componentOf({ kind: 'service', name: end.unit });
  const writers = [...new Set(failed.map(({ logs }) => componentOf({ kind: 'service', name: logs.service })))];
  return [
    {
      analyzer: 'resolver-unit',
      component,
      cause: LOOKUP,
      grade: 'said',
      statement: `${end.unit}, which looks up names, ended at ${end.at}; ${writers.map(nameOf).join(', ')} could not look up names from then on.`,
      strength: STRENGTH.strong,
      evidence: [
        quotePattern(journal, end.pattern, tool, end.text),
        ...failed.slice(0, 2).map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text)),
      ],
      onset: end.at,
      ...(end.startedAt === undefined ? { lasts: true as const } : { until: end.startedAt }),
      explains: writers.filter((writer) => writer !== component),
    },
  ];
}

function nameOf(component: Component): string {
  return component.slice(component.indexOf('/') + 1);
}
