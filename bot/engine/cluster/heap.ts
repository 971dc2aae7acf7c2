import { parseQuantity } from '../../../schemas/quantity.ts';
import { BYTES } from '../knowledge/units.ts';
import { FORMAT } from '../parameters.ts';
import type { ContainerSpec } from './types.ts';

const HEAP = /-Xmx(\d+)([kmgt])?\b/i;
const SHARE = /-XX:MaxRAMPercentage=(\d+(?:\.\d+)?)/;
const UNITS: Readonly<Record<string, number>> = { k: BYTES.KiB, m: BYTES.MiB, g: BYTES.GiB, t: BYTES.TiB };
/** Options of Node.js are in mebibytes. */
const NODE_HEAP = /--max[-_]old[-_]space[-_]size=(\d+)/;

/** A heap that does not fit into the container's memory limit, as it is written; undefined where it does, or none is set. */
export function oversizedHeap(container: ContainerSpec): string | undefined {
  const limit = parseQuantity(container.limits.memory);
  const texts = [...container.env.map(({ value }) => value ?? ''), ...container.args];
  if (limit === undefined) return undefined;
  for (const text of texts) {
    const [java, amount, unit] = HEAP.exec(text) ?? [];
    if (java !== undefined && Number(amount) * (UNITS[unit?.toLowerCase() ?? ''] ?? 1) >= limit)
      return `${java} with a limit of ${String(container.limits.memory)}`;
    const [node, mebibytes] = NODE_HEAP.exec(text) ?? [];
    if (node !== undefined && Number(mebibytes) * BYTES.MiB >= limit)
      return `${node} (MiB) with a limit of ${String(container.limits.memory)}`;
    const [share, percent] = SHARE.exec(text) ?? [];
    if (share !== undefined && Number(percent) >= FORMAT.percent) return `${share} of the limit`;
  }
  return undefined;
}
