import { join } from 'node:path';

/** Where the workspace of a live system keeps its state, apart from that of the recorded samples. */
export function liveStateDir(cluster: string): string {
  const name = cluster.replaceAll(/[^\w.-]/g, '-');
  return join(import.meta.dirname, '..', '..', '..', '.local', 'live', name);
}
