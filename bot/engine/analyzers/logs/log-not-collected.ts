import type { Finding } from '../../../domain/finding.ts';
import type { LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { componentOf } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { isCollectorNote } from '../../log-reading/collector-note.ts';
import { readParties } from '../../log-reading/parties.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { QUOTED } from './parameters.ts';

/** The kubelet's port, and what the collector says when nothing listens there. */
const KUBELET =
  /https:\/\/([\w.-]+):10250\/\S*.*?dial tcp ([\d.]+|\[[\da-f:]+\]):10250:.*?(connection refused|i\/o timeout|no route to host)/s;

/** In place of a log stands the reason why it could not be had: the node's kubelet does not answer. */
export const logNotCollected = defineAnalyzer({
  id: 'log-not-collected',
  title: 'Kubelet refuses to hand out logs',
  causes: ['kubelet_unavailable', 'node_not_ready'],
  needs: ['logs'],
  example: 'The logs of every pod on one node read `dial tcp …:10250: connect: connection refused`.',
  analyze: (evidence) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { value, tool } = evidence.logs;
    const parties = readParties(evidence);
    const refusals = value.flatMap((logs) =>
      logs.patterns.flatMap((pattern) => {
        const refusal = readRefusal(pattern);
        if (refusal === undefined) return [];
        const node =
          parties.cluster.node(refusal.host)?.name ??
          parties.resolve({ ip: refusal.ip }, '')?.node?.name ??
          refusal.host;
        return [{ logs, pattern, node, refused: refusal.refused, writer: parties.writer(logs) }];
      }),
    );
    const findings = [...Map.groupBy(refusals, (refusal) => refusal.node)].map(([node, from]): Finding => {
      const refused = from.some((refusal) => refusal.refused);
      return {
        analyzer: 'log-not-collected',
        component: componentOf({ kind: 'node', name: node }),
        cause: refused ? 'kubelet_unavailable' : 'node_not_ready',
        statement: refused
          ? `Nothing listens on the kubelet's port of ${node}: the logs of ${services(from)} could not be read.`
          : `${node} does not answer: the logs of ${services(from)} could not be read.`,
        strength: refused ? STRENGTH.likely : STRENGTH.moderate,
        grade: 'said',
        evidence: from.slice(0, QUOTED.lines).map(({ logs, pattern }) => quotePattern(logs, pattern, tool)),
        explains: [...new Set(from.map((refusal): Component => refusal.writer))],
        parameters: { node },
      };
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `the logs of ${value.length} services could be read` };
  },
});

function readRefusal(pattern: LogPattern): { host: string; ip: string; refused: boolean } | undefined {
  for (const { text } of pattern.samples) {
    const match = isCollectorNote(text) ? KUBELET.exec(text) : null;
    if (match === null) continue;
    const [, host, ip, answer] = match;
    return { host: host!, ip: ip!, refused: answer === 'connection refused' };
  }
  return undefined;
}

function services(from: readonly { logs: ServiceLogs }[]): string {
  return [...new Set(from.map(({ logs }) => logs.service))].join(', ');
}
