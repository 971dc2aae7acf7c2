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
