import type { EvidenceSet } from '../../domain/signals.ts';
import { namedAddresses } from '../cluster/addresses.ts';
import { readCluster } from '../cluster/cluster.ts';
import { isDatabase } from '../log-reading/database-name.ts';
import { readCallFailure } from '../log-reading/peers.ts';
import { balancerIn, entityOf, nameOf, targetGroupOf } from '../metric-reading/entity.ts';
import { type ReadMetrics, readMetrics } from '../metric-reading/read-metrics.ts';
import { callsOfApis, callsOfFunctions } from './cloud-calls.ts';
import type { Edges } from './edges.ts';
import { namedLike } from './name-words.ts';

/** Who calls whom, and how that is known. */
export interface Calls {
  /** Whether somebody recorded them: a topology, or traces. */
  readonly recorded: boolean;
  /** Recorded ones; else what the callers' own figures, balancers, settings and failing calls tell. */
  readonly known: Edges;
  /** With those that may be where nobody recorded any: a store that nobody is known to call is there to be called. */
  readonly possible: Edges;
  /** Callers by callee, of the possible ones. */
  readonly callers: Edges;
}

const READ = new WeakMap<EvidenceSet, Calls>();

/** Reads the calls of an evidence set once. A self call is left out. */
export function readCalls(evidence: EvidenceSet): Calls {
  const before = READ.get(evidence);
  if (before) return before;
  const recorded = createEdges();
  if (evidence.topology.status === 'observed') {
    for (const [caller, callees] of Object.entries(evidence.topology.value)) {
      recorded.name(caller);
      for (const callee of callees) recorded.link(caller, callee);
    }
  }
  if (evidence.traces.status === 'observed')
    for (const { caller, callee } of evidence.traces.value) recorded.link(caller, callee);
  const calls = recorded.all.size > 0 ? withEntries(recorded, evidence) : inferred(evidence);
  READ.set(evidence, calls);
  return calls;
}

/**
 * Recorded calls with those of a cloud's balancers and APIs that the record has nothing of: they pass a trace on and write no
 * span (AWS, "Request tracing for your Application Load Balancer"), so that nothing made of spans holds them.
 */
function withEntries(recorded: ReturnType<typeof createEdges>, evidence: EvidenceSet): Calls {
  const { all: edges } = recorded;
  const present = new Set([...edges].flatMap(([caller, callees]) => [caller, ...callees]));
  const behind = [...behindBalancers(evidence)].filter(([balancer]) => !present.has(balancer));
  for (const [balancer, service] of behind) recorded.link(balancer, service);
  for (const [kind, entry] of businessInto(edges, evidence)) recorded.link(kind, entry);
  const possible = createEdges(edges);
  for (const [api, name] of callsOfApis(evidence, edges)) if (!present.has(api)) possible.link(api, name);
  return { recorded: true, known: edges, possible: possible.all, callers: inverted(possible.all) };
}

/** Names of the figures that a business keeps of what is asked of it: so many a minute, how well, how fast. */
const OF_BUSINESS = /^(?:biz|business|trade)_/;

const serviceIn = (labels: Readonly<Record<string, string>>) =>
  labels.service ?? labels.app ?? labels.application ?? [];

/**
 * Kinds of business that figures tell of by a code (`tc`) or by a name of their own, and where they enter: nobody within the
 * system is called so, and what is asked for goes to its entries, which nobody within calls.
 */
function businessInto(edges: Edges, { metrics }: EvidenceSet): readonly (readonly [string, string])[] {
  if (metrics.status !== 'observed') return [];
  const called = new Set([...edges.values()].flatMap((callees) => [...callees]));
  const entries = [...edges.keys()].filter((name) => !called.has(name));
  const kinds = new Set(
    metrics.value.flatMap(({ name, labels }) => labels.tc ?? (OF_BUSINESS.test(name) ? serviceIn(labels) : [])),
  );
  return [...kinds]
    .filter((kind) => !called.has(kind) && !edges.has(kind))
    .flatMap((kind) => entries.map((entry) => [kind, entry] as const));
}

/** Balancers, each with a service of its target groups. */
function behindBalancers(evidence: EvidenceSet): readonly (readonly [string, string])[] {
  if (evidence.metrics.status !== 'observed') return [];
  const { known } = readMetrics(evidence);
  const only = onlyBalancer(evidence);
  return evidence.metrics.value.flatMap(({ labels }) => {
    const group = targetGroupOf(labels, known);
    const balancer = group?.balancer ?? only;
    return group === undefined || balancer === undefined ? [] : [[balancer, group.service] as const];
  });
}

function inverted(edges: Edges): Edges {
  const callers = createEdges();
  for (const [caller, callees] of edges) for (const callee of callees) callers.link(callee, caller);
  return callers.all;
}

/** Calls that nobody recorded, as far as what was read names both ends. */
function inferred(evidence: EvidenceSet): Calls {
  const metrics = readMetrics(evidence);
  const known = createEdges();
  if (evidence.slis.status === 'observed') {
    for (const { service, side, peer } of evidence.slis.value.items)
      if (peer !== undefined) side === 'client' ? known.link(service, peer) : known.link(peer, service);
  }
  for (const [balancer, service] of behindBalancers(evidence)) known.link(balancer, service);
  for (const { component, meaning, series } of metrics.all) {
    const balancer =
      meaning.of === 'backend' ? entityOf({ job: series.labels.job ?? '' }, '', metrics.known) : undefined;
    if (balancer !== undefined) known.link(nameOf(balancer).name, nameOf(component).name);
  }
  for (const { workload, host } of namedAddresses(readCluster(evidence)))
    known.link(workload.component.slice('service/'.length), host);
  for (const [caller, callee] of failedCalls(evidence, metrics.known.services)) known.link(caller, callee);
  const possible = createEdges(known.all);
  for (const [caller, callee] of possibleCalls(evidence, metrics, known.all)) possible.link(caller, callee);
  for (const [caller, callee] of callsOfFunctions(evidence)) possible.link(caller, callee);
  for (const [api, callee] of callsOfApis(evidence, known.all, possible.all)) possible.link(api, callee);
  return { recorded: false, known: known.all, possible: possible.all, callers: inverted(possible.all) };
}

