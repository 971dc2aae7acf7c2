import type { EvidenceSet } from '../../domain/signals.ts';
import { readCluster } from '../cluster/cluster.ts';
import { hostMeasured, type KnownNames, stripPort } from './entity.ts';
import { plainLabels } from './plain-labels.ts';
import { programOfCopy } from './scraped-service.ts';

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Service']);

/** Metrics of CloudWatch about services of ECS and functions of Lambda, which a target group is named after. */
const CLOUDWATCH = /^(?:(?:\w+_)?aws_)?(?:ecs(?:_containerinsights)?|lambda)_/i;
/** The dimensions that name them, however an exporter parts the words. */
const NAMING = /^(?:service|function)_?name$/;

/** Every service and node that the topology, the traces, the objects or the logs name. */
export function knownNames(evidence: EvidenceSet): KnownNames {
  const services = new Set<string>();
  const nodes = new Set<string>();
  const called = calledNames(evidence);
  for (const name of called) services.add(name);
  if (evidence.objects.status === 'observed') {
    for (const object of evidence.objects.value) {
      if (object.kind === 'Node') nodes.add(object.metadata.name);
      else if (WORKLOADS.has(object.kind)) services.add(object.metadata.name);
    }
  }
  addMeasured(evidence, services, nodes);
  if (evidence.logs.status === 'observed') for (const { service } of evidence.logs.value) services.add(service);
  return {
    services,
    nodes,
    called,
    listening: listeningJobs(evidence),
    copies: copiesOf(evidence),
    pods: podsOf(evidence),
    hosts: hostsOf(evidence),
  };
}

/** The jobs that are scraped at each host and port. */
function listeningJobs({ metrics }: EvidenceSet): ReadonlyMap<string, string> {
  if (metrics.status !== 'observed') return new Map();
  return new Map(
    metrics.value.flatMap(({ name, labels: { job = '', instance = '' } }) =>
      name === 'up' && job !== '' && /:\d+$/.test(instance) ? [[instance, job] as const] : [],
    ),
  );
}

function copiesOf({ metrics }: EvidenceSet): ReadonlyMap<string, string> {
  if (metrics.status !== 'observed') return new Map();
  return new Map(
    metrics.value.flatMap(({ name, labels: { instance } }) => {
      const program = programOfCopy(name);
      return program === undefined || instance === undefined ? [] : [[stripPort(instance), program] as const];
    }),
  );
}

/** Who calls or is called, by the topology and the traces. */
function calledNames({ topology, traces }: EvidenceSet): ReadonlySet<string> {
  const names = new Set<string>();
  if (topology.status === 'observed')
    for (const [caller, callees] of Object.entries(topology.value))
      for (const name of [caller, ...callees]) names.add(name);
  if (traces.status === 'observed')
    for (const { caller, callee } of traces.value) {
      if (caller !== '') names.add(caller);
      names.add(callee);
    }
  return names;
}

/** Where each service runs, as the resource of its spans says. */
function hostsOf({ traces }: EvidenceSet): ReadonlyMap<string, string> {
  if (traces.status !== 'observed') return new Map();
  return new Map(traces.value.flatMap(({ callee, host }) => (host === undefined ? [] : [[callee, host] as const])));
}

function podsOf(evidence: EvidenceSet): ReadonlyMap<string, string> {
  const cluster = readCluster(evidence);
  return new Map(
    cluster.pods.flatMap((pod) => {
      const component = cluster.workloadOfPod(pod)?.component;
      return component === undefined ? [] : [[pod.name, component.slice(component.indexOf('/') + 1)] as const];
    }),
  );
}

/** The machines that exporters run on, and what CloudWatch names. */
function addMeasured({ metrics }: EvidenceSet, services: Set<string>, nodes: Set<string>): void {
  if (metrics.status !== 'observed') return;
  for (const { name, labels } of metrics.value) {
    const host = hostMeasured(name, labels);
    if (host !== undefined) nodes.add(host);
    if (!CLOUDWATCH.test(name)) continue;
    for (const [label, value] of Object.entries(labels))
      if (value !== '' && NAMING.test(plainLabels(label).plain)) services.add(value);
  }
}
