import { ago, containersOf, event, find, setContainer, setStatus, type World } from '../kubernetes.ts';
import { type ClusterFault, restarted, unhealthy } from './shapes.ts';

type Fields = Record<string, unknown>;
const ledger = { component: 'service/ledger', analyzer: 'probe-target' } as const;
const http = { httpGet: { port: 8080, path: '/ok' }, initialDelaySeconds: 10, periodSeconds: 10 };

/** One probe of the container, the other left out; it fails with these words, or without any. */
function probing(world: World, kind: 'Liveness' | 'Readiness', probe: Fields, answer?: string): void {
  const [own, other] = kind === 'Liveness' ? ['livenessProbe', 'readinessProbe'] : ['readinessProbe', 'livenessProbe'];
  setContainer(world, 'ledger', { [own!]: probe, [other!]: undefined });
  if (kind === 'Liveness') setStatus(world, 'ledger', { ready: true, ...restarted(137, 75) });
  else setStatus(world, 'ledger', { state: { running: { startedAt: ago(600) } } });
  if (answer !== undefined) world.events.push(unhealthy('ledger', kind, answer));
}
const undeclared = (world: World): void => setContainer(world, 'ledger', { ports: [] });
const refused = (port: number) =>
  `Get "http://10.0.0.2:${port}/ok": dial tcp 10.0.0.2:${port}: connect: connection refused`;

/** Probes that look at the wrong place where ports are not declared, servers hang up, or events have expired. */
export const probeVariants: readonly ClusterFault[] = [
  {
    ...ledger,
    title: 'a liveness probe of another port than the Service sends to, no container port being declared',
    cause: 'liveness_probe_incorrect_port',
    put: (world) => {
      undeclared(world);
      probing(world, 'Liveness', { ...http, httpGet: { port: 9099, path: '/ok' } }, refused(9099));
    },
  },
  {
    ...ledger,
    title: 'a readiness probe of another port than the Service sends to, no container port being declared',
    cause: 'readiness_probe_incorrect_port',
    put: (world) => {
      undeclared(world);
      probing(world, 'Readiness', { tcpSocket: { port: 8099 } }, 'dial tcp 10.0.0.2:8099: connect: connection refused');
    },
  },
  {
    ...ledger,
    title: 'a readiness probe in gRPC that a long-running container does not answer',
    cause: 'readiness_probe_incorrect_protocol',
    put: (world) => {
      find(world, 'Service', 'ledger').spec.ports = [{ port: 80, targetPort: 8080 }];
      const words = 'timeout: failed to connect service "10.0.0.2:8080" within 1s: context deadline exceeded';
      probing(world, 'Readiness', { grpc: { port: 8080 } }, words);
    },
  },
  {
    ...ledger,
    title: 'a readiness probe in another protocol than its sister, and no events',
    cause: 'readiness_probe_incorrect_protocol',
    put: (world) => {
      find(world, 'Service', 'ledger').spec.ports = [{ port: 80, targetPort: 8080 }];
      probing(world, 'Readiness', { grpc: { port: 8080 } });
      setContainer(world, 'ledger', { livenessProbe: http });
    },
  },
  {
    ...ledger,
    title: 'a liveness probe in HTTP on which the server hangs up',
    cause: 'liveness_probe_incorrect_protocol',
    put: (world) => probing(world, 'Liveness', http, 'Get "http://10.0.0.2:8080/ok": EOF'),
  },
  {
    ...ledger,
    title: 'a readiness probe in plain HTTP to a port of TLS',
    cause: 'readiness_probe_incorrect_protocol',
    put: (world) => {
      find(world, 'Service', 'ledger').spec.ports = [{ name: 'https', port: 80, targetPort: 8080 }];
      probing(world, 'Readiness', http, 'HTTP probe failed with statuscode: 400');
    },
  },
  {
    ...ledger,
    analyzer: 'probe-timing',
    title: 'a hasty liveness probe whose events have expired',
    cause: 'liveness_probe_incorrect_timing',
    put: (world) => {
      const hasty = { ...http, initialDelaySeconds: 2, periodSeconds: 2, failureThreshold: 1 };
      for (const container of containersOf(world, 'ledger')) Object.assign(container, { livenessProbe: hasty });
      setStatus(world, 'ledger', { ...restarted(137, 5), state: { waiting: { reason: 'CrashLoopBackOff' } } });
    },
  },
  {
    ...ledger,
    analyzer: 'tightened-probe',
    title: 'a liveness probe that a rollout made stricter',
    cause: 'liveness_probe_incorrect_timing',
    put: (world) => {
      const set = find(world, 'ReplicaSet', 'ledger-1');
      const labelled = (revision: string, seconds: number) => ({
        annotations: { 'deployment.kubernetes.io/revision': revision },
        creationTimestamp: ago(seconds),
      });
      const before = structuredClone(set);
      Object.assign(before.metadata, { name: 'ledger-0', ...labelled('1', 9e5) });
      Object.assign(before.spec, { replicas: 0 });
      const [old] = (before.spec.template as { spec: { containers: object[] } }).spec.containers;
      Object.assign(old!, { livenessProbe: { ...http, timeoutSeconds: 5 } });
      world.objects.push(before);
      Object.assign(set.metadata, labelled('2', 1800));
      for (const container of containersOf(world, 'ledger'))
        Object.assign(container, { livenessProbe: { ...http, timeoutSeconds: 1 } });
      setStatus(world, 'ledger', { ready: true, restartCount: 2, state: { running: { startedAt: ago(200) } } });
      world.events.push(
        event('Pod', 'ledger-1-a', 'Unhealthy', 'Liveness probe failed: context deadline exceeded'),
        event('Pod', 'ledger-1-a', 'Killing', 'Container main failed liveness probe, will be restarted', { count: 2 }),
      );
    },
  },
];
