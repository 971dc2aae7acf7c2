import type { EvidenceSet } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { nameOf, stripPort } from './entity.ts';
import { meaningOf } from './meaning.ts';
import { isOfAnother } from './owners.ts';
import { REQUESTS, readMetrics } from './read-metrics.ts';

/** Which services run on which machines, where no cluster places them. */
export interface Machines {
  on(node: string): readonly Component[];
  of(component: Component): readonly Component[];
}

const READ = new WeakMap<EvidenceSet, Machines>();

/** Read off the addresses that figures are scraped at: what has a machine's host in its `instance` runs on it. */
export function readMachines(evidence: EvidenceSet): Machines {
  const before = READ.get(evidence);
  if (before !== undefined) return before;
  const machines = machinesIn(evidence);
  READ.set(evidence, machines);
  return machines;
}

function machinesIn(evidence: EvidenceSet): Machines {
  const { all, components, known, ownerOf } = readMetrics(evidence);
  const nodes = new Set(components.filter((one) => nameOf(one).kind === 'node').map((one) => nameOf(one).name));
  const on = new Map<string, Set<Component>>();
  const of = new Map<Component, Set<Component>>();
  const place = (component: Component, host: string) => {
    on.set(host, (on.get(host) ?? new Set()).add(component));
    of.set(component, (of.get(component) ?? new Set()).add(componentOf({ kind: 'node', name: host })));
  };
  for (const { component, series } of all) {
    const host = hostOf(series.labels);
    if (host !== undefined && nodes.has(host) && nameOf(component).kind === 'service') place(component, host);
  }
  // Figures of requests are read as service levels, which are of no machine: where they were counted their series say.
  for (const series of evidence.metrics.status === 'observed' ? evidence.metrics.value : []) {
    const host = series.labels.instance === undefined ? undefined : stripPort(series.labels.instance);
    const meaning = host !== undefined && nodes.has(host) ? meaningOf(series) : undefined;
    if (host === undefined || meaning === undefined || !REQUESTS.has(meaning.signal) || isOfAnother(meaning)) continue;
    const component = ownerOf(series.labels, series.name, meaning);
    if (component !== undefined && nameOf(component).kind === 'service') place(component, host);
  }
  for (const [service, host] of known.hosts ?? [])
    if (nodes.has(host)) place(componentOf({ kind: 'service', name: service }), host);
  // What is called and logs by the name of a machine is what runs on it: a server that has one to itself.
  for (const host of nodes) if (known.services.has(host)) place(componentOf({ kind: 'service', name: host }), host);
  return { on: (node) => [...(on.get(node) ?? [])], of: (component) => [...(of.get(component) ?? [])] };
}

/** Where a figure of a program was taken: Telegraf's docker input names the engine's machine in a label of its own. */
function hostOf({ instance, engine_host: engine }: Readonly<Record<string, string>>): string | undefined {
  return engine ?? (instance === undefined ? undefined : stripPort(instance));
}
