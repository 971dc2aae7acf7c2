import type { FaultKind } from '../fault-kind.ts';
import { withheldAddresses } from './addresses.ts';
import { withheldCluster } from './cluster.ts';
import { withheldLimits } from './limits.ts';
import { withheldTraffic } from './traffic.ts';

/** Kinds that nobody who writes rules has seen. */
export const WITHHELD: readonly FaultKind[] = [
  ...withheldCluster,
  ...withheldTraffic,
  ...withheldLimits,
  ...withheldAddresses,
];
