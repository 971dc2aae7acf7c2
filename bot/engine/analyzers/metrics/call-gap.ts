import type { Finding } from '../../../domain/finding.ts';
import type { Sli } from '../../../domain/service-level.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Component, parseTarget } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { limitsReached } from '../../limits/judge-limits.ts';
import { type CallLevels, callLevels, changeSpan, type Levels, levelsOf } from '../../metric-reading/call-levels.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { type ReadMetrics, readMetrics } from '../../metric-reading/read-metrics.ts';
import type { Parameters } from '../../parameters.ts';

/** Share of what callers wait longer that the callee does not spend: below it the work takes longer as well. */
const BETWEEN = 0.7;
/** Belief: both ends of the call were measured, and what is left over lies between them. */
const MEASURED_TWICE = 0.85;
/** Seconds that a gap must last: less is a blip, and one slice may hold a single slow call. */
const LASTING = 180;
/** Calls that tell of a gap that has only begun, where every second one of them waits. An alert comes before minutes have passed. */
const BEGUN_CALLS = 20;
/** Belief in a gap that has only begun. */
const BEGUN = 0.75;
/** Statistics that add up over a way and its end, best first. */
const STATISTICS = ['mean', 'p50', 'p90', 'p95', 'p99'] as const;

/**
 * Callers wait longer for a service than it takes to answer: the time passes on the way to it or in a queue before it
 * (the client and server spans of one call, as OpenTelemetry and the sidecars of a mesh measure both).
 */
export const callGap = defineAnalyzer({
  id: 'call-gap',
  title: 'Time passes between caller and callee',
  causes: ['pod_network_delay', 'node_network_delay'],
  needs: ['slis'],
  prefers: ['objects'],
  example: 'Callers wait 400 ms for a service that answers, by its own figures, within 12 ms as ever.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const calls = callLevels(evidence, metrics.known).flatMap((call) => measured(call, parameters) ?? []);
    if (calls.length === 0) return { status: 'unknown', reason: 'no calls that both sides time' };
    const slow = calls.filter(({ gap }) => gap !== undefined) as readonly Slow[];
    const findings = findingsOf(slow, calls, evidence, metrics, parameters);
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${calls.length} kinds of calls take their callers as long as their callees` };
  },
});

interface Gap {
  readonly client: Sli;
  readonly server: Sli;
  readonly before: number;
  readonly during: number;
  readonly spent: number;
  /** Whether it has lasted for as long as no blip does. */
  readonly lasting: boolean;
}

interface Measured {
  readonly call: CallLevels;
  /** Undefined where callers wait no longer, or for the callee's own work. */
  readonly gap: Gap | undefined;
}

type Slow = Measured & { readonly gap: Gap };

/** Undefined where the two sides do not time the call by the same statistic. */
function measured(call: CallLevels, parameters: Parameters): Measured | undefined {
  for (const statistic of STATISTICS) {
    const timed = (slis: readonly Sli[]) =>
      slis.find((sli) => sli.indicator === 'latency' && sli.statistic === statistic);
    const client = timed(call.client);
    const server = timed(call.server);
    if (client !== undefined && server !== undefined) return { call, gap: gapOf(client, server, call, parameters) };
  }
  return undefined;
}

function gapOf(client: Sli, server: Sli, call: CallLevels, parameters: Parameters): Gap | undefined {
  const span = changeSpan(client, 'up');
  if (span === undefined || (client.score ?? 0) < parameters.metrics.movedScore) return undefined;
  const lasting = client.shape !== 'spike' && span.until - span.from >= LASTING;
  if (!lasting && !hasBegun(client, call, parameters)) return undefined;
  const seen = levelsOf(client, span.from, span.until);
  const own = levelsOf(server, span.from, span.until);
  if (seen === undefined || own === undefined) return undefined;
  const spent = Math.max(0, own.during - own.before);
  if (!isNoticed(seen, parameters) || 1 - spent / (seen.during - seen.before) < BETWEEN) return undefined;
  return { client, server, ...seen, spent: own.during, lasting };
}

/** Whether a gap is there at the end of what was read, and every second of enough calls waits: no single slow call does that. */
function hasBegun(client: Sli, { client: all }: CallLevels, parameters: Parameters): boolean {
  const median = all.find((sli) => sli.indicator === 'latency' && sli.statistic === 'p50');
  const span = median && changeSpan(median, 'up');
  if (client.until !== undefined || span?.until !== Number.POSITIVE_INFINITY) return false;
  const levels = levelsOf(median!, span.from, span.until);
  return levels !== undefined && isNoticed(levels, parameters) && (median!.requests ?? 0) >= BEGUN_CALLS;
}

function isNoticed({ before, during }: Levels, parameters: Parameters): boolean {
  return during - before >= parameters.latencyRiseSeconds && during >= parameters.latencyFactor * before;
}

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
    const text = `${nameOf(call.caller).name} waits ${milliseconds(gap.during)} for ${nameOf(call.callee).name}, before ${milliseconds(gap.before)}; ${nameOf(call.callee).name} itself takes ${milliseconds(gap.spent)}.`;
    return {
      analyzer: 'call-gap',
      component,
      cause: parseTarget(component)?.kind === 'node' ? 'node_network_delay' : 'pod_network_delay',
      statement: `Time passes on the way to ${nameOf(component).name}: ${text}`,
      strength: members.some((one) => one.gap.lasting) ? MEASURED_TWICE : BEGUN,
      grade: 'measured',
      evidence: members.slice(0, parameters.ownCited).map((one) => ({
        source: 'metrics' as const,
        tool: 'list_slis',
        target: one.call.callee,
        text: `${one.gap.client.metric} of ${nameOf(one.call.caller).name}: calls of ${nameOf(one.call.callee).name} went from ${milliseconds(one.gap.before)} to ${milliseconds(one.gap.during)}, while ${one.gap.server.metric} of ${nameOf(one.call.callee).name} is ${milliseconds(one.gap.spent)}.`,
        observedAt: one.gap.client.onset!,
      })),
      onset: gap.client.onset!,
      explains: [...new Set(members.map((one) => one.call.caller))],
    };
  });
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

const MILLIS = 1000;

function milliseconds(seconds: number): string {
  const millis = seconds * MILLIS;
  return millis >= MILLIS ? `${Number((millis / MILLIS).toPrecision(3))} s` : `${Number(millis.toPrecision(3))} ms`;
}
