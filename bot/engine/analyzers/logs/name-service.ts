import type { Finding } from '../../../domain/finding.ts';
import { readyPods } from '../../cluster/readiness.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { readComplaints } from '../../log-reading/complaints.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';

/** Several services get no answer from the name server; an answer that a name is unknown is not this. */
export const nameService = defineAnalyzer({
  id: 'name-service',
  title: 'The name service does not answer',
  causes: ['coredns_unavailable', 'dns_resolution_failure'],
  needs: ['logs'],
  example: 'Three services log `Temporary failure in name resolution` from one moment on.',
  analyze: (evidence) => {
    const { parties, present, tool } = readComplaints(evidence);
    const failed = present.filter((complaint) => complaint.failure.kind === 'no-name-service');
    const writers = [...new Set(failed.map((complaint) => complaint.writer))];
    if (writers.length === 0) return { status: 'clear', checked: 'no service reports that names cannot be looked up' };
    const server = parties.cluster.workloads.find(({ name }) => /^(?:core|kube)-?dns$/.test(name));
    const down = server !== undefined && readyPods(server, parties.cluster) === 0;
    const onset = earliest(failed.map((complaint) => complaint.pattern.firstSeen));
    const shared = writers.length > 1;
    const finding: Finding = {
      analyzer: 'name-service',
      component: shared || down ? (server?.component ?? 'service/coredns') : writers[0]!,
      cause: shared || down ? 'coredns_unavailable' : 'dns_resolution_failure',
      statement: `${writers.map((writer) => writer.slice(8)).join(', ')} cannot look up names${down ? ', and no name server is ready' : ''}.`,
      strength: down ? 0.85 : shared ? 0.6 : 0.4,
      evidence: failed.slice(0, 4).map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text)),
      explains: shared || down ? writers : [],
      ...(onset === undefined ? {} : { onset }),
    };
    return { status: 'found', findings: [finding] };
  },
});
