import type { Finding } from '../../../domain/finding.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Complaint } from '../../log-reading/complaints.ts';
import { readComplaints } from '../../log-reading/complaints.ts';
import { LINES } from '../../log-reading/parameters.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { QUOTED } from './parameters.ts';

const WORDS: Readonly<Record<Complaint['failure']['kind'], string>> = {
  refused: 'refuses connections',
  'unknown-name': 'cannot be found by name',
  'no-name-service': 'cannot be looked up',
  timeout: 'does not answer in time',
  unreachable: 'cannot be reached over the network',
  reset: 'breaks off connections',
  'no-instance': 'has no healthy instance',
  'server-error': 'answers with server errors',
};

/** The called party of failed calls: a symptom that points from the loud caller to the quiet callee. */
export const unreachablePeer = defineAnalyzer({
  id: 'unreachable-peer',
  title: 'Others complain about a service',
  causes: ['dependency_unavailable'],
  needs: ['logs'],
  example: 'Two services log `connection refused` for the address of a third: the third is unavailable.',
  analyze: (evidence) => {
    const { present, tool } = readComplaints(evidence);
    const known = present.filter(
      (complaint) => complaint.party !== undefined && complaint.party.component !== complaint.writer,
    );
    const byParty = Map.groupBy(known, (complaint) => complaint.party!.component);
    const findings = [...byParty].map(([component, complaints]): Finding => {
      const writers = [...new Set(complaints.map((complaint) => complaint.writer))];
      const kinds = [...new Set(complaints.map((complaint) => complaint.failure.kind))];
      const loudest = [...complaints].sort((a, b) => b.pattern.count - a.pattern.count);
      const onset = earliest(complaints.map((complaint) => complaint.pattern.firstSeen));
      const sure = writers.length > 1 || complaints.some(isPlain);
      const name = component.slice(component.indexOf('/') + 1);
      return {
        analyzer: 'unreachable-peer',
        component,
        cause: 'dependency_unavailable',
        statement: `${name} ${kinds.map((kind) => WORDS[kind]).join(' and ')}, as ${writers.map(nameOf).join(', ')} ${writers.length === 1 ? 'reports' : 'report'}.`,
        // A symptom that points somewhere; more witnesses make it no more of a cause.
        strength: sure ? STRENGTH.weak : STRENGTH.faint,
        grade: sure ? 'measured' : 'coincides',
        evidence: loudest
          .slice(0, QUOTED.ofMany)
          .map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text)),
        explains: writers,
        ...(onset === undefined ? {} : { onset }),
      };
    });
    if (findings.length > 0) return { status: 'found', findings };
    return {
      status: 'clear',
      checked: `errors of ${evidence.logs.status === 'observed' ? evidence.logs.value.length : 0} services name no other service as unreachable`,
    };
  },
});

/** Told first hand, again and again, and in words that leave no doubt that nobody answered. */
function isPlain({ failure, pattern }: Complaint): boolean {
  return (
    !failure.relayed && pattern.count >= LINES.many && ['refused', 'no-instance', 'unreachable'].includes(failure.kind)
  );
}

function nameOf(component: string): string {
  return component.slice(component.indexOf('/') + 1);
}
