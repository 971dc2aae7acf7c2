import type { Finding } from '../../../domain/finding.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { isCurrent, placeOf } from '../../cluster/component-of.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, newest, onsetOf, parametersOf, told } from '../../cluster/observe.ts';
import { servicesOnNode } from '../../cluster/reach.ts';
import { timeMs } from '../../cluster/read-objects.ts';
import type { ClusterEvent } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { PLATFORM_WORDS, type PlatformWords } from './platform-words.ts';
import { PULL_WORDS } from './pull-words.ts';

const WORDS: readonly PlatformWords[] = [...PLATFORM_WORDS, ...PULL_WORDS];

/** Events by which a component of the platform names a cause itself. */
export const platformEvents = defineAnalyzer({
  id: 'platform-events',
  title: 'The platform says what is wrong',
  causes: [...new Set(WORDS.map(({ cause }) => cause))],
  needs: ['events'],
  prefers: ['objects'],
  example: 'A pod gets no sandbox: the network plugin failed to assign an IP address to it.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const groups = Map.groupBy(
      cluster.events.flatMap((event) => {
        const words = event.type === 'Warning' || event.kind === 'Node' ? wordsFor(event) : undefined;
        return words !== undefined && lasts(event, words, cluster, parameters) ? [{ event, words }] : [];
      }),
      ({ event, words }) => `${words.cause} ${atFault(event, words, cluster)}`,
    );
    return conclude(
      [...groups.values()].map((group) => finding(group, cluster, parameters)),
      `${cluster.events.length} events`,
    );
  },
});

function wordsFor(event: ClusterEvent): PlatformWords | undefined {
  return WORDS.find(
    ({ kinds, reason, message, answer }) =>
      (kinds === undefined || kinds.includes(event.kind)) &&
      (reason === undefined || reason.test(event.reason)) &&
      (message === undefined || message.test(event.message)) &&
      (answer === undefined || answer.test(event.message)),
  );
}

/** Still so: its object is in trouble, or it was said lately and no condition that came after says otherwise. */
function lasts(
  event: ClusterEvent,
  { condition, ofNode, withoutObjects, overBy }: PlatformWords,
  cluster: Cluster,
  parameters: Parameters,
): boolean {
  if (withoutObjects === true && cluster.pods.length > 0) return false;
  const { kind, namespace, name, lastMs } = event;
  if (
    overBy !== undefined &&
    cluster.eventsOf(kind, namespace, name).some((one) => overBy.test(one.reason) && one.lastMs >= lastMs)
  )
    return false;
  if (!isCurrent(event, cluster, parameters.eventsKeptMs)) return false;
  // An agent that has only started is not ready yet; a node that was not read has nothing to be blamed for.
  if (ofNode === true && (event.count <= parameters.passingWarnings || nodeOf(event, cluster) === undefined))
    return false;
  const state =
    event.kind === 'Node' ? cluster.node(event.name)?.conditions.find(({ type }) => type === condition) : undefined;
  return state?.status !== 'False' || (timeMs(state.lastTransitionTime) ?? 0) < event.lastMs;
}

function nodeOf(event: ClusterEvent, cluster: Cluster): string | undefined {
  return cluster.pods.find(({ name, namespace }) => name === event.name && namespace === event.namespace)?.node;
}

/** What is at fault: what the words name, the node of the pod that speaks for it, else the object of the event. */
function atFault(event: ClusterEvent, words: PlatformWords, cluster: Cluster): Component {
  const node = words.ofNode === true ? nodeOf(event, cluster) : undefined;
  if (node !== undefined) return componentOf({ kind: 'node', name: node });
  return words.component ?? placeOf(event.kind, event.namespace, event.name, cluster).component;
}

function finding(
  group: readonly { readonly event: ClusterEvent; readonly words: PlatformWords }[],
  cluster: Cluster,
  parameters: Parameters,
): Finding {
  const events = group.map(({ event }) => event);
  const last = newest(events)!;
  const { words } = group[0]!;
  const { cause, what } = words;
  const { component: own, workload } = placeOf(last.kind, last.namespace, last.name, cluster);
  const component = atFault(last, words, cluster);
  const node = component.startsWith('node/') ? component.slice('node/'.length) : undefined;
  return {
    analyzer: 'platform-events',
    component,
    cause,
    statement: `${last.name} ${what}.`,
    ...graded('said', parameters),
    evidence: [told(last)],
    onset: onsetOf(events),
    ...(component !== own && { explains: [own, ...(node === undefined ? [] : servicesOnNode(node, cluster))] }),
    parameters: {
      ...(workload === undefined ? { namespace: last.namespace } : parametersOf(workload)),
      [last.kind === 'PersistentVolumeClaim' ? 'claim' : last.kind.toLowerCase()]: last.name,
      ...(node !== undefined && { node }),
    },
  };
}
