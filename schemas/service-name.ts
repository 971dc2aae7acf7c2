/** `namespace/name`, with one slash only. */
const PLACED = /^[a-z0-9][\w.-]*\/([a-z0-9][\w.-]*)$/i;
/** How Traefik names a service: with the provider that told of it. */
const PROVIDED =
  /^(.+)@(?:docker|swarm|ecs|nomad|consulcatalog|consul|etcd|zookeeper|redis|http|file|rancher|marathon|kubernetes(?:crd|gateway)?)$/;
/** A service of Kubernetes stands there as `namespace-name-port`. */
const OF_KUBERNETES = /@kubernetes(?:crd|gateway)?$/;

/** Labels of HAProxy's exporters for a frontend or backend of its configuration. */
const PROXY_LABEL = /^(?:proxy|pxname|backend)$/;
/**
 * What people put before a service's name where they call a backend after it, as a frontend may have the same name (HAProxy's
 * manual, "Proxies"; its own examples write `be_app`, `bk_app`).
 */
const BACKEND = /^(?:bk|be|backend)_(?=[a-z])/i;

/**
 * The name of the service in the value of a label. A PodMonitor's job is `namespace/name` unless it says otherwise, as is
 * the job of what comes by OpenTelemetry with a `service.namespace`; Traefik appends its provider after an `@`.
 */
export function plainServiceName(label: string, value: string): string {
  if (label === 'job' || label === 'exported_job') return PLACED.exec(value)?.[1] ?? value;
  if (PROXY_LABEL.test(label)) return value.replace(BACKEND, '');
  const provided = value.includes('@') ? PROVIDED.exec(value)?.[1] : undefined;
  if (provided === undefined) return value;
  return OF_KUBERNETES.test(value) ? provided.replace(/-(?:\d+|https?|web)$/, '') : provided;
}

/** A container as Coroot's node agent names it: by its program, or by the pod that it is of. */
export interface WatchedContainer {
  readonly name: string;
  readonly kind: 'program' | 'pod';
}

/**
 * Whose container an id of Coroot's node agent is (containers/registry.go, `calcId`): `/k8s/NAMESPACE/POD/CONTAINER`,
 * `/docker/NAME`, `/swarm/STACK/SERVICE/REPLICA`, `/nomad/NAMESPACE/JOB/GROUP/ALLOCATION/TASK`, `/system.slice/UNIT.service`.
 * Undefined for any other id, such as a runtime's hash.
 */
export function watchedContainer(id: string): WatchedContainer | undefined {
  const pod = /^\/k8s\/[^/]+\/([^/]+)\/[^/]+$/.exec(id)?.[1];
  if (pod !== undefined) return { name: pod, kind: 'pod' };
  const program =
    /^\/docker\/([^/]+)$/.exec(id)?.[1] ??
    /^\/swarm\/[^/]+\/([^/]+)\/[^/]+$/.exec(id)?.[1] ??
    /^\/nomad\/(?:[^/]+\/){4}([^/]+)$/.exec(id)?.[1] ??
    /^\/system\.slice\/([^/]+)\.service$/.exec(id)?.[1];
  return program === undefined ? undefined : { name: program, kind: 'program' };
}

/** The namespace in front of the name that such a job holds. */
export function namespaceOfJob(job: string | undefined): string | undefined {
  return job !== undefined && PLACED.test(job) ? job.slice(0, job.indexOf('/')) : undefined;
}

/**
 * The name of a static pod without its node's, which the kubelet puts behind it for the API: `etcd` of `etcd-master-1`
 * (kubernetes.io, "Create static Pods"). Undefined for any other pod.
 */
export function staticPodName(pod: string, node: string): string | undefined {
  return pod.endsWith(`-${node}`) ? pod.slice(0, -node.length - 1) : undefined;
}

/**
 * What may be the program in a name that ends with a machine's, as logs of copies are called: `rate-desk` of
 * `rate-desk-app-2`, where there is a machine `app-2`; the one before the longest such machine first.
 */
export function programsBeforeMachine(name: string, machines: ReadonlySet<string>): readonly string[] {
  const words = name.split('-');
  return words.flatMap((_, n) => {
    const program = words.slice(0, n).join('-');
    return program !== '' && machines.has(words.slice(n).join('-')) ? [program] : [];
  });
}
