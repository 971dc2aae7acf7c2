import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Component, parseTarget } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { limitsReached } from '../../limits/judge-limits.ts';
import { unmadeConnections } from '../../log-reading/unmade-connections.ts';
import { callLevels } from '../../metric-reading/call-levels.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { type ReadMetrics, readMetrics } from '../../metric-reading/read-metrics.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { firingAlerts } from './evidence-text.ts';
import { type Measured, measured, type Slow } from './gaps.ts';

/**
 * Callers wait longer for a service than it takes to answer: the time passes on the way to it or in a queue before it
 * (the client and server spans of one call, as OpenTelemetry and the sidecars of a mesh measure both).
 */
export const callGap = defineAnalyzer({
  id: 'call-gap',
  title: 'Time passes between caller and callee',
  causes: ['pod_network_delay', 'node_network_delay', 'pod_network_packet_loss'],
  needs: ['slis'],
  prefers: ['objects'],
  example: 'Callers wait 400 ms for a service that answers, by its own figures, within 12 ms as ever.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const alerted = firingAlerts(evidence).length > 0;
    const calls = callLevels(evidence, metrics.known).flatMap((call) => measured(call, alerted, parameters) ?? []);
    if (calls.length === 0) return { status: 'unknown', reason: 'no calls that both sides time' };
    const slow = calls.filter(({ gap }) => gap !== undefined) as readonly Slow[];
    const findings = findingsOf(slow, calls, evidence, metrics, parameters);
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${calls.length} kinds of calls take their callers as long as their callees` };
  },
});

/** One finding for each place that the slow calls share: a node, a callee, or a caller that is alone with it. */
function findingsOf(
  slow: readonly Slow[],
  calls: readonly Measured[],
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): readonly Finding[] {
  const open = slow.filter(({ call }) => limitsReached(call.callee, evidence, metrics, parameters).length === 0);
  if (open.length === 0) return [];
  const cluster = readCluster(evidence);
  const node = sharedNode(open, calls, cluster);
  const groups = Map.groupBy(open, (one) => node ?? placeOf(one, calls));
  return [...groups].map(([component, members]): Finding => {
    const worst = members.toSorted((a, b) => b.gap.during - b.gap.before - (a.gap.during - a.gap.before))[0]!;
    const { call, gap } = worst;
    const isOfNode = parseTarget(component)?.kind === 'node';
    const unmade = isOfNode
      ? []
      : members.flatMap(({ call: { caller, callee } }) =>
          unmadeConnections(caller, callee, evidence, parameters.surgeLines),
        );
    const text = `${nameOf(call.caller).name} waits ${milliseconds(gap.during)} for ${nameOf(call.callee).name}, before ${milliseconds(gap.before)}; ${nameOf(call.callee).name} itself takes ${milliseconds(gap.spent)}.`;
    return {
      analyzer: 'call-gap',
      component,
      cause: isOfNode ? 'node_network_delay' : unmade.length > 0 ? 'pod_network_packet_loss' : 'pod_network_delay',
      statement:
        unmade.length > 0
          ? `Connections to ${nameOf(component).name} time out before they are made: ${text}`
          : `Time passes on the way to ${nameOf(component).name}: ${text}`,
      strength: Math.max(...members.map((one) => one.gap.belief)),
      grade: 'measured',
      evidence: [...unmade.slice(0, 2), ...members.slice(0, parameters.ownShown).map(seenOn)],
      onset: gap.onset,
      explains: [...new Set(members.map((one) => one.call.caller))],
    };
  });
}

/** The gap of one call as evidence. */
function seenOn(one: Slow): EvidenceDraft {
  return {
    source: 'metrics',
    tool: 'list_slis',
    target: one.call.callee,
    text: `${one.gap.client.metric} of ${nameOf(one.call.caller).name}: calls of ${nameOf(one.call.callee).name} went from ${milliseconds(one.gap.before)} to ${milliseconds(one.gap.during)}, while ${one.gap.server.metric} of ${nameOf(one.call.callee).name} is ${milliseconds(one.gap.spent)}.`,
    observedAt: one.gap.onset,
  };
}

/** The callee; the caller where it alone waits, for several of them. */
function placeOf({ call }: Slow, calls: readonly Measured[]): Component {
  const ofCallee = calls.filter((other) => other.call.callee === call.callee);
  const ofCaller = calls.filter((other) => other.call.caller === call.caller);
  const alone =
    ofCallee.length > 1 && ofCallee.every(({ gap, call: { caller } }) => gap === undefined || caller === call.caller);
  return alone && ofCaller.length > 1 && ofCaller.every(({ gap }) => gap !== undefined) ? call.caller : call.callee;
}

/** The one node under every slow callee, where there are several and none that is well runs there. */
function sharedNode(slow: readonly Slow[], calls: readonly Measured[], cluster: Cluster): Component | undefined {
  const callees = new Set(slow.map(({ call }) => call.callee));
  if (callees.size < 2) return undefined;
  const well = calls.map(({ call }) => call.callee).filter((callee) => !callees.has(callee));
  const nodesOf = (component: Component) =>
    new Set(
      cluster.workloadsByService(nameOf(component).name).flatMap(({ pods }) => pods.flatMap(({ node }) => node ?? [])),
    );
  const [first, ...others] = [...callees].map(nodesOf);
  const shared = [...first!].filter((node) => others.every((nodes) => nodes.has(node)));
  const suspects = shared.filter((node) => !well.some((callee) => nodesOf(callee).has(node)));
  return suspects.length === 1 ? `node/${suspects[0]!}` : undefined;
}

function milliseconds(seconds: number): string {
  const millis = seconds * FORMAT.millis;
  return millis >= FORMAT.millis
    ? `${Number((millis / FORMAT.millis).toPrecision(FORMAT.digits))} s`
    : `${Number(millis.toPrecision(FORMAT.digits))} ms`;
}
