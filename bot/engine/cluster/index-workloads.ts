import { staticPodName } from '../../../schemas/service-name.ts';
import type { KubernetesObject } from '../../domain/signals.ts';
import { componentOf } from '../../domain/target.ts';
import { deploymentOfPod } from '../metric-reading/pod-name.ts';
import { keyOf, push } from './keys.ts';
import { MOST_OWNERS } from './parameters.ts';
import { fields, pairs, readPodSpec, readSelector } from './read-objects.ts';
import { matchesLabels } from './selectors.ts';
import type { Pod, Service, Workload } from './types.ts';

const TEMPLATED = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'Rollout',
];

export interface WorkloadIndex {
  readonly all: readonly Workload[];
  /** By `kind/namespace/name` of the workload and of everything it owns. */
  readonly byOwned: ReadonlyMap<string, Workload>;
  /** By the name in its component, and by its own name. */
  readonly byService: ReadonlyMap<string, readonly Workload[]>;
}

/** Joins templates, ReplicaSets, Jobs and pods to workloads by owner references, else by their selectors. */
export function indexWorkloads(
  byKind: ReadonlyMap<string, readonly KubernetesObject[]>,
  pods: readonly Pod[],
  services: readonly Service[],
): WorkloadIndex {
  const templated = TEMPLATED.flatMap((kind) => byKind.get(kind) ?? []);
  const templates = new Map(
    templated.map((object) => [keyOf(object.kind, namespaceOf(object), object.metadata.name), object]),
  );
  const podsByRoot = new Map<string, Pod[]>();
  const rootOfOwned = new Map<string, string>();
  for (const object of templated) rootOfOwned.set(objectKey(object), rootKey(object, templates));
  const bySelector = selectorRoots(templated, templates);
  for (const pod of pods) {
    const unread = unreadOwner(pod);
    const known = ownerKey(pod.object, templates) ?? bySelector(pod);
    const root = known ?? unread?.key ?? keyOf('Pod', pod.namespace, pod.name);
    const top = templates.get(root);
    const key = top === undefined ? root : rootKey(top, templates);
    rootOfOwned.set(keyOf('Pod', pod.namespace, pod.name), key);
    if (unread !== undefined && !templates.has(unread.owner)) rootOfOwned.set(unread.owner, key);
    push(podsByRoot, key, pod);
  }

  const serviceNames = createServiceLookup(services);
  const byRoot = new Map<string, Workload>();
  const add = (
    key: string,
    object: KubernetesObject,
    template: { labels: Record<string, string>; spec: unknown },
    unread?: UnreadOwner,
  ) => {
    const namespace = namespaceOf(object);
    const name = unread?.name ?? object.metadata.name;
    const pods = podsByRoot.get(key) ?? [];
    const isTemplated = unread === undefined || unread.kind === 'Pod' || TEMPLATED.includes(unread.kind);
    byRoot.set(key, {
      object,
      kind: unread?.kind ?? object.kind,
      name,
      namespace,
      labels: template.labels,
      spec: readPodSpec(template.spec),
      desired: unread === undefined ? desiredOf(object) : pods.length,
      pods,
      component: componentOf({
        kind: 'service',
        name: runOf(object) ?? serviceNames(namespace, name, template.labels, isTemplated),
      }),
    });
  };
  for (const object of templated) {
    const key = objectKey(object);
    if (rootOfOwned.get(key) === key) add(key, object, templateOf(object));
  }
  for (const pod of pods) {
    const key = rootOfOwned.get(keyOf('Pod', pod.namespace, pod.name));
    if (key !== undefined && !byRoot.has(key))
      add(key, pod.object, { labels: pod.labels, spec: pod.object.spec }, unreadOwner(pod));
  }
  const byOwned = new Map<string, Workload>();
  for (const [owned, root] of rootOfOwned) {
    const workload = byRoot.get(root);
    if (workload !== undefined) byOwned.set(owned, workload);
  }
  const byService = new Map<string, Workload[]>();
  for (const workload of byRoot.values()) {
    const name = workload.component.slice('service/'.length);
    push(byService, name, workload);
    if (name !== workload.name) push(byService, workload.name, workload);
  }
  return { all: [...byRoot.values()], byOwned, byService };
}

/** Labels that say what a program is called, whichever of its runs a Job is (Kubernetes, "Recommended Labels"). */
const CALLED = ['app.kubernetes.io/name', 'app'];
/** What tells one run from another: a date, a number, a build, behind the name. */
const RUN = /^-[\da-z]*\d[\da-z-]*$/;

/** The program that a Job without a schedule is one run of, where it is called after it: `report` of `report-2026-03`. */
function runOf({ kind, metadata: { name, labels, ownerReferences = [] } }: KubernetesObject): string | undefined {
  if (kind !== 'Job' || ownerReferences.length > 0) return undefined;
  return CALLED.flatMap((label) => labels?.[label] ?? []).find(
    (called) => name.startsWith(called) && RUN.test(name.slice(called.length)),
  );
}

function namespaceOf(object: KubernetesObject): string {
  return object.metadata.namespace ?? '';
}

function objectKey(object: KubernetesObject): string {
  return keyOf(object.kind, namespaceOf(object), object.metadata.name);
}

function ownerKey(object: KubernetesObject, templates: ReadonlyMap<string, KubernetesObject>): string | undefined {
  const owners = (object.metadata.ownerReferences ?? []).map((owner) =>
    keyOf(owner.kind, namespaceOf(object), owner.name),
  );
  return owners.find((key) => templates.has(key));
}

