import type { Fault, FaultKind } from '../fault-kind.ts';
import type { Part } from '../part.ts';
import { changeNode, drive, podsOf, type Scene } from '../scene.ts';
import { nodeUnder } from './infrastructure.ts';
import { aCallee, all, kubernetes } from './places.ts';

/** Milliseconds that every call waits that leads over the link of a node: into its pods, and out of them. */
function delayCalls(scene: Scene, node: string, fault: Fault, ms: number): void {
  for (const part of scene.system.parts) {
    const share = shareOn(scene, part, node);
    if (share === 0) continue;
    drive(scene, part, 'networkMs', fault, ms * share);
    if (part.calls.length > 0) drive(scene, part, 'latencyMs', fault, ms * share);
  }
}

function shareOn(scene: Scene, part: Part, node: string): number {
  const pods = podsOf(scene, part);
  return pods.length === 0 ? 0 : pods.filter((pod) => pod.node === node).length / pods.length;
}

/** Alerts of a mesh or of eBPF agents on the traffic of services that have pods there. */
function networkAlerts(scene: Scene, node: string, fault: Fault): void {
  for (const part of scene.system.parts)
    if (part.kind !== 'external' && shareOn(scene, part, node) > 0 && scene.random.chance(0.7))
      scene.alerts.push({
        name: 'ServiceNetworkThroughputLow',
        severity: 'warning',
        labels: { namespace: part.namespace, service: part.name },
        summary: `${part.name} receives fewer packets than usual`,
        startsAt: fault.from + scene.random.whole(240, 420),
      });
}

/** The link of one node: its own packets are lost, or all that crosses it is late. */
export const linkKinds: readonly FaultKind[] = [
  {
    id: 'link-of-node-loses',
    axes: ['severity', 'size'],
    causes: ['node_network_packet_loss', 'node_network_delay'],
    where: all(kubernetes, aCallee),
    strike(scene, part, fault) {
      const { name } = nodeUnder(scene, part);
      changeNode(scene, name, 'retransmits', (base, i) => base + fault.scale(6, 40) * fault.course[i]!);
      delayCalls(scene, name, fault, fault.scale(60, 400));
      return { components: [`node/${name}`], complaint: 'many pages are slow' };
    },
  },
  {
    id: 'link-of-node-is-late',
    axes: ['severity', 'size'],
    causes: ['node_network_delay'],
    where: all(kubernetes, aCallee),
    strike(scene, part, fault) {
      const { name } = nodeUnder(scene, part);
      // Its senders know its delay after a while; the others miss acknowledgements now and then.
      for (const node of scene.nodes)
        if (node.name !== name) changeNode(scene, node.name, 'retransmits', (base, i) => base + 2.5 * fault.course[i]!);
      delayCalls(scene, name, fault, fault.scale(80, 600));
      return { components: [`node/${name}`], complaint: 'many pages are slow' };
    },
  },
  {
    id: 'link-of-node-is-late-unseen',
    axes: ['severity', 'size'],
    causes: ['node_network_delay', 'pod_network_delay'],
    where: all(kubernetes, aCallee),
    strike(scene, part, fault) {
      const { name } = nodeUnder(scene, part);
      delayCalls(scene, name, fault, fault.scale(80, 600));
      networkAlerts(scene, name, fault);
      return { components: [`node/${name}`, `service/${part.name}`], complaint: 'many pages are slow' };
    },
  },
];
