import { addressFaults } from './faults/addresses.ts';
import { admissionFaults } from './faults/admission.ts';
import { customResourceFaults } from './faults/custom-resources.ts';
import { extraFaults } from './faults/extras.ts';
import { imageAnswerFaults } from './faults/image-answers.ts';
import { infrastructureFaults } from './faults/infrastructure.ts';
import { placementVariants } from './faults/placement-variants.ts';
import { platformFaults } from './faults/platform.ts';
import { probeVariants } from './faults/probe-variants.ts';
import { routingFaults } from './faults/routing.ts';
import { routingVariants } from './faults/routing-variants.ts';
import { runtimeFaults } from './faults/runtime.ts';
import { schedulingFaults } from './faults/scheduling.ts';
import { settingsFaults } from './faults/settings.ts';
import type { ClusterFault } from './faults/shapes.ts';
import { startupFaults } from './faults/startup.ts';
import { startupVariants } from './faults/startup-variants.ts';
import { variantFaults } from './faults/variants.ts';
import { wiringFaults } from './faults/wiring.ts';
import { market, type World } from './kubernetes.ts';

/** Faults as Kubernetes shows them, each alone in an otherwise healthy market. */
export const CLUSTER_FAULTS: readonly ClusterFault[] = [
  ...admissionFaults,
  ...schedulingFaults,
  ...infrastructureFaults,
  ...startupFaults,
  ...runtimeFaults,
  ...routingFaults,
  ...imageAnswerFaults,
  ...variantFaults,
  ...addressFaults,
  ...placementVariants,
  ...startupVariants,
  ...probeVariants,
  ...routingVariants,
  ...platformFaults,
  ...customResourceFaults,
  ...wiringFaults,
  ...settingsFaults,
  ...extraFaults,
];

/** The market with one fault in it. */
export function faulty(fault: ClusterFault): World {
  const world = market();
  fault.put(world);
  return world;
}
