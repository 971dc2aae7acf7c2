import { badDeploy } from './bad-deploy.ts';
import { certificateExpired } from './certificate-expired.ts';
import { crashLoop } from './crash-loop.ts';
import { databaseLatency } from './database-latency.ts';
import { dependencyDown } from './dependency-down.ts';
import { diskFull } from './disk-full.ts';
import { errors } from './errors.ts';
import type { Fault } from './fault.ts';
import { latency } from './latency.ts';
import { memoryLeak } from './memory-leak.ts';
import { nameLost } from './name-lost.ts';
import { networkLatency } from './network-latency.ts';
import { outOfMemory } from './out-of-memory.ts';
import { poolExhausted } from './pool-exhausted.ts';
import { traffic } from './traffic.ts';

/** Every kind of fault the lab makes. */
export const FAULTS: readonly Fault[] = [
  errors,
  latency,
  databaseLatency,
  networkLatency,
  crashLoop,
  outOfMemory,
  dependencyDown,
  badDeploy,
  memoryLeak,
  traffic,
  poolExhausted,
  certificateExpired,
  nameLost,
  diskFull,
];
