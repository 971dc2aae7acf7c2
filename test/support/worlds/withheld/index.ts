import type { FaultKind } from '../fault-kind.ts';
import { withheldCluster } from './cluster.ts';
import { withheldTraffic } from './traffic.ts';

/** Kinds that nobody who writes rules has seen. */
export const WITHHELD: readonly FaultKind[] = [...withheldCluster, ...withheldTraffic];
