/**
 * Engine time over a large cluster: `node test/bench/cluster-scale.ts [PODS] [EVENTS]`. Prints one JSON line with the
 * median of five runs in milliseconds and the peak memory in MiB.
 */
import type { EvidenceSet, KubernetesObject, Observed } from '../../bot/domain/signals.ts';
import { ANALYZERS } from '../../bot/engine/analyzers/index.ts';
import { rank } from '../../bot/engine/rank/rank.ts';

const pods = Number(process.argv[2] ?? 10_000);
const events = Number(process.argv[3] ?? 50_000);
const NOW = Date.parse('2026-06-10T03:00:00Z');
const iso = (secondsAgo: number) => new Date(NOW - secondsAgo * 1000).toISOString();
const PODS_PER_SERVICE = 20;
const PODS_PER_NODE = 100;

function largeCluster(): { objects: KubernetesObject[]; events: KubernetesObject[] } {
  const objects: KubernetesObject[] = [];
  for (let index = 0; index < pods / PODS_PER_NODE; index++) {
    objects.push({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: `node-${index}`,
        labels: { 'kubernetes.io/hostname': `node-${index}` },
        creationTimestamp: iso(9e6),
      },
      spec: {},
      status: {
        allocatable: { cpu: '64', memory: '256Gi', pods: '250' },
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: iso(9e6) }],
      },
    });
  }
  const names: string[] = [];
  for (let index = 0; index < pods; index++) {
    const service = `svc-${Math.floor(index / PODS_PER_SERVICE)}`;
    const labels = { app: service };
    const container = {
      name: 'main',
      image: `registry.example/${service}:1`,
      ports: [{ containerPort: 8080 }],
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      readinessProbe: { httpGet: { path: '/', port: 8080 } },
      env: [
        {
          name: 'NEXT_ADDR',
          value: `svc-${(Math.floor(index / PODS_PER_SERVICE) + 1) % (pods / PODS_PER_SERVICE)}:80`,
        },
      ],
    };
    const name = `${service}-5d4c7b9f8-${index.toString(36).padStart(5, '0')}`;
    names.push(name);
    if (index % PODS_PER_SERVICE === 0) {
      objects.push(
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: service, namespace: 'shop' },
          spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: service, namespace: 'shop', labels, creationTimestamp: iso(9e5) },
          spec: {
            replicas: PODS_PER_SERVICE,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [container] } },
          },
          status: { readyReplicas: PODS_PER_SERVICE, replicas: PODS_PER_SERVICE },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          metadata: {
            name: `${service}-5d4c7b9f8`,
            namespace: 'shop',
            labels,
            ownerReferences: [{ kind: 'Deployment', name: service }],
          },
          spec: { replicas: PODS_PER_SERVICE },
          status: { replicas: PODS_PER_SERVICE },
        },
      );
    }
    const sick = index === 4242;
    objects.push({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace: 'shop',
        labels,
        creationTimestamp: iso(9e5),
        ownerReferences: [{ kind: 'ReplicaSet', name: `${service}-5d4c7b9f8` }],
      },
      spec: { nodeName: `node-${index % (pods / PODS_PER_NODE)}`, containers: [container] },
      status: {
        phase: 'Running',
        podIP: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
        conditions: [{ type: 'Ready', status: sick ? 'False' : 'True', lastTransitionTime: iso(300) }],
        containerStatuses: [
          sick
            ? {
                name: 'main',
                ready: false,
                restartCount: 7,
                state: { waiting: { reason: 'CrashLoopBackOff' } },
                lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: iso(90) } },
              }
            : { name: 'main', ready: true, restartCount: 0, state: { running: { startedAt: iso(9e5) } } },
        ],
      },
    });
  }
  const list = Array.from({ length: events }, (_, index): KubernetesObject => {
    const name = names[index % names.length] as string;
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${index}`, namespace: 'shop' },
      involvedObject: { kind: 'Pod', name, namespace: 'shop' },
      type: index % 10 === 0 ? 'Warning' : 'Normal',
      reason: index % 10 === 0 ? 'Unhealthy' : 'Pulled',
      message:
        index % 10 === 0
          ? 'Readiness probe failed: HTTP probe failed with statuscode: 503'
          : 'Container image already present on machine',
      count: 1,
      firstTimestamp: iso(7200),
      lastTimestamp: iso(7200),
    };
  });
  return { objects, events: list };
}

function evidenceOf(objects: readonly KubernetesObject[], eventList: readonly KubernetesObject[]): EvidenceSet {
  const seen = <T>(value: T, tool: string): Observed<T> => ({
    status: 'observed',
    value,
    tool,
    query: 'all',
    at: iso(0),
  });
  const none = { status: 'unknown', tool: 'none', reason: 'no such signal in this benchmark' } as const;
  return {
    asOf: iso(0),
    window: { start: iso(3600), end: iso(0) },
    namespaces: ['shop'],
    objects: seen(objects, 'list_objects'),
    events: seen(eventList, 'list_events'),
    changes: none,
    logs: none,
    metrics: none,
    slis: none,
    topology: none,
    alerts: none,
    traces: none,
  };
}

const cluster = largeCluster();
const times: number[] = [];
let first: string | undefined;
for (let run = 0; run < 5; run++) {
  // A new evidence set each time: whatever an analyzer may have kept for one must not serve the next.
  const evidence = evidenceOf([...cluster.objects], [...cluster.events]);
  const started = performance.now();
  const findings = ANALYZERS.flatMap((analyzer) => {
    const analysis = analyzer.analyze(evidence);
    return analysis.status === 'found' ? analysis.findings : [];
  });
  const ranked = rank(findings, evidence);
  times.push(performance.now() - started);
  first = `${ranked.hypotheses[0]?.component} ${ranked.hypotheses[0]?.cause}`;
}
const medianMs = Math.round(times.sort((a, b) => a - b)[2] ?? 0);
const rssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ bench: 'cluster-scale', pods, events, medianMs, rssMiB, first }));
