import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { fields, readSelector, timeMs } from '../../cluster/read-objects.ts';
import { matchesSelector } from '../../cluster/selectors.ts';
import type { ClusterEvent, Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import type { Parameters } from '../../parameters.ts';

/** How kubectl's drain names the pod that it evicts. */
const EVICTING = /evicting pods?\/"/;
/** Words of those who drain (the eviction API, karpenter, node upgrades). */
const REFUSED = /disruption budget|\bpdb\b.{0,120}prevents? pod evictions?/i;

/** Somebody was refused an eviction: an event, or a line of who drains (`kubectl drain`, kured), which writes no event. */
interface Refusal extends Pick<ClusterEvent, 'kind' | 'name' | 'namespace' | 'message' | 'first' | 'lastMs'> {
  readonly shows: EvidenceDraft;
}

/** Budgets that let nobody go while somebody drains. A budget at zero without a drain is a choice. */
export const disruptionBudget = defineAnalyzer({
  id: 'disruption-budget',
  title: 'Disruption budget holds up a drain',
  causes: ['disruption_budget_blocks_eviction'],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['PodDisruptionBudget', 'Pod'],
  example: 'A node upgrade stands still: the budget of the only replica allows no disruption.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const recent = cluster.events.filter(
      (event) => REFUSED.test(event.message) && cluster.now - event.lastMs < parameters.eventsKeptMs,
    );
    const refusals = [
      ...recent.map((event): Refusal => ({ ...event, shows: told(event) })),
      ...writtenRefusals(evidence, cluster, parameters),
    ];
    const budgets = cluster.ofKind('PodDisruptionBudget');
    const found = budgets.flatMap((budget) => examine(budget, refusals, cluster, parameters));
    const untold = found.length > 0 ? [] : fromEvents(refusals, cluster, parameters);
    return conclude([...found, ...untold], `${budgets.length} disruption budgets`);
  },
});

function examine(
  budget: KubernetesObject,
  refusals: readonly Refusal[],
  cluster: Cluster,
  parameters: Parameters,
): readonly Finding[] {
  const status = fields(budget.status);
  const namespace = budget.metadata.namespace ?? '';
  const selector = readSelector(fields(budget.spec).selector);
  if (status.disruptionsAllowed !== 0 || !(Number(status.expectedPods ?? 0) > 0) || selector === undefined) return [];
  const labelled = Object.keys(selector.matchLabels ?? {}).length > 0;
  const candidates = labelled
    ? cluster.podsByLabels(namespace, selector.matchLabels ?? {})
    : cluster.pods.filter((pod) => pod.namespace === namespace);
  const pods = candidates.filter((pod) => matchesSelector(selector, pod.labels));
  const own = refusals.filter(
    ({ kind, name, message }) =>
      pods.some((pod) => (kind === 'Pod' && pod.name === name) || isNamed(pod, message)) ||
      message.includes(budget.metadata.name),
  );
  const draining = pods.filter((pod) => isDrained(pod, cluster));
  const last = own.toSorted((a, b) => b.lastMs - a.lastMs)[0];
  const first = draining[0] ?? pods[0];
  if (first === undefined || (last === undefined && draining.length === 0)) return [];
  const workload = cluster.workloadOfPod(first);
  const what = `the budget ${budget.metadata.name} allows no disruption: ${String(status.currentHealthy ?? '?')} of ${String(status.expectedPods)} pods are healthy and ${String(status.desiredHealthy ?? '?')} must be`;
  const drained: readonly EvidenceDraft[] = draining
    .slice(0, 1)
    .map((pod) => seen(`node/${pod.node}`, `${pod.node} is cordoned, and ${pod.name} is still there`));
  return [
    {
      analyzer: 'disruption-budget',
      component: workload?.component ?? componentOf({ kind: 'service', name: budget.metadata.name }),
      cause: 'disruption_budget_blocks_eviction',
      statement: `A drain waits for ${workload?.name ?? first.name}: ${what}.`,
      ...graded(last === undefined ? 'shown' : 'said', parameters),
      evidence: [...(last === undefined ? [] : [last.shows]), seen(budget, what), ...drained],
      onset: own.flatMap(({ first }) => first ?? []).sort()[0],
      parameters: {
        ...(workload === undefined ? { namespace } : parametersOf(workload, first)),
        budget: budget.metadata.name,
      },
    },
  ];
}

/** What who drains writes until the window's end; kubectl's own lines carry no time. */
function writtenRefusals(evidence: EvidenceSet, cluster: Cluster, parameters: Parameters): readonly Refusal[] {
  if (evidence.logs.status !== 'observed') return [];
  const { tool, value } = evidence.logs;
  return value.flatMap((logs) =>
    logs.patterns.flatMap((pattern): Refusal[] => {
      const message = pattern.samples.find(({ text }) => EVICTING.test(text) && REFUSED.test(text))?.text;
      const lastMs = timeMs(pattern.lastSeen) ?? cluster.now;
      if (message === undefined || cluster.now - lastMs >= parameters.eventsKeptMs) return [];
      const shows = quotePattern(logs, pattern, tool, message);
      return [{ kind: '', name: '', namespace: '', message, first: pattern.firstSeen, lastMs, shows }];
    }),
  );
}

/** Whether a refusal that stands at the node names the pod, in the words of `kubectl drain`: `pods/"NAME" -n "NAMESPACE"`. */
function isNamed({ name, namespace }: Pod, message: string): boolean {
  return message.includes(`pods/"${name}"`) && (!message.includes('-n "') || message.includes(`-n "${namespace}"`));
}

/** Budgets that were not read: the refusal alone names the pod. */
function fromEvents(refusals: readonly Refusal[], cluster: Cluster, parameters: Parameters): readonly Finding[] {
  if (cluster.kinds.has('PodDisruptionBudget')) return [];
  return refusals.flatMap((event) => {
    const named = cluster.pods.find((pod) => isNamed(pod, event.message));
    const workload =
      named === undefined ? cluster.workloadOf(event.kind, event.namespace, event.name) : cluster.workloadOfPod(named);
    if (workload === undefined) return [];
    return [
      {
        analyzer: 'disruption-budget',
        component: workload.component,
        cause: 'disruption_budget_blocks_eviction' as const,
        statement: `A drain waits for ${workload.name}: its disruption budget lets no pod go.`,
        ...graded('said', parameters),
        evidence: [event.shows],
        onset: event.first,
        parameters: parametersOf(workload),
      },
    ];
  });
}

/** On a node that was cordoned, other than a control plane's, which always is. */
function isDrained(pod: Pod, cluster: Cluster): boolean {
  const node = pod.node === undefined ? undefined : cluster.node(pod.node);
  if (node === undefined || !node.unschedulable || node.controlPlane) return false;
  return (
    newest(
      cluster
        .eventsOf('Node', '', node.name)
        .filter(({ reason }) => reason === 'NodeNotSchedulable' || reason === 'NodeSchedulable'),
    )?.reason === 'NodeNotSchedulable'
  );
}
