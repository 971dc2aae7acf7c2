import type { EvidenceSet } from '../../domain/signals.ts';
import { type Component, componentOf, parseTarget } from '../../domain/target.ts';
import { readCluster } from '../cluster/cluster.ts';
import { servicesOnNode } from '../cluster/reach.ts';
import { nameOf } from '../metric-reading/entity.ts';
import { readMachines } from '../metric-reading/machines.ts';
import { readCalls } from '../propagation/calls.ts';
import { queueConsumers } from '../propagation/queues.ts';

/** Which components feel a fault elsewhere, through calls and through the nodes that pods run on. */
export interface Reach {
  /** Components that depend on this one, directly or through others: its callers, the pods of a node or namespace. */
  dependants(component: Component): ReadonlySet<Component>;
  /** Components that this one depends on: its callees, the nodes of its pods, its namespace. */
  dependencies(component: Component): ReadonlySet<Component>;
  /** The machines that a component's own processes run on. */
  places(component: Component): ReadonlySet<Component>;
  /** Who is known to call it: told, not merely able to. */
  callers(component: Component): ReadonlySet<Component>;
  /** What it calls itself, by name. */
  callees(name: string): readonly string[];
  /** Whether the calls of a service of this name are known. */
  isKnown(name: string): boolean;
  /** Whether anybody is known to call a service of this name: told, not merely able to. */
  isCalled(name: string): boolean;
  /** Whether work waits in it for a program that takes it: what ails that program makes it late. */
  isQueue(component: Component): boolean;
  /** Services that call others and that none calls. */
  readonly entries: readonly string[];
}

/** Reads who calls whom, and places from the pods and from where figures are scraped. */
export function readReach(evidence: EvidenceSet): Reach {
  const { known, possible: callees, callers } = readCalls(evidence);
  const called = new Set([...known.values()].flatMap((names) => [...names]));
  const consumers = queueConsumers(evidence);
  const cluster = readCluster(evidence);
  const machines = readMachines(evidence);
  const placed = (component: Component): readonly Component[] => {
    const target = parseTarget(component);
    if (target?.kind === 'node') return [...servicesOnNode(target.name, cluster), ...machines.on(target.name)];
    if (target?.kind !== 'namespace') return [];
    return cluster.workloads
      .filter((workload) => workload.namespace === target.name)
      .map((workload) => workload.component);
  };
  const workloadsOf = (component: Component) => {
    const target = parseTarget(component);
    return target?.kind === 'service' ? cluster.workloadsByService(target.name) : [];
  };
  const namespacesOf = (component: Component) =>
    workloadsOf(component).map(({ namespace }) => componentOf({ kind: 'namespace', name: namespace }));
  const ofOwn: Relation = remember((component) => {
    const nodes = workloadsOf(component).flatMap(({ pods }) =>
      pods.flatMap(({ node }) => (node === undefined ? [] : [componentOf({ kind: 'node', name: node })])),
    );
    return new Set([...nodes, ...machines.of(component)]);
  });
  /** The queues that any of some programs takes work from. */
  const queuesOf = (programs: readonly Component[]) => {
    const names = new Set(programs.map((one) => nameOf(one).name));
    return [...consumers]
      .filter(([, takers]) => [...takers].some((taker) => names.has(taker)))
      .map(([queue]) => serviceNamed(queue));
  };
  return {
    isKnown: (name) => callees.has(name) || callers.has(name),
    entries: [...callees.keys()].filter((name) => !callers.has(name)),
    dependants: remember((component) => {
      const felt = closure([component, ...placed(component)], callers, component);
      return new Set([...felt, ...queuesOf([component, ...felt]).filter((queue) => queue !== component)]);
    }),
    isCalled: (name) => called.has(name),
    isQueue: (component) => consumers.has(nameOf(component).name),
    places: ofOwn,
    callers: remember((component) => {
      const { name } = nameOf(component);
      return new Set([...known].flatMap(([caller, names]) => (names.has(name) ? [serviceNamed(caller)] : [])));
    }),
    callees: (name) => [...(callees.get(name) ?? [])],
    dependencies: remember((component) => {
      const takers = [...(consumers.get(nameOf(component).name) ?? [])].map(serviceNamed);
      const services = closure([component, ...takers], callees, component);
      const places = [component, ...services].flatMap((one) => [...namespacesOf(one), ...ofOwn(one)]);
      return new Set([...services, ...places]);
    }),
  };
}

function serviceNamed(name: string): Component {
  return componentOf({ kind: 'service', name });
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
