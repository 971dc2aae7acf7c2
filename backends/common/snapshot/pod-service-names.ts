import type { KubernetesObject } from '../../../schemas/generated/kubernetes.ts';
import { programsBeforeMachine, staticPodName } from '../../../schemas/service-name.ts';
import { asRecord } from './json-shape.ts';

/** What is known of a pod from its name or its object. */
export interface PodIdentity {
  readonly service: string;
  readonly namespace?: string;
  /** Set when the name is, or looks like, the name of a pod. */
  readonly pod?: string;
}

/** Maps the name of a log file, a pod or a workload to its service. */
export type PodServiceNames = (name: string, namespace?: string) => PodIdentity;

/** Kubernetes writes generated suffixes in this alphabet: no vowels, no 0, 1 or 3. */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';
const REPLICA_SET_POD = new RegExp(`^(.+)-${SAFE}{6,10}-${SAFE}{5}$`);
/** Hashes of replica sets were hexadecimal before they were written in that alphabet. */
const HEX_POD = /^(.+)-[a-f\d]{6,10}-[a-z\d]{5}$/;
const GENERATED_POD = new RegExp(`^(.+)-(?=[a-z]*[2-9])${SAFE}{5}$`);
const CRON_JOB = /^(.+)-\d{8,10}$/;
/**
 * Where a pod tells what its ReplicaSet's name ends with: a Deployment's label (kubernetes.io, "Deployments", "Pod-template-hash
 * label"), and that of Argo Rollouts.
 */
const TEMPLATE_HASHES = ['pod-template-hash', 'rollouts-pod-template-hash'];
/** `<set>-<ordinal>`, as a StatefulSet names its pods. */
export const ORDINAL = /^(.+)-\d{1,3}$/;

/**
 * Makes the mapping. A pod that is among `objects` belongs to the workload that owns it; any other name is judged by
 * its form: the hashes of a replica set and a pod are stripped. A name that is itself a workload stays. `known`: workloads
 * by name, with their namespace where that is told, of which there may be no object. `machines`: hosts after which the
 * log of a copy may be called, behind its program. `copies`: containers that no cluster runs, with the service of each.
 */
export function createPodServiceNames(
  objects: readonly KubernetesObject[],
  known: ReadonlyMap<string, string | undefined> = new Map(),
  machines: ReadonlySet<string> = new Set(),
  copies: ReadonlyMap<string, string> = new Map(),
): PodServiceNames {
  const byPod = new Map<string, PodIdentity>();
  const workloads = new Map<string, string | undefined>(known);
  const owners = new Map<string, { kind: string; name: string }>();
  for (const { kind, metadata } of objects) {
    const owner = metadata.ownerReferences?.[0];
    if (owner !== undefined) owners.set(`${kind}/${metadata.namespace ?? ''}/${metadata.name}`, owner);
    if (['Deployment', 'StatefulSet', 'DaemonSet', 'Service', 'CronJob'].includes(kind))
      if (!workloads.has(metadata.name)) workloads.set(metadata.name, metadata.namespace);
  }
  for (const object of objects) {
    if (object.kind !== 'Pod') continue;
    const { name, namespace } = object.metadata;
    byPod.set(name, { service: serviceOfPod(object, owners), pod: name, ...(namespace ? { namespace } : {}) });
  }
  return (name, namespace) => {
    const pod = byPod.get(name);
    if (pod !== undefined && (namespace === undefined || pod.namespace === namespace)) return pod;
    const place = namespace ?? workloads.get(name);
    const withPlace = place === undefined ? {} : { namespace: place };
    if (workloads.has(name)) return { service: name, ...withPlace };
    const copied = copies.get(name);
    if (copied !== undefined) return { service: copied, pod: name, ...withPlace };
    const program = machines.has(name) ? undefined : programsBeforeMachine(name, machines)[0];
    const service = program ?? stripPodSuffix(name, workloads);
    const servicePlace = namespace ?? workloads.get(service);
    return service === name
      ? { service, ...withPlace }
      : { service, pod: name, ...(servicePlace === undefined ? {} : { namespace: servicePlace }) };
  };
}

/**
 * What is known of a name that is a pod's for certain, as where a kubelet or a label `pod` says it: where nothing else
 * tells its workload, an ordinal is a StatefulSet's.
 */
export function identityOfPod(names: PodServiceNames, pod: string, namespace?: string): PodIdentity {
  const known = names(pod, namespace);
  const set = known.service === pod ? ORDINAL.exec(pod)?.[1] : undefined;
  return set === undefined ? known : { ...known, service: set, pod };
}

function serviceOfPod(pod: KubernetesObject, owners: ReadonlyMap<string, { kind: string; name: string }>): string {
  const namespace = pod.metadata.namespace ?? '';
  const owner = owners.get(`Pod/${namespace}/${pod.metadata.name}`);
  if (owner === undefined) {
    const { nodeName } = asRecord(pod.spec);
    const mirrored = typeof nodeName === 'string' ? staticPodName(pod.metadata.name, nodeName) : undefined;
    if (mirrored !== undefined) return mirrored;
    const labels = asRecord(pod.metadata.labels);
    for (const label of ['app.kubernetes.io/name', 'app', 'k8s-app', 'name'])
      if (typeof labels[label] === 'string') return labels[label];
    return stripPodSuffix(pod.metadata.name, new Map());
  }
  const above = owners.get(`${owner.kind}/${namespace}/${owner.name}`);
  if (above !== undefined) return above.name;
  if (owner.kind === 'ReplicaSet') return withoutTemplateHash(owner.name, asRecord(pod.metadata.labels));
  if (owner.kind === 'Job') return CRON_JOB.exec(owner.name)?.[1] ?? owner.name;
  if (owner.kind === 'Node') return staticPodName(pod.metadata.name, owner.name) ?? pod.metadata.name;
  return owner.name;
}

function withoutTemplateHash(replicaSet: string, labels: Readonly<Record<string, unknown>>): string {
  const told = TEMPLATE_HASHES.map((label) => labels[label]).find(
    (hash) => typeof hash === 'string' && hash !== '' && replicaSet.endsWith(`-${hash}`),
  );
  if (typeof told === 'string') return replicaSet.slice(0, -told.length - 1);
  return replicaSet.replace(new RegExp(`-${SAFE}{6,10}$`), '');
}

function stripPodSuffix(name: string, workloads: ReadonlyMap<string, unknown>): string {
  const replica = REPLICA_SET_POD.exec(name)?.[1];
  if (replica !== undefined) return replica;
  const ordinal = ORDINAL.exec(name)?.[1];
  if (ordinal !== undefined && workloads.has(ordinal)) return ordinal;
  const hexadecimal = HEX_POD.exec(name)?.[1];
  if (hexadecimal !== undefined && workloads.has(hexadecimal)) return hexadecimal;
  const generated = new RegExp(`^(.+)-${SAFE}{5}$`).exec(name)?.[1];
  if (generated !== undefined && workloads.has(generated)) return generated;
  return GENERATED_POD.exec(name)?.[1] ?? name;
}
