import type { CauseCode } from '../../domain/cause.ts';

/** A condition of a node that names a cause when its status is `bad`. */
interface NodeProblem {
  readonly cause: CauseCode;
  readonly bad: 'True' | 'False';
  /** After the node's name. */
  readonly what: string;
}

/**
 * Conditions of nodes: the kubelet's and the cloud's own, those of node-problem-detector's rules (which are `True` when
 * something is wrong) and of agents that report readiness by part (`False` when something is wrong).
 */
export const NODE_PROBLEMS: ReadonlyMap<string, NodeProblem> = new Map(
  Object.entries<NodeProblem>({
    MemoryPressure: { cause: 'node_memory_pressure', bad: 'True', what: 'is short of memory' },
    DiskPressure: { cause: 'node_disk_pressure', bad: 'True', what: 'is short of disk' },
    PIDPressure: { cause: 'node_pid_pressure', bad: 'True', what: 'is short of process ids' },
    NetworkUnavailable: { cause: 'node_network_unavailable', bad: 'True', what: 'has no network for pods' },
    NetworkingReady: { cause: 'node_network_unavailable', bad: 'False', what: 'has no network for pods' },
    ReadonlyFilesystem: { cause: 'node_filesystem_read_only', bad: 'True', what: 'has a read-only file system' },
    FilesystemCorruptionProblem: { cause: 'node_filesystem_read_only', bad: 'True', what: 'has a damaged file system' },
    XfsShutdown: { cause: 'node_filesystem_read_only', bad: 'True', what: 'has a file system that shut itself down' },
    KubeletUnhealthy: { cause: 'kubelet_unavailable', bad: 'True', what: 'has a kubelet that does not work' },
    KubeletProblem: { cause: 'kubelet_unavailable', bad: 'True', what: 'has a kubelet that does not work' },
    FrequentKubeletRestart: { cause: 'kubelet_unavailable', bad: 'True', what: 'restarts its kubelet again and again' },
    ContainerRuntimeUnhealthy: {
      cause: 'containerd_unavailable',
      bad: 'True',
      what: 'has a container runtime that does not work',
    },
    ContainerRuntimeProblem: {
      cause: 'containerd_unavailable',
      bad: 'True',
      what: 'has a container runtime that does not work',
    },
    ContainerRuntimeReady: {
      cause: 'containerd_unavailable',
      bad: 'False',
      what: 'has a container runtime that does not work',
    },
    FrequentContainerdRestart: {
      cause: 'containerd_unavailable',
      bad: 'True',
      what: 'restarts its container runtime again and again',
    },
    FrequentDockerRestart: {
      cause: 'containerd_unavailable',
      bad: 'True',
      what: 'restarts its container runtime again and again',
    },
    KernelDeadlock: { cause: 'node_not_ready', bad: 'True', what: 'has a kernel that hangs' },
    KernelReady: { cause: 'node_not_ready', bad: 'False', what: 'has a kernel that hangs' },
    StorageReady: { cause: 'node_disk_io_saturation', bad: 'False', what: 'has storage that does not keep up' },
    ConntrackFullProblem: { cause: 'conntrack_table_full', bad: 'True', what: 'tracks as many connections as it can' },
    ConntrackFull: { cause: 'conntrack_table_full', bad: 'True', what: 'tracks as many connections as it can' },
    NTPProblem: { cause: 'clock_skew', bad: 'True', what: 'does not keep its clock' },
    InotifyProblem: { cause: 'inotify_limit_reached', bad: 'True', what: 'has no inotify watches left' },
  }),
);
