import type { EvidenceSet } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { nameOf, stripPort } from './entity.ts';
import { readMetrics } from './read-metrics.ts';

/** Which services run on which machines, where no cluster places them. */
export interface Machines {
  on(node: string): readonly Component[];
  of(component: Component): readonly Component[];
}

/** Read off the addresses that figures are scraped at: what has a machine's host in its `instance` runs on it. */
export function readMachines(evidence: EvidenceSet): Machines {
  const { all, components, known } = readMetrics(evidence);
  const nodes = new Set(components.filter((one) => nameOf(one).kind === 'node').map((one) => nameOf(one).name));
  const on = new Map<string, Set<Component>>();
  const of = new Map<Component, Set<Component>>();
  const place = (component: Component, host: string) => {
    on.set(host, (on.get(host) ?? new Set()).add(component));
    of.set(component, (of.get(component) ?? new Set()).add(componentOf({ kind: 'node', name: host })));
  };
  for (const { component, series } of all) {
    const host = series.labels.instance === undefined ? undefined : stripPort(series.labels.instance);
    if (host !== undefined && nodes.has(host) && nameOf(component).kind === 'service') place(component, host);
  }
  // What is called and logs by the name of a machine is what runs on it: a server that has one to itself.
  for (const host of nodes) if (known.services.has(host)) place(componentOf({ kind: 'service', name: host }), host);
  return { on: (node) => [...(on.get(node) ?? [])], of: (component) => [...(of.get(component) ?? [])] };
}
