import { type Alert, podsOf, type Scene } from './scene.ts';
import type { Courses } from './simulate/course.ts';
import { rfc3339 } from './time-axis.ts';

/** Lets rules of the usual kinds fire upon what was measured: kubernetes-mixin's, and a team's own on errors and time. */
export function symptomAlerts(scene: Scene, courses: Courses): void {
  const { axis, random, system } = scene;
  for (const part of system.parts) {
    if (part.kind !== 'service' && part.kind !== 'gateway') continue;
    const { errors, latencyMs } = courses.parts.get(part.role)!;
    const labels = { namespace: part.namespace, service: part.name };
    const failing = lastSpan(errors, (value) => value > 0.05);
    if (failing * axis.step >= 300 && random.chance(0.75))
      add(
        scene,
        'ServiceHighErrorRate',
        'critical',
        labels,
        `${part.name} answers more than 5% of requests with errors`,
        failing,
      );
    const usual = mean(latencyMs.subarray(0, 20));
    const slow = lastSpan(latencyMs, (value) => value > Math.max(usual * 2, usual + 100));
    if (slow * axis.step >= 300 && random.chance(0.75))
      add(scene, 'ServiceHighLatency', 'warning', labels, `${part.name} takes more than twice its usual time`, slow);
  }
  if (system.platform === 'kubernetes') clusterAlerts(scene);
}

function clusterAlerts(scene: Scene): void {
  const { axis, random } = scene;
  for (const [, workload] of scene.workloads) {
    const { part } = workload;
    const pods = podsOf(scene, part);
    const unready = pods.filter((pod) => !pod.ready && axis.end - pod.readySince >= 900);
    if (unready.length === 0) continue;
    const [pod] = unready;
    const labels = { namespace: part.namespace, pod: pod!.name, container: part.name };
    const minutes = Math.floor((axis.end - pod!.readySince) / axis.step);
    if (pod!.waiting?.reason === 'CrashLoopBackOff')
      add(
        scene,
        'KubePodCrashLooping',
        'warning',
        { ...labels, reason: 'CrashLoopBackOff' },
        'Pod is crash looping.',
        minutes - 10,
      );
    else if (random.chance(0.7))
      add(
        scene,
        'KubePodNotReady',
        'warning',
        labels,
        'Pod has been in a non-ready state for more than 15 minutes.',
        minutes - 10,
      );
    if (workload.kind === 'Deployment' && random.chance(0.6))
      add(
        scene,
        'KubeDeploymentReplicasMismatch',
        'warning',
        { namespace: part.namespace, deployment: part.name },
        'Deployment has not matched the expected number of replicas.',
        minutes - 12,
      );
  }
  for (const node of scene.nodes)
    if (node.ready !== 'True' && axis.end - node.readySince >= 900)
      add(scene, 'KubeNodeNotReady', 'warning', { node: node.name, condition: 'Ready' }, 'Node is not ready.', 3);
}

function add(
  scene: Scene,
  name: string,
  severity: Alert['severity'],
  labels: Alert['labels'],
  summary: string,
  moments: number,
): void {
  const startsAt = scene.axis.end - Math.max(1, moments) * scene.axis.step + 300;
  scene.alerts.push({ name, severity, labels, summary, startsAt: Math.min(startsAt, scene.axis.end - 30) });
}

/** How many moments up to the last one fulfil the test without a gap. */
function lastSpan(values: Float64Array, test: (value: number) => boolean): number {
  let n = 0;
  while (n < values.length && test(values[values.length - 1 - n]!)) n++;
  return n;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** The answer of Alertmanager's `GET /api/v2/alerts`. */
export function alertsFile(scene: Scene): string {
  return JSON.stringify(
    scene.alerts.map(({ name, severity, labels, summary, startsAt }, index) => ({
      labels: { alertname: name, severity, prometheus: 'monitoring/k8s', ...labels },
      annotations: {
        summary,
        runbook_url: `https://runbooks.prometheus-operator.dev/runbooks/general/${name.toLowerCase()}`,
      },
      startsAt: rfc3339(Math.round(startsAt)),
      endsAt: rfc3339(scene.axis.end + 240),
      updatedAt: rfc3339(scene.axis.end - 20),
      status: { state: 'active', silencedBy: [], inhibitedBy: [] },
      receivers: [{ name: severity === 'none' ? 'null' : 'on-call' }],
      fingerprint: (0x9e3779b97f4a7c15n + BigInt(index + name.length * 977)).toString(16).slice(0, 16),
      generatorURL: `http://prometheus-k8s-0:9090/graph?g0.expr=${encodeURIComponent(name)}`,
    })),
  );
}
