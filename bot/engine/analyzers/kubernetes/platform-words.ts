import type { CauseCode } from '../../../domain/cause.ts';
import type { Component } from '../../../domain/target.ts';

/** What a component of the platform says in an event, and what it means. */
export interface PlatformWords {
  readonly cause: CauseCode;
  /** The event's reason; absent where the message alone tells. */
  readonly reason?: RegExp;
  readonly message?: RegExp;
  /** What stands in the message as well. */
  readonly answer?: RegExp;
  /** True where the objects tell it better, wherever any were read. */
  readonly withoutObjects?: true;
  /** Reason of a later event of the same object by which it is over. */
  readonly overBy?: RegExp;
  /** Kinds of object that the event is about; absent for all. */
  readonly kinds?: readonly string[];
  /** A condition of the object that is `True` while it lasts: `False` means that it is over. */
  readonly condition?: string;
  /** The component at fault, where it is not the object that the event is about. */
  readonly component?: Component;
  /** True where it is the node that the pod runs on. */
  readonly ofNode?: true;
  /** In a sentence, after the object's name. */
  readonly what: string;
}

/** A network plugin has no address left for a pod. */
const NO_ADDRESS =
  /failed to assign an IP address to container|no IP addresses available in (?:range|network)|no (?:more|available|free) (?:IPs?|addresses|IP addresses)\b|range is full|Assigned 0 out of \d+ requested|InsufficientFreeAddressesInSubnet|InsufficientCidrBlocks|IP_SPACE_EXHAUSTED|could not allocate IP in range|(?:IPAM|ip pool|subnet).{0,60}exhausted|run out of (?:IPs?|addresses)/i;
const NO_PLUGIN =
  /cni plugin not initialized|cni config uninitialized|NetworkPluginNotReady|failed to find plugin "[^"]+" in path|(?:cilium|calico|flannel|weave|aws-node|antrea|ovn).{0,200}(?:connection refused|no such file or directory|unable to connect|is it running)|open \/run\/flannel\/subnet\.env/i;
/** What the readiness probes of network agents answer: Calico's `calico-node -bird-ready -felix-ready`, Antrea, kube-router. */
const CUT_OFF =
  /\bBIRD(?:v6)? is not (?:ready|live)|BGP not established with|\bfelix is not ready|\bantrea-agent[^\n]{0,60}not (?:ready|connected)|OVS[^\n]{0,40}not (?:ready|connected)|BGP (?:peer|session)[^\n]{0,60}(?:not established|down)/i;
/** What gRPC says of a call to the runtime's socket that came to nothing. */
const RUNTIME_SILENT =
  /(?:containerd|crio|cri-dockerd|dockershim)\.sock|code = Unavailable desc = .{0,80}(?:transport|connection) ?[Ee]rror/;
/** The message names a version of an API that is not served. */
export const NO_SUCH_VERSION =
  /no matches for kind "[^"]+" in version "[^"]+"|the server could not find the requested resource|no kind "[^"]+" is registered for version|could not find version "[^"]+" of [\w./-]+ for requested resource/i;

/**
 * Events of Kubernetes' own controllers, the kubelet, network plugins, autoscalers of nodes and node-problem-detector that
 * name a cause by themselves. First match counts.
 */
export const PLATFORM_WORDS: readonly PlatformWords[] = [
  {
    cause: 'cni_address_exhaustion',
    message: NO_ADDRESS,
    what: 'has no network: the network plugin has no address left to give',
  },
  {
    cause: 'node_network_unavailable',
    reason: /^FailedCreatePodSandBox$|^NetworkNotReady$/i,
    message: NO_PLUGIN,
    what: 'has no network: the network plugin of its node does not work',
  },
  {
    cause: 'node_network_unavailable',
    kinds: ['Pod'],
    reason: /^Unhealthy$/,
    message: CUT_OFF,
    ofNode: true,
    what: 'says that its node is cut off from the pod network',
  },
  {
    cause: 'cron_job_missed_starts',
    kinds: ['CronJob'],
    reason: /^(?:FailedNeedsStart|TooManyMissedTimes|MissSchedule|JobAlreadyActive)$/,
    what: 'is not started on time',
  },
  {
    cause: 'cron_job_missed_starts',
    kinds: ['CronJob'],
    reason: /^(?:UnParseableCronJobSchedule|UnparseableSchedule|InvalidSchedule|UnknownTimeZone)$/,
    what: 'has a schedule that cannot be read',
  },
  {
    cause: 'node_filesystem_read_only',
    kinds: ['Node'],
    reason: /^(?:FilesystemIsReadOnly|ReadonlyFilesystem)$/i,
    condition: 'ReadonlyFilesystem',
    what: 'has a file system that was made read-only',
  },
  {
    cause: 'node_filesystem_read_only',
    kinds: ['Node'],
    message: /Remounting filesystem read-only|metadata I\/O error.*(?:shutting down|Shutdown)/i,
    what: 'has a file system that was made read-only',
  },
  {
    cause: 'node_pid_pressure',
    kinds: ['Node'],
    reason: /^NodeHasInsufficientPID$/,
    condition: 'PIDPressure',
    what: 'has no process ids left',
  },
  {
    cause: 'conntrack_table_full',
    kinds: ['Node'],
    message: /nf_conntrack: (?:nf_conntrack: )?table full|conntrack.{0,40}(?:table|usage).{0,30}full/i,
    what: 'tracks as many connections as it can',
  },
  { cause: 'clock_skew', kinds: ['Node'], reason: /^NTP(?:IsDown|Problem)$/i, what: 'does not keep its clock' },
  {
    cause: 'node_memory_pressure',
    kinds: ['Node'],
    reason: /^SystemOOM$/,
    condition: 'MemoryPressure',
    what: 'has run out of memory as a whole',
  },
  {
    // The kubelet collects garbage through the runtime: one that it cannot reach says nothing of the disk.
    cause: 'containerd_unavailable',
    kinds: ['Node'],
    reason: /^(?:ImageGCFailed|ContainerGCFailed)$/,
    message: RUNTIME_SILENT,
    what: 'has a container runtime that does not answer',
  },
  {
    cause: 'node_disk_pressure',
    kinds: ['Node'],
    reason: /^(?:FreeDiskSpaceFailed|ImageGCFailed|NodeHasDiskPressure)$/,
    condition: 'DiskPressure',
    what: 'cannot free the disk that it needs',
  },
  {
    cause: 'containerd_unavailable',
    kinds: ['Node'],
    reason:
      /^(?:ContainerdUnhealthy|DockerUnhealthy|ContainerRuntimeUnhealthy|FrequentContainerdRestart|FrequentDockerRestart)$/,
    what: 'has a container runtime that does not work',
  },
  {
    cause: 'kubelet_unavailable',
    kinds: ['Node'],
    reason: /^(?:KubeletUnhealthy|FrequentKubeletRestart)$/,
    what: 'has a kubelet that does not work',
  },
  {
    cause: 'etcd_quota_exceeded',
    message: /etcdserver: mvcc: database space exceeded|etcdserver: no space/i,
    component: 'service/etcd',
    what: 'cannot be written: the store of the API server has used up its quota',
  },
  {
    cause: 'etcd_slow',
    message: /etcdserver: (?:request timed out|leader changed|too many requests)/i,
    component: 'service/etcd',
    what: 'cannot be written in time: the store of the API server does not keep up',
  },
  {
    cause: 'api_version_removed',
    message: NO_SUCH_VERSION,
    what: 'asks for a version of an API that is not served',
  },
];