function rootKey(object: KubernetesObject, templates: ReadonlyMap<string, KubernetesObject>): string {
  let current = object;
  for (let depth = 0; depth < MOST_OWNERS; depth++) {
    const parent = templates.get(ownerKey(current, templates) ?? '');
    if (parent === undefined) break;
    current = parent;
  }
  return objectKey(current);
}

/** A controller known only from the owner reference of its pods. */
interface UnreadOwner {
  /** Key of the owner as it is referred to. */
  readonly owner: string;
  /** Key under which pods of one workload come together, whatever its revision. */
  readonly key: string;
  readonly kind: string;
  readonly name: string;
}

/** Read from the pod itself: a ReplicaSet is named after its Deployment and the hash of the template. */
function unreadOwner(pod: Pod): UnreadOwner | undefined {
  const owners = pod.object.metadata.ownerReferences ?? [];
  const owner = owners.find((one) => TEMPLATED.includes(one.kind)) ?? owners.find((one) => one.kind !== 'Node');
  if (owner === undefined) return staticPod(pod) ?? byItsName(pod);
  const hash = pod.labels['pod-template-hash'];
  const ofDeployment = owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`);
  const kind = ofDeployment ? 'Deployment' : owner.kind;
  const name = ofDeployment ? owner.name.slice(0, -hash.length - 1) : owner.name;
  const key = keyOf(kind, pod.namespace, name);
  return { owner: keyOf(owner.kind, pod.namespace, owner.name), key, kind, name };
}

/**
 * A node's own pod, which nothing but its node owns. Those of one name are the same program on many nodes.
 */
function staticPod({ object, namespace, name, node }: Pod): UnreadOwner | undefined {
  const owners = object.metadata.ownerReferences ?? [];
  const own = node === undefined ? undefined : staticPodName(name, node);
  if (own === undefined || owners.some(({ kind }) => kind !== 'Node')) return undefined;
  const key = keyOf('Pod', namespace, own);
  return { owner: key, key, kind: 'Pod', name: own };
}

/** A pod that was read without what owns it, as tools that trim objects leave it, still carries its Deployment's name. */
function byItsName({ object, namespace, name: pod }: Pod): UnreadOwner | undefined {
  const name = (object.metadata.ownerReferences ?? []).length > 0 ? undefined : deploymentOfPod(pod);
  if (name === undefined) return undefined;
  const key = keyOf('Deployment', namespace, name);
  return { owner: key, key, kind: 'Deployment', name };
}

/** For pods without owner references: the template whose selector holds a label pair of the pod and matches it. */
function selectorRoots(templated: readonly KubernetesObject[], templates: ReadonlyMap<string, KubernetesObject>) {
  const byPair = new Map<string, KubernetesObject[]>();
  for (const object of templated) {
    const selector = readSelector(fields(object.spec).selector);
    const first = Object.entries(selector?.matchLabels ?? {})[0];
    if (first !== undefined) push(byPair, `${namespaceOf(object)}/${first[0]}=${first[1]}`, object);
  }
  return (pod: Pod): string | undefined => {
    for (const [key, value] of Object.entries(pod.labels)) {
      for (const object of byPair.get(`${pod.namespace}/${key}=${value}`) ?? []) {
        const selector = readSelector(fields(object.spec).selector);
        if (matchesLabels(selector?.matchLabels, pod.labels)) return rootKey(object, templates);
      }
    }
    return undefined;
  };
}

function templateOf(object: KubernetesObject): { labels: Record<string, string>; spec: unknown } {
  const spec = fields(object.spec);
  const holder = object.kind === 'CronJob' ? fields(fields(spec.jobTemplate).spec) : spec;
  const template = fields(holder.template);
  return { labels: pairs(fields(template.metadata).labels), spec: template.spec };
}

function desiredOf(object: KubernetesObject): number {
  const spec = fields(object.spec);
  if (object.kind === 'DaemonSet') return Number(fields(object.status).desiredNumberScheduled ?? 0);
  if (object.kind === 'CronJob') return 0;
  if (object.kind === 'Job') return Number(spec.parallelism ?? 1);
  return Number(spec.replicas ?? 1);
}

/** Names a workload by the Service in front of it: one of its own name first, else the shortest that selects its pods. */
function createServiceLookup(services: readonly Service[]) {
  const byNamespace = new Map<string, Service[]>();
  const byPair = new Map<string, Service[]>();
  for (const service of services) {
    push(byNamespace, `${service.namespace}/${service.name}`, service);
    const first = Object.entries(service.selector)[0];
    if (first !== undefined) push(byPair, `${service.namespace}/${first[0]}=${first[1]}`, service);
  }
  return (
    namespace: string,
    workload: string,
    labels: Readonly<Record<string, string>>,
    isTemplated: boolean,
  ): string => {
    if (byNamespace.has(`${namespace}/${workload}`)) return workload;
    const selecting = Object.entries(labels)
      .flatMap(([key, value]) => byPair.get(`${namespace}/${key}=${value}`) ?? [])
      .filter((service) => matchesLabels(service.selector, labels))
      .sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
    // An operator gives its pods a Service for each use (`db-r`, `db-ro`, `db-rw`): none of them stands for all.
    if (!isTemplated && selecting.length > 1) return workload;
    return selecting[0]?.name ?? workload;
  };
}
