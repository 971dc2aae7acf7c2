import type { EvidenceSet } from '../../domain/signals.ts';
import { type Component, componentOf, parseTarget } from '../../domain/target.ts';
import { namedAddresses } from '../cluster/addresses.ts';
import { readCluster } from '../cluster/cluster.ts';
import { servicesOnNode } from '../cluster/reach.ts';

/** Which components feel a fault elsewhere, through calls and through the nodes that pods run on. */
export interface Reach {
  /** Components that depend on this one, directly or through others: its callers, the pods of a node or namespace. */
  dependants(component: Component): ReadonlySet<Component>;
  /** Components that this one depends on: its callees, the nodes of its pods, its namespace. */
  dependencies(component: Component): ReadonlySet<Component>;
  /** Whether the calls of a service of this name are known. */
  isKnown(name: string): boolean;
  /** Services that call others and that none calls. */
  readonly entries: readonly string[];
}

/** Reads calls from the topology and the traces, and places from the pods. */
export function readReach(evidence: EvidenceSet): Reach {
  const callees = new Map<string, Set<string>>();
  const callers = new Map<string, Set<string>>();
  const link = (caller: string, callee: string) => {
    callees.set(caller, (callees.get(caller) ?? new Set()).add(callee));
    callers.set(callee, (callers.get(callee) ?? new Set()).add(caller));
  };
  if (evidence.topology.status === 'observed') {
    for (const [caller, list] of Object.entries(evidence.topology.value))
      for (const callee of list) link(caller, callee);
  }
  if (evidence.traces.status === 'observed') {
    for (const edge of evidence.traces.value)
      if (edge.caller !== '' && edge.caller !== edge.callee) link(edge.caller, edge.callee);
  }
  const cluster = readCluster(evidence);
  // Where nobody recorded the calls, the addresses that workloads are set to call stand for them.
  if (callees.size === 0) {
    for (const { workload, host } of namedAddresses(cluster)) {
      const name = workload.component.slice('service/'.length);
      if (host !== name) link(name, host);
    }
  }
  const placed = (component: Component): readonly Component[] => {
    const target = parseTarget(component);
    if (target?.kind === 'node') return servicesOnNode(target.name, cluster);
    if (target?.kind !== 'namespace') return [];
    return cluster.workloads
      .filter((workload) => workload.namespace === target.name)
      .map((workload) => workload.component);
  };
  return {
    isKnown: (name) => callees.has(name) || callers.has(name),
    entries: [...callees.keys()].filter((name) => !callers.has(name)),
    dependants: remember((component) => closure([component, ...placed(component)], callers, component)),
    dependencies: remember((component) => {
      const services = closure([component], callees, component);
      const places = [component, ...services].flatMap((one) => {
        const target = parseTarget(one);
        const workloads = target?.kind === 'service' ? cluster.workloadsByService(target.name) : [];
        return workloads.flatMap((workload) => [
          componentOf({ kind: 'namespace', name: workload.namespace }),
          ...workload.pods.flatMap((pod) =>
            pod.node === undefined ? [] : [componentOf({ kind: 'node', name: pod.node })],
          ),
        ]);
      });
      return new Set([...services, ...places]);
    }),
  };
}

type Relation = (component: Component) => ReadonlySet<Component>;

/** Closures are asked for again and again while hypotheses are compared. */
function remember(relation: Relation): Relation {
  const known = new Map<Component, ReadonlySet<Component>>();
  return (component) => {
    const before = known.get(component);
    if (before !== undefined) return before;
    const found = relation(component);
    known.set(component, found);
    return found;
  };
}

function closure(
  start: readonly Component[],
  edges: ReadonlyMap<string, ReadonlySet<string>>,
  except: Component,
): ReadonlySet<Component> {
  const found = new Set<Component>(start);
  const queue = [...start];
  for (let component = queue.pop(); component !== undefined; component = queue.pop()) {
    if (!component.startsWith('service/')) continue;
    for (const name of edges.get(component.slice('service/'.length)) ?? []) {
      const next = componentOf({ kind: 'service', name });
      if (found.has(next)) continue;
      found.add(next);
      queue.push(next);
    }
  }
  found.delete(except);
  return found;
}
