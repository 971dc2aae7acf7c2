import { CLOUD_LIMITS } from './clouds.ts';
import type { Limit } from './limit.ts';
import { NODE_LIMITS } from './nodes.ts';
import { PROCESS_LIMITS } from './processes.ts';
import { STORE_LIMITS } from './stores.ts';

/** Limits that need no past to be judged, all of them. */
export const LIMITS: readonly Limit[] = [...PROCESS_LIMITS, ...NODE_LIMITS, ...STORE_LIMITS, ...CLOUD_LIMITS];