/**
 * The load balancer of a cloud, where figures name one alone: a target group belongs to one (AWS, "Quotas for your
 * Application Load Balancers"), also where an exporter was told to leave its name out.
 */
function onlyBalancer({ metrics }: EvidenceSet): string | undefined {
  if (metrics.status !== 'observed') return undefined;
  const names = new Set(metrics.value.flatMap(({ labels }) => balancerIn(labels) ?? []));
  return names.size === 1 ? [...names][0] : undefined;
}

/** Calls that a log says have failed, to a party that is known by that name. */
function failedCalls(evidence: EvidenceSet, services: ReadonlySet<string>): readonly (readonly [string, string])[] {
  if (evidence.logs.status !== 'observed') return [];
  return evidence.logs.value.flatMap(({ service, patterns }) =>
    patterns.flatMap(({ samples: [first] }) => {
      const failure = first === undefined ? undefined : readCallFailure(first.text);
      const host = failure?.peer?.host;
      const answerer =
        failure?.kind === 'server-error' && host === undefined
          ? (ANSWERED.exec(first!.text) ?? STATUS_OF.exec(first!.text))?.[1]
          : undefined;
      const named = [host, host?.split('.')[0], answerer].find((name) => name !== undefined && services.has(name));
      return named === undefined ? [] : [[service, named] as const];
    }),
  );
}

/** The same behind the status: `Request failed with status code 500 (pricing)`, `status 503 from pricing`. */
const STATUS_OF = /\bstatus(?:[ _]code)?[ :=]{1,2}5\d\d(?:,? (?:from|by|of) | \()["']?([\w.-]+)["']?(?:[\s,;)]|$)/i;

/** Who answered, where a program says so of another by its name alone: `upstream pricing answered 500`. */
const ANSWERED =
  /(?:^|[\s"'(])([\w.-]+)["']? (?:answered|returned|responded|replied)(?: with)?\W{1,3}(?:\w+\W{1,3}){0,2}5\d\d\b/;

/**
 * Nobody is known to call a store or a program, and something must. A store may be called by any program, in a cluster by
 * those of its name; a program, where a balancer sends requests to others only, by those.
 */
function possibleCalls(
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  known: Edges,
): readonly (readonly [string, string])[] {
  const cluster = readCluster(evidence);
  const called = new Set([...known.values()].flatMap((callees) => [...callees]));
  const fronted = frontedBy(evidence, metrics);
  const names = metrics.components.flatMap((component) =>
    component.startsWith('service/') ? [component.slice('service/'.length)] : [],
  );
  const isStore = (name: string) => metrics.engineOf(`service/${name}`) !== undefined || isDatabase(name, cluster);
  const stores = names.filter((name) => isStore(name) && !called.has(name));
  const programs = names.filter((name) => !isStore(name) && !name.includes('.'));
  // In a cluster whoever calls what is not told: its objects name callees seldom and only some of them.
  if (cluster.workloads.length > 0)
    return stores.flatMap((store) => namedLike(store, programs).map((program) => [program, store] as const));
  const workers = names.filter((name) => FASTCGI.test(name) && !called.has(name));
  const servers = programs.filter((name) => WEB_SERVER.test(name));
  const behind = fronted.size === 0 ? [] : programs.filter((name) => !called.has(name) && !known.has(name));
  return [
    ...stores.flatMap((store) => programs.map((program) => [program, store] as const)),
    ...workers.flatMap((worker) => servers.map((server) => [server, worker] as const)),
    ...behind.flatMap((name) => [...fronted].map((front) => [front, name] as const)),
  ];
}

/** PHP-FPM speaks FastCGI alone (PHP's manual, "FastCGI Process Manager"): a web server stands before it, whose requests it gets. */
const FASTCGI = /(?:^|[-_])php\d*(?:\.\d+)?-?fpm(?:$|[-_])|^phpfpm/i;
const WEB_SERVER = /(?:^|[-_])(?:nginx|openresty|apache2?|httpd|lighttpd|caddy)(?:$|[-_])/i;

/** Services that a cloud's balancer sends requests to. */
export function frontedBy(evidence: EvidenceSet, { known }: ReadMetrics): ReadonlySet<string> {
  const series = evidence.metrics.status === 'observed' ? evidence.metrics.value : [];
  return new Set(series.flatMap(({ labels }) => targetGroupOf(labels, known)?.service ?? []));
}

function createEdges(from: Edges = new Map()) {
  const all = new Map([...from].map(([caller, callees]) => [caller, new Set(callees)]));
  const name = (caller: string) => {
    const known = all.get(caller) ?? new Set<string>();
    all.set(caller, known);
    return known;
  };
  return {
    all,
    name,
    link: (caller: string, callee: string) => {
      if (caller !== callee && caller !== '' && callee !== '') name(caller).add(callee);
    },
  };
}
