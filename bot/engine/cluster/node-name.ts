import type { Cluster } from './cluster.ts';
import { fields, records } from './read-objects.ts';

/** The node that an exporter means, which may name it by address or by a longer host name; the label itself if none. */
export function nodeName(label: string, cluster: Cluster): string {
  if (cluster.node(label) !== undefined) return label;
  const byAddress = cluster.nodes.find((node) =>
    records(fields(node.object.status).addresses).some((item) => item.address === label),
  );
  return byAddress?.name ?? cluster.node(label.split('.')[0] ?? '')?.name ?? label;
}
