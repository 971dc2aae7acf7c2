/** Generated from schemas/kubernetes.yaml by `npm run generate`; do not edit. */

/**
 * Parameters and response of each operation, by operationId.
 */
export interface Operations {
  get_pod_status: {
    parameters: GetPodStatusParameters;
    response: PodStatusList;
  };
  get_deployment_status: {
    parameters: GetDeploymentStatusParameters;
    response: DeploymentStatusList;
  };
  get_cluster_events: {
    parameters: GetClusterEventsParameters;
    response: ClusterEventList;
  };
  get_resource_usage: {
    parameters: GetResourceUsageParameters;
    response: ResourceUsage;
  };
  get_node_status: {
    parameters: GetNodeStatusParameters;
    response: NodeStatusList;
  };
  list_objects: {
    parameters: ListObjectsParameters;
    response: ObjectList;
  };
  list_events: {
    parameters: ListEventsParameters;
    response: ObjectList;
  };
  list_namespaces: {
    parameters: ListNamespacesParameters;
    response: NamespaceList;
  };
  list_changes: {
    parameters: ListChangesParameters;
    response: ChangeList;
  };
  describe_source: {
    parameters: DescribeSourceParameters;
    response: SourceDescription;
  };
}
/**
 * What a handler of get_pod_status receives: validated, with defaults applied.
 */
