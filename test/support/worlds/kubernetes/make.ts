import type { RandomSource } from '../../random-source.ts';
import { hostOf } from '../metrics/targets.ts';
import type { NodePlan, Part, System } from '../part.ts';
import type { NodeState, Pod, Workload } from './state.ts';

const HASH = 'bcdfghjklmnpqrstvwxz2456789';

/** A generated suffix as Kubernetes writes it. */
export function suffix(random: RandomSource, letters: number): string {
  return Array.from({ length: letters }, () => HASH[random.whole(0, HASH.length - 1)]).join('');
}

/** The wish for a part as its team wrote it, well configured. */
export function makeWorkload(part: Part, system: System, random: RandomSource, end: number): Workload {
  const madeAt = end - random.whole(20, 300) * 86_400;
  const port = part.port;
  const web = part.runtime !== undefined && part.runtime !== 'celery';
  return {
    part,
    kind: part.stateful ? 'StatefulSet' : 'Deployment',
    replicas: part.replicas,
    strategy: 'RollingUpdate',
    image: `${part.image}:${part.version}`,
    env: [
      ...part.calls.map(({ role }) => {
        const callee = system.parts.find((one) => one.role === role)!;
        const host = callee.namespace === part.namespace ? callee.name : `${callee.name}.${callee.namespace}`;
        return {
          name: `${role.toUpperCase().replaceAll('-', '_')}_ADDR`,
          value: callee.kind === 'external' ? `https://${callee.name}` : `${host}:${callee.port}`,
        };
      }),
      { name: 'LOG_LEVEL', value: 'info' },
      ...(part.runtime === undefined
        ? []
        : [{ name: 'API_TOKEN', secret: { name: `${part.name}-credentials`, key: 'token' } }]),
    ],
    liveness: web
      ? { path: '/healthz', port, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3, initialDelaySeconds: 20 }
      : { port, periodSeconds: 10 },
    readiness: web ? { path: '/ready', port, periodSeconds: 5, timeoutSeconds: 2 } : { port, periodSeconds: 10 },
    requests: { cpu: `${Math.round(part.cpuLimit * 250)}m`, memory: mebibytes(part.memoryLimit * 0.6) },
    limits: { cpu: String(part.cpuLimit), memory: mebibytes(part.memoryLimit) },
    serviceAccount: part.runtime === undefined ? 'default' : part.name,
    imagePullSecrets: part.runtime === undefined ? [] : ['registry-pull'],
    initContainers: [],
    sidecars: [],
    claims: part.stateful
      ? Array.from({ length: part.replicas }, (_, n) => ({
          name: `data-${part.name}-${n}`,
          storageClass: 'gp3',
          size: '50Gi',
          volume: `pvc-${suffix(random, 8)}-${n}`,
          mountPath: '/var/lib/data',
        }))
      : [],
    secretVolumes: [],
    configVolumes: part.runtime === undefined ? [] : [`${part.name}-config`],
    podLabels: { app: part.name, 'app.kubernetes.io/name': part.name, 'app.kubernetes.io/version': part.version },
    selector: { app: part.name },
    servicePort: port,
    serviceProtocol: 'TCP',
    targetPort: port,
    revision: random.whole(3, 40),
    rolledAt: end - random.whole(2, 19) * 86_400,
    madeAt,
    annotations: {},
    missing: new Set(),
  };
}

/** The pods of a part, spread over the nodes, all well. */
export function makePods(
  workload: Workload,
  { nodes, platform }: System,
  random: RandomSource,
  points: number,
  offset: number,
): Pod[] {
  const { part } = workload;
  const hash = suffix(random, 10);
  const placeOf = (n: number) =>
    nodes.find(({ name }) => name === hostOf(part, n))?.name ?? nodes[(offset + n) % nodes.length]?.name ?? 'fargate';
  return Array.from({ length: part.kind === 'external' ? 0 : part.replicas }, (_, n) => {
    const createdAt = workload.rolledAt + n * 14;
    return {
      part,
      name: instanceName(part, n, platform, `${part.name}-${hash}-${suffix(random, 5)}`),
      node: placeOf(n),
      ip: `10.12.${(offset + n) % Math.max(1, nodes.length)}.${10 + offset * 3 + n}`,
      createdAt,
      firstSeen: createdAt,
      revision: workload.revision,
      image: workload.image,
      phase: 'Running' as const,
      ready: true,
      readySince: createdAt + 22,
      restarts: [],
      down: new Uint8Array(points),
      unscraped: new Uint8Array(points),
    };
  });
}

function instanceName(part: Part, n: number, platform: System['platform'], generated: string): string {
  if (platform === 'vm') return hostOf(part, n);
  if (platform === 'aws') return `ip-10-0-${part.role.length}-${37 + n * 11}.ec2.internal`;
  return part.stateful ? `${part.name}-${n}` : generated;
}

export function makeNode(plan: NodePlan, random: RandomSource, end: number): NodeState {
  const since = end - random.whole(10, 90) * 86_400;
  const good = (type: string, reason: string, message: string) => ({ type, status: 'False', reason, message, since });
  return {
    ...plan,
    ready: 'True',
    readySince: since,
    readyReason: 'KubeletReady',
    readyMessage: 'kubelet is posting ready status',
    conditions: [
      good('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
      good('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      good('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    ],
    taints: [],
    labels: {
      'kubernetes.io/hostname': plan.name,
      'topology.kubernetes.io/zone': plan.zone,
      'node.kubernetes.io/instance-type': 'm6i.xlarge',
      'kubernetes.io/arch': 'amd64',
    },
    unschedulable: false,
    allocatablePods: 58,
  };
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)}Mi`;
}
