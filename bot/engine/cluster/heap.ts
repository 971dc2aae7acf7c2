import { parseQuantity } from '../../../schemas/quantity.ts';
import type { ContainerSpec } from './types.ts';

const HEAP = /-Xmx(\d+)([kmgt])?\b/i;
const SHARE = /-XX:MaxRAMPercentage=(\d+(?:\.\d+)?)/;
const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };
/** Options of Node.js are in mebibytes. */
const NODE_HEAP = /--max[-_]old[-_]space[-_]size=(\d+)/;
const MIB = 2 ** 20;
const PER_CENT = 100;

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
    if (node !== undefined && Number(mebibytes) * MIB >= limit)
      return `${node} (MiB) with a limit of ${String(container.limits.memory)}`;
    const [share, percent] = SHARE.exec(text) ?? [];
    if (share !== undefined && Number(percent) >= PER_CENT) return `${share} of the limit`;
  }
  return undefined;
}