export interface GetPodStatusParameters {
  /**
   * Kubernetes namespace, exactly. Absent means all namespaces of the source.
   */
  namespace?: string;
  /**
   * Pod name, exactly. Absent means every pod of the namespace.
   */
  pod_name?: string;
  /**
   * At most this many pods; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * Pods with their status, troubled ones first.
 */
export interface PodStatusList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: PodStatus[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * What was searched, so that an empty answer can be read: the words, the window, and whether the source has this kind of signal at all.
 */
export interface Searched {
  /**
   * What was searched, in words, with the filters applied.
   */
  what: string;
  /**
   * False when the source holds no such signal at all: the empty answer then means unknown, not healthy.
   */
  present: boolean;
  /**
   * Start of the window searched; absent when no window applies.
   */
  start?: string;
  /**
   * End of the window searched.
   */
  end?: string;
  /**
   * What matches and was not read because of a limit, in words; absent when all was read.
   */
  leftOut?: string;
  coverage?: Coverage;
}
/**
 * What of the source was read and what was not: an object that is not listed is absent only where its kind was seen. In an answer: of the kinds and namespaces that it is about.
 */
export interface Coverage {
  /**
   * A kind that is in none of them was not read.
   */
  readings: CoverageReading[];
  /**
   * Files and parts of files that were not understood, in name order; the first ones where there are many.
   */
  notUnderstood: NotUnderstood[];
  /**
   * How many there are in all, where not all are listed.
   */
  notUnderstoodTotal?: number;
}
/**
 * How far one kind was read, in all of the source or in some namespaces.
 */
export interface CoverageReading {
  /**
   * The kind of object as Kubernetes writes it, such as Pod or Event, or another signal: changes, logs, metrics, topology, alerts, traces, runbooks.
   */
  kind: string;
  /**
   * The namespaces this is about; absent means all of the source, and kinds that have no namespace.
   */
  namespaces?: string[];
  /**
   * seen: read to the end, also when there is none. truncated: there are more, or there may be. forbidden: the rights do not reach there. unread: it failed, or its file is damaged. not-served: the server does not know the kind, so there is none.
   */
  state: 'seen' | 'truncated' | 'forbidden' | 'unread' | 'not-served';
  /**
   * How many were read.
   */
  items?: number;
  /**
   * What is missing and why, in words; absent when all was seen.
   */
  reason?: string;
}
/**
 * A file, or a part of one, that could not be read as what it should be.
 */
export interface NotUnderstood {
  /**
   * Its path in the snapshot.
   */
  file: string;
  /**
   * Where; absent when it is about the whole file.
   */
  line?: number;
  /**
   * Why, in words.
   */
  reason: string;
}
/**
 * Status of one pod.
 */
export interface PodStatus {
  /**
   * Pod name.
   */
  name: string;
  /**
   * Namespace.
   */
  namespace: string;
  /**
   * Pending, Running, Succeeded, Failed or Unknown.
   */
  phase: string;
  /**
   * Reason of the phase or of the most telling container, such as CrashLoopBackOff.
   */
  reason?: string;
  /**
   * Message of the phase or of the unschedulable condition.
   */
  message?: string;
  /**
   * Containers that are ready.
   */
  readyContainers: number;
  /**
   * Containers in the pod, init containers not counted.
   */
  containers: number;
  /**
   * Restarts over all containers.
   */
  restarts: number;
  /**
   * Node it runs on; absent while unscheduled.
   */
  node?: string;
  /**
   * When the kubelet accepted it.
   */
  startedAt?: string;
  /**
   * Seconds since it was made.
   */
  ageSeconds?: number;
  /**
   * kind/name of its owner.
   */
  owner?: string;
  /**
   * True while being deleted.
   */
  deleting: boolean;
  containerStatuses: ContainerStatus[];
  conditions: Condition[];
}
/**
 * State of one container.
 */
export interface ContainerStatus {
  /**
   * Container name.
   */
  name: string;
  /**
   * True for an init container.
   */
  init: boolean;
  /**
   * Image.
   */
  image?: string;
  /**
   * Passes its readiness probe.
   */
  ready: boolean;
  /**
   * Restarts so far.
   */
  restarts: number;
  /**
   * waiting, running, terminated or unknown.
   */
  state: 'waiting' | 'running' | 'terminated' | 'unknown';
  /**
   * Why it waits or ended, such as CrashLoopBackOff.
   */
  reason?: string;
  /**
   * The message of that state.
   */
  message?: string;
  /**
   * Exit code when it ended.
   */
  exitCode?: number;
  /**
   * When this state began.
   */
  since?: string;
  /**
   * Why the run before ended, such as OOMKilled.
   */
  lastTerminationReason?: string;
  /**
   * Exit code of the run before.
   */
  lastExitCode?: number;
  /**
   * When the run before ended.
   */
  lastFinishedAt?: string;
}
/**
 * A condition of a Kubernetes object.
 */
export interface Condition {
  /**
   * Its type.
   */
  type: string;
  /**
   * True, False or Unknown.
   */
  status: string;
  /**
   * Machine-readable reason.
   */
  reason?: string;
  /**
   * Human-readable message.
   */
  message?: string;
  /**
   * When it last changed, as recorded.
   */
  lastTransitionTime?: string;
}
/**
 * What a handler of get_deployment_status receives: validated, with defaults applied.
 */
export interface GetDeploymentStatusParameters {
  /**
   * Kubernetes namespace, exactly. Absent means all namespaces of the source.
   */
  namespace?: string;
  /**
   * Deployment name, exactly. Absent means every Deployment of the namespace.
   */
  deployment_name?: string;
  /**
   * At most this many Deployments; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * Deployments with their status, incomplete ones first.
 */
export interface DeploymentStatusList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: DeploymentStatus[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * Status of one Deployment.
 */
export interface DeploymentStatus {
  /**
   * Name.
   */
  name: string;
  /**
   * Namespace.
   */
  namespace: string;
  /**
   * Replicas wanted.
   */
  desired: number;
  /**
   * Replicas of the newest template.
   */
  updated: number;
  /**
   * Replicas ready.
   */
  ready: number;
  /**
   * Replicas available.
   */
  available: number;
  /**
   * Replicas missing from desired.
   */
  unavailable: number;
  /**
   * Rollout is paused.
   */
  paused: boolean;
  /**
   * complete, progressing or stalled.
   */
  rollout: 'complete' | 'progressing' | 'stalled';
  images: string[];
  /**
   * Rollout strategy.
   */
  strategy?: string;
  /**
   * Revision annotation.
   */
  revision?: string;
  conditions: Condition[];
}
/**
 * What a handler of get_cluster_events receives: validated, with defaults applied.
 */
export interface GetClusterEventsParameters {
  /**
   * How far back to look from the source's now: a duration such as 15m, 1h, 6h, 24h or 7d, or an RFC 3339 time.
   */
  since: string;
  /**
   * Keep only events of this severity. Absent means all.
   */
  severity?: 'Warning' | 'Error' | 'Normal';
  /**
   * Kubernetes namespace, exactly. Absent means all namespaces of the source.
   */
  namespace?: string;
  /**
   * At most this many events; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * Events, newest first.
 */
export interface ClusterEventList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: ClusterEvent[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * One event.
 */
export interface ClusterEvent {
  /**
   * Normal, Warning or Error.
   */
  severity: 'Normal' | 'Warning' | 'Error';
  /**
   * The event's own type.
   */
  type: string;
  /**
   * Machine-readable reason.
   */
  reason: string;
  /**
   * Message.
   */
  message: string;
  /**
   * Namespace.
   */
  namespace?: string;
  /**
   * kind/name it is about.
   */
  object: string;
  /**
   * How often it happened.
   */
  count: number;
  /**
   * First time.
   */
  firstSeen?: string;
  /**
   * Last time.
   */
  lastSeen?: string;
  /**
   * Component that reported it.
   */
  source?: string;
}
/**
 * What a handler of get_resource_usage receives: validated, with defaults applied.
 */
export interface GetResourceUsageParameters {
  /**
   * Kubernetes namespace, exactly. Absent means all namespaces of the source.
   */
  namespace?: string;
  /**
   * Keep only this resource. Absent means cpu, memory and pods.
   */
  resource_type?: 'cpu' | 'memory' | 'pods';
}
/**
 * Requests, limits and quotas.
 */
export interface ResourceUsage {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  nodes: NodeResource[];
  /**
   * The hundred pods that request the most of each resource.
   */
  pods: PodResource[];
  quotas: QuotaUse[];
  /**
   * True when pods were left off.
   */
  truncated: boolean;
}
/**
 * One resource of one node. cpu in cores, memory in bytes, pods as a count.
 */
export interface NodeResource {
  /**
   * Node name.
   */
  node: string;
  /**
   * Resource.
   */
  resource: 'cpu' | 'memory' | 'pods';
  /**
   * What pods may use.
   */
  allocatable: number;
  /**
   * Sum of requests of the pods on the node (for pods: their number).
   */
  requested: number;
  /**
   * Sum of limits of the pods on the node; absent for pods.
   */
  limits?: number;
  /**
   * Measured use; absent when not measured.
   */
  used?: number;
  /**
   * requested over allocatable, in percent.
   */
  requestedPercent?: number;
  /**
   * Pods on the node that count.
   */
  pods: number;
}
/**
 * Requests and limits of one pod. cpu in cores, memory in bytes.
 */
export interface PodResource {
  /**
   * Namespace.
   */
  namespace: string;
  /**
   * Pod.
   */
  pod: string;
  /**
   * Node; absent while unscheduled.
   */
  node?: string;
  /**
   * Resource.
   */
  resource: 'cpu' | 'memory' | 'pods';
  /**
   * Sum of requests.
   */
  requested: number;
  /**
   * Sum of limits; absent when none is set.
   */
  limit?: number;
  /**
   * Measured use; absent when not measured.
   */
  used?: number;
}
/**
 * One line of a ResourceQuota.
 */
export interface QuotaUse {
  /**
   * Namespace.
   */
  namespace: string;
  /**
   * ResourceQuota name.
   */
  quota: string;
  /**
   * Resource as the quota names it, such as requests.cpu.
   */
  resource: string;
  /**
   * The limit.
   */
  hard: number;
  /**
   * Amount used.
   */
  used: number;
  /**
   * used over hard, in percent.
   */
  usedPercent?: number;
}
/**
 * What a handler of get_node_status receives: validated, with defaults applied.
 */
export interface GetNodeStatusParameters {
  /**
   * Node name, exactly. Absent means every node.
   */
  node_name?: string;
}
/**
 * Nodes with their status.
 */
export interface NodeStatusList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: NodeStatus[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * Status of one node.
 */
export interface NodeStatus {
  /**
   * Node name.
   */
  name: string;
  /**
   * Ready condition is True.
   */
  ready: boolean;
  /**
   * Cordoned.
   */
  unschedulable: boolean;
  roles: string[];
  /**
   * key=value:effect.
   */
  taints: string[];
  /**
   * Pressure conditions that are True.
   */
  pressures: string[];
  conditions: Condition[];
  /**
   * Capacity as Kubernetes writes it.
   */
  capacity: {
    [k: string]: string;
  };
  /**
   * Allocatable as Kubernetes writes it.
   */
  allocatable: {
    [k: string]: string;
  };
  /**
   * Labels.
   */
  labels: {
    [k: string]: string;
  };
  /**
   * Kubelet version.
   */
  kubeletVersion?: string;
  /**
   * Container runtime.
   */
  containerRuntime?: string;
  addresses: string[];
  /**
   * Seconds since it joined.
   */
  ageSeconds?: number;
}
/**
 * What a handler of list_objects receives: validated, with defaults applied.
 */
export interface ListObjectsParameters {
  /**
   * Kind, such as Pod, Deployment, Service, NetworkPolicy; case does not matter. Several may be given, separated by commas.
   */
  kind?: string;
  /**
   * Kubernetes namespace, exactly. Absent means all namespaces of the source.
   */
  namespace?: string;
  /**
   * Object name, exactly.
   */
  name?: string;
  /**
   * Kubernetes label selector: app=web,tier!=cache, key, !key, key in (a,b), key notin (a,b).
   */
  labelSelector?: string;
  /**
   * At most this many objects; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * A page of raw objects.
 */
export interface ObjectList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: KubernetesObject[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * A Kubernetes object as the API server returns it; unknown fields stay.
 */
export interface KubernetesObject {
  /**
   * API group and version.
   */
  apiVersion?: string;
  /**
   * Kind.
   */
  kind: string;
  /**
   * Standard object metadata.
   */
  metadata: {
    /**
     * Name.
     */
    name: string;
    /**
     * Namespace; absent for cluster-scoped objects.
     */
    namespace?: string;
    /**
     * Unique id.
     */
    uid?: string;
    /**
     * Labels.
     */
    labels?: {
      [k: string]: string;
    };
    /**
     * Annotations.
     */
    annotations?: {
      [k: string]: string;
    };
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When deletion was asked for.
     */
    deletionTimestamp?: string;
    /**
     * Items: The object that owns this one.
     */
    ownerReferences?: {
      /**
       * Owner kind.
       */
      kind: string;
      /**
       * Owner name.
       */
      name: string;
      /**
       * Owner uid.
       */
      uid?: string;
      [k: string]: unknown;
    }[];
    [k: string]: unknown;
  };
  [k: string]: unknown;
}
/**
 * What a handler of list_events receives: validated, with defaults applied.
 */
export interface ListEventsParameters {
  /**
   * Kubernetes namespace, exactly. Absent means all namespaces of the source.
   */
  namespace?: string;
  /**
   * Kind of the object the event is about, such as Pod; case does not matter.
   */
  involvedKind?: string;
  /**
   * Name of the object the event is about, exactly.
   */
  involvedName?: string;
  /**
   * How far back to look from the source's now: a duration such as 15m, 1h, 6h, 24h or 7d, or an RFC 3339 time. Absent means everything the source holds.
   */
  since?: string;
  /**
   * At most this many events; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * What a handler of list_namespaces receives: validated, with defaults applied.
 */
export interface ListNamespacesParameters {}
/**
 * Namespaces.
 */
export interface NamespaceList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: Namespace[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * One namespace.
 */
export interface Namespace {
  /**
   * Name.
   */
  name: string;
  /**
   * Active or Terminating, where known.
   */
  phase?: string;
  /**
   * Objects in it, events not counted.
   */
  objects: number;
  /**
   * Pods in it.
   */
  pods: number;
}
/**
 * What a handler of list_changes receives: validated, with defaults applied.
 */
export interface ListChangesParameters {
  /**
   * How far back to look from the source's now: a duration such as 15m, 1h, 6h, 24h or 7d, or an RFC 3339 time. Absent means everything the source holds.
   */
  since?: string;
  /**
   * Keep only changes of this service, exactly. Absent means all, also those that name none.
   */
  service?: string;
  /**
   * At most this many changes; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * Changes, newest first.
 */
export interface ChangeList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: Change[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * One change. A deploy's id is the commit it brought.
 */
export interface Change {
  /**
   * When.
   */
  timestamp: string;
  /**
   * What kind.
   */
  kind: 'deploy' | 'commit' | 'config' | 'flag';
  /**
   * The service changed, where known.
   */
  service?: string;
  /**
   * Commit, flag or configuration id.
   */
  id: string;
  /**
   * What changed.
   */
  summary: string;
  /**
   * Who.
   */
  author?: string;
  files?: string[];
  /**
   * The diff, where recorded.
   */
  diff?: string;
}
/**
 * What a handler of describe_source receives: validated, with defaults applied.
 */
export interface DescribeSourceParameters {}
/**
 * What this backend reads from.
 */
export interface SourceDescription {
  /**
   * The kind of provider, such as snapshot.
   */
  provider: string;
  /**
   * Name of the cluster or system observed.
   */
  cluster: string;
  /**
   * Kubernetes namespaces in scope; empty when the source names none.
   */
  namespaces: string[];
  /**
   * The source's now: every age and window is relative to it.
   */
  asOf: string;
  /**
   * The complaint as it was recorded; absent when none was.
   */
  report?: string;
  /**
   * The kinds of signal this backend holds.
   */
  signals: ('objects' | 'events' | 'changes' | 'logs' | 'metrics' | 'topology' | 'alerts' | 'traces' | 'runbooks')[];
  /**
   * One line for each damaged or skipped file, naming the file and line.
   */
  warnings: string[];
  coverage: Coverage;
  recording?: Recording;
}
/**
 * What is read is a recording, not a running system.
 */
export interface Recording {
  /**
   * The moment of the recording, as recorded.
   */
  capturedAt: string;
  /**
   * How far all times were moved; 0 where they are those of the recording.
   */
  shiftedSeconds: number;
}
/**
 * Every failure has this shape.
 */
export interface Error {
  /**
   * What went wrong.
   */
  error: {
    /**
     * The class of failure.
     */
    kind:
      | 'invalid-input'
      | 'unauthenticated'
      | 'forbidden'
      | 'not-found'
      | 'rate-limited'
      | 'timeout'
      | 'cancelled'
      | 'unavailable'
      | 'bad-upstream'
      | 'internal';
    /**
     * One sentence for a person.
     */
    message: string;
    /**
     * The parameter at fault, for invalid-input.
     */
    field?: string;
    /**
     * Why the parameter was refused, for invalid-input.
     */
    reason?: string;
    /**
     * Finds the request in the log.
     */
    requestId?: string;
  };
}
