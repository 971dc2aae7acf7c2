import type { CauseCode } from '../../domain/cause.ts';
import type { Cluster } from './cluster.ts';
import type { ClusterEvent } from './types.ts';

/** An event in which the cloud refuses what the cluster asked it for. */
export interface CloudRefusal {
  readonly event: ClusterEvent;
  readonly cause: Extract<CauseCode, 'cloud_capacity_insufficient' | 'cloud_quota_exceeded'>;
  /** What was asked for. */
  readonly object: 'machine' | 'other';
}

/** The cloud has none to give: AWS, Google Cloud, Azure and the autoscalers that hand their codes on. */
export const CLOUD_CAPACITY =
  /InsufficientInstanceCapacity|InsufficientHostCapacity|InsufficientCapacity|UnfulfillableCapacity|ZONE_RESOURCE_POOL_EXHAUSTED|GCE out of resources|STOCKOUT|does not have enough resources available to fulfill|(?:Zonal)?AllocationFailed|OverconstrainedAllocationRequest|SkuNotAvailable|OutOfCapacity|insufficient capacity/i;
/** The account may not have more. */
export const CLOUD_QUOTA =
  /VcpuLimitExceeded|InstanceLimitExceeded|MaxSpotInstanceCountExceeded|VolumeLimitExceeded|AddressLimitExceeded|TooManyLoadBalancers|QUOTA_EXCEEDED|\bQuotaExceeded\b|exceeding approved .{0,40}quota|LimitExceeded.{0,80}(?:vCPU|instances|volumes|addresses)|Quota '[A-Z_]+' exceeded/i;
/** Kinds for which the same words are about something else than machines: a ResourceQuota's, a volume's, an address's. */
const NO_MACHINE = /^(?:PersistentVolumeClaim|PersistentVolume|Service|Ingress|LoadBalancer|Gateway|VolumeSnapshot)$/;
const OWN_QUOTA = /exceeded quota: /;

/** The cloud's refusals among the events of the last `within` milliseconds. */
export function refusalsOfCloud(cluster: Cluster, within: number): readonly CloudRefusal[] {
  return cluster.events.flatMap((event): readonly CloudRefusal[] => {
    const words = `${event.reason} ${event.message}`;
    if (cluster.now - event.lastMs > within || event.kind === 'ResourceQuota' || OWN_QUOTA.test(words)) return [];
    const cause = CLOUD_QUOTA.test(words)
      ? 'cloud_quota_exceeded'
      : CLOUD_CAPACITY.test(words)
        ? 'cloud_capacity_insufficient'
        : undefined;
    const object = NO_MACHINE.test(event.kind) ? 'other' : 'machine';
    return cause === undefined ? [] : [{ event, cause, object }];
  });
}
