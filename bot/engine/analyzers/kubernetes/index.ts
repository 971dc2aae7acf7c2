import type { Analyzer } from '../../define-analyzer.ts';
import { apiService } from './api-service.ts';
import { autoscaler } from './autoscaler.ts';
import { claimBinding } from './claim-binding.ts';
import { cloudCapacity } from './cloud-capacity.ts';
import { containerStart } from './container-start.ts';
import { customResource } from './custom-resource.ts';
import { deletedPods } from './deleted-pods.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { eviction } from './eviction.ts';
import { fleetAutoscaler } from './fleet-autoscaler.ts';
import { gracefulShutdown } from './graceful-shutdown.ts';
import { imagePull } from './image-pull.ts';
import { ingress } from './ingress.ts';
import { job } from './job.ts';
import { lostNode } from './lost-node.ts';
import { meshSubset } from './mesh-subset.ts';
import { mutualTls } from './mutual-tls.ts';
import { networkAgent } from './network-agent.ts';
import { networkPolicy } from './network-policy.ts';
import { nodeCondition } from './node-condition.ts';
import { nodeNetwork } from './node-network.ts';
import { nodeRefusal } from './node-refusal.ts';
import { nodeUnit } from './node-unit.ts';
import { outOfMemory } from './out-of-memory.ts';
import { platformEvents } from './platform-events.ts';
import { podDns } from './pod-dns.ts';
import { portInUse } from './port-in-use.ts';
import { probeTargets } from './probe-target.ts';
import { probeTiming } from './probe-timing.ts';
import { quota } from './quota.ts';
import { refusedCreation } from './refused-creation.ts';
import { refusedMachines } from './refused-machines.ts';
import { returnedNode } from './returned-node.ts';
import { route } from './route.ts';
import { scaledToZero } from './scaled-to-zero.ts';
import { schedulerSilent } from './scheduler-silent.ts';
import { scheduling } from './scheduling.ts';
import { schedulingGate } from './scheduling-gate.ts';
import { serviceAddress } from './service-address.ts';
import { servicePort } from './service-port.ts';
import { serviceSelector } from './service-selector.ts';
import { sidecar } from './sidecar.ts';
import { systemPods } from './system-pods.ts';
import { tightenedProbe } from './tightened-probe.ts';
import { unhealthyAnswer } from './unhealthy-answer.ts';
import { volumePermission } from './volume-permission.ts';
import { workloadDown } from './workload-down.ts';

/** The analyzers of Kubernetes state and events (some look at logs or metrics beside them). */
export const kubernetesAnalyzers: readonly Analyzer[] = [
  quota,
  refusedCreation,
  scheduling,
  nodeRefusal,
  schedulerSilent,
  claimBinding,
  imagePull,
  containerStart,
  volumePermission,
  outOfMemory,
  probeTargets,
  probeTiming,
  tightenedProbe,
  serviceSelector,
  servicePort,
  serviceAddress,
  nodeUnit,
  nodeCondition,
  nodeNetwork,
  systemPods,
  networkPolicy,
  ingress,
  route,
  eviction,
  job,
  autoscaler,
  fleetAutoscaler,
  workloadDown,
  platformEvents,
  cloudCapacity,
  refusedMachines,
  schedulingGate,
  apiService,
  customResource,
  deletedPods,
  disruptionBudget,
  scaledToZero,
  portInUse,
  sidecar,
  podDns,
  gracefulShutdown,
  unhealthyAnswer,
  meshSubset,
  lostNode,
  returnedNode,
  mutualTls,
  networkAgent,
];
