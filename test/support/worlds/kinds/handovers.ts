import type { FaultKind } from '../fault-kind.ts';
import type { Part } from '../part.ts';
import { changeSignal, drive, podsOf, type Scene } from '../scene.ts';
import { figureKind, gauge } from './figure.ts';
import { aCallee, all, aService, hosted, isEngine, kubernetes } from './places.ts';

/** Minutes before the recording at which one pod gives its work to another, and seconds that this takes (RDS: one or two minutes). */
const HANDED_MINUTES = 20;
const TAKES_SECONDS = 150;

/** The data that one pod holds is held by another from now on: a leader that was elected anew, a shard that moved. */
function handOver(scene: Scene, part: Part): void {
  const [from, to] = podsOf(scene, part);
  const { axis } = scene;
  const since = axis.end - HANDED_MINUTES * 60;
  changeSignal(scene, part, `memory ${from!.name}`, (_, i) => (axis.at(i) < since ? 0.82 : 0.36));
  changeSignal(scene, part, `memory ${to!.name}`, (_, i) => (axis.at(i) < since + TAKES_SECONDS ? 0.33 : 0.76));
}

/** What looks like more than before, and is the same elsewhere, for more requests, or again. */
export const handoverKinds: readonly FaultKind[] = [
  {
    id: 'slow-beside-a-handover',
    causes: ['latency_regression'],
    where: all(kubernetes, aService, ({ replicas, stateful }) => replicas > 1 && stateful !== true),
    figure: true,
    measured: handOver,
    strike(scene, part, fault) {
      drive(scene, part, 'latencyFactor', fault, 3);
      return { complaint: `${part.name} is slow` };
    },
  },
  figureKind({
    // Coroot's node agent: the time to the other end of a container's connections and back.
    id: 'packets-take-longer',
    causes: ['pod_network_delay'],
    where: all(kubernetes, aService),
    of: 'pods',
    series: [gauge('container_net_latency_seconds', 0.0004, 0.007, { destination_ip: '10.4.7.19' })],
    slower: 60,
  }),
  {
    // An evening's requests, each of which reads a table through since an index is gone.
    id: 'scans-as-more-is-asked',
    causes: ['slow_query'],
    where: isEngine('postgresql'),
    figure: true,
    strike(scene, part, fault) {
      changeSignal(scene, part, 'rows scanned', (base, i) => base * (1 + 24 * fault.course[i]!));
      for (const one of scene.system.parts) if (one.entryRps > 0) drive(scene, one, 'traffic', fault, 1.3);
      drive(scene, part, 'latencyFactor', fault, 6);
      return { complaint: 'pages are slow' };
    },
  },
  {
    // Each hop tries again what fails (Beyer et al., "Site Reliability Engineering", chapter 22): few failures, many more calls.
    id: 'tried-again-at-each-hop',
    causes: ['availability_regression', 'retry_storm', 'application_error'],
    where: all(hosted, aCallee),
    figure: true,
    strike(scene, part, fault) {
      for (const caller of scene.system.parts)
        if (caller.calls.some(({ role }) => role === part.role))
          scene.callFactors.set(
            `${caller.role}>${part.role}`,
            fault.course.map((share) => 1 + 1.5 * share),
          );
      drive(scene, part, 'errors', fault, 0.5);
      return { complaint: `${part.name} fails` };
    },
  },
];
