import type { FaultKind } from '../fault-kind.ts';
import { fallenPod } from '../kubernetes/cluster-programs.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import { changeSignal, drive, type Scene, toward } from '../scene.ts';
import { all, aProgram, selfManaged } from './places.ts';
import { replacePods } from './pods.ts';

const ETCD = { role: 'etcd' };
const NODE = 'control-plane-1';
const STORE = ['service/etcd', 'service/kube-apiserver', 'namespace/kube-system', `node/${NODE}`];

function controlPlaneNode(scene: Scene): void {
  scene.objects.push({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: NODE,
      labels: { 'kubernetes.io/hostname': NODE, 'node-role.kubernetes.io/control-plane': '' },
      creationTimestamp: new Date((scene.axis.end - 4e7) * 1000).toISOString(),
    },
    spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
          lastTransitionTime: new Date((scene.axis.end - 3e7) * 1000).toISOString(),
        },
      ],
      addresses: [{ type: 'InternalIP', address: '10.0.0.10' }],
    },
  });
}

/** What a program that holds a lease says when the API server cannot write it. */
function leaseLost(part: Part, why: string): string {
  const lease = `leases/${part.name}-leader`;
  switch (part.runtime) {
    case 'jvm':
      return `io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: PUT at: https://10.96.0.1/apis/coordination.k8s.io/v1/namespaces/${part.namespace}/${lease}. Message: ${why}.`;
    case 'go':
      return `error updating lock ${part.namespace}/${part.name}-leader: ${why}`;
    case 'node':
      return `HTTP-Code: 500 Message: {"kind":"Status","apiVersion":"v1","status":"Failure","message":"${why}","code":500}`;
    default:
      return `kubernetes.client.exceptions.ApiException: (500) Reason: Internal Server Error HTTP response body: {"kind":"Status","status":"Failure","message":"${why}","code":500}`;
  }
}

/** A rule that waits ten minutes. */
function alert(scene: Scene, from: number, name: string, severity: 'warning' | 'critical', summary: string): void {
  if (scene.axis.end - from < 660) return;
  scene.alerts.push({
    name,
    severity,
    labels: { job: 'etcd', instance: '10.0.0.10:2379', pod: `etcd-${NODE}`, namespace: 'kube-system' },
    summary,
    startsAt: from + 630,
  });
}

export const ownControlPlane: readonly FaultKind[] = [
  {
    id: 'etcd-full',
    causes: ['etcd_quota_exceeded'],
    where: all(selfManaged, aProgram),
    strike(scene, part, fault) {
      controlPlaneNode(scene);
      changeSignal(scene, ETCD, 'size share', (base, i) => {
        // It grew for hours; it is full when the fault begins.
        const left = Math.max(0, (fault.from - scene.axis.at(i)) / 9_000);
        return fault.acts(scene.axis.at(i)) ? 1.001 : Math.max(base, 1 - left);
      });
      changeSignal(scene, ETCD, 'refused writes', toward(fault, 1));
      alert(scene, fault.from - 500, 'etcdDatabaseQuotaLowSpace', 'critical', 'etcd cluster database is running full.');
      // From now on not even an event can be written.
      for (const [n, event] of scene.events.entries())
        if (event.last > fault.from) scene.events[n] = { ...event, last: fault.from - 1 };
      const before = scene.events.filter(({ first }) => first < fault.from);
      scene.events.splice(0, scene.events.length, ...before);
      if (scene.random.chance(0.7)) {
        drive(scene, part, 'errors', fault, fault.scale(0.03, 0.3));
        say(scene, part, { from: fault.from + 4, perMinute: 2 }, () =>
          leaseLost(part, 'etcdserver: mvcc: database space exceeded'),
        );
      }
      return { components: [...STORE], complaint: 'nothing can be deployed any more' };
    },
  },
  {
    id: 'etcd-on-a-slow-disk',
    causes: ['etcd_slow'],
    where: all(selfManaged, aProgram),
    passes: true,
    strike(scene, part, fault) {
      controlPlaneNode(scene);
      const seconds = fault.scale(0.25, 2.5);
      changeSignal(scene, ETCD, 'fsync', toward(fault, seconds));
      changeSignal(scene, ETCD, 'commit', toward(fault, seconds * 0.7));
      changeSignal(scene, ETCD, 'slow applies', (base, i) => base + fault.scale(0.4, 3) * fault.course[i]!);
      changeSignal(scene, ETCD, 'late heartbeats', (base, i) => base + 0.2 * fault.course[i]!);
      changeSignal(scene, ETCD, 'leader changes', (base, i) => base + fault.scale(0.0005, 0.006) * fault.course[i]!);
      changeSignal(scene, ETCD, 'pending', (base, i) => base + fault.scale(4, 60) * fault.course[i]!);
      changeSignal(scene, ETCD, 'api seconds', (base, i) => base + seconds * 1.4 * fault.course[i]!);
      changeSignal(scene, ETCD, 'refused writes', (base, i) => base + fault.scale(0.01, 0.12) * fault.course[i]!);
      if (fault.until === undefined) {
        const severity = seconds > 1 ? 'critical' : 'warning';
        const text = (what: string) => `etcd cluster 99th percentile ${what} durations are too high.`;
        alert(scene, fault.from, 'etcdHighFsyncDurations', severity, text('fsync'));
        alert(scene, fault.from, 'etcdHighCommitDurations', 'warning', text('commit'));
      }
      if (scene.random.chance(0.6))
        say(scene, part, { from: fault.from + 15, until: fault.until, perMinute: 0.8, level: 'warn' }, () =>
          leaseLost(part, scene.random.pick(['etcdserver: request timed out', 'etcdserver: leader changed'])),
        );
      return { components: [...STORE], complaint: 'kubectl hangs, deploys take minutes' };
    },
  },
  {
    id: 'scheduler-fallen',
    causes: ['kube_scheduler_unavailable'],
    where: all(selfManaged, aProgram),
    strike(scene, part, fault) {
      controlPlaneNode(scene);
      scene.objects.push(
        fallenPod(scene, {
          name: 'kube-scheduler',
          pod: `kube-scheduler-${NODE}`,
          image: 'registry.k8s.io/kube-scheduler:v1.30.4',
          node: NODE,
          labels: { component: 'kube-scheduler', tier: 'control-plane' },
          owner: { kind: 'Node', name: NODE },
          words: scene.random.pick([
            'E1014 09:12:44.113021       1 run.go:74] "command failed" err="stat /etc/kubernetes/scheduler.conf: no such file or directory"',
            'E1014 09:12:44.113021       1 run.go:74] "command failed" err="couldn\'t create resource lock: unknown flag: --port"',
          ]),
          since: fault.from - 60,
        }),
      );
      // Nobody has looked at the new pods: they have neither a condition nor an event.
      for (const pod of replacePods(scene, part, fault, scene.random.chance(0.6) ? 'all' : 'rollout'))
        Object.assign(pod, { node: undefined, phase: 'Pending', ready: false, unseen: true });
      if (scene.axis.end - fault.from > 900)
        scene.alerts.push({
          name: 'KubeSchedulerDown',
          severity: 'critical',
          labels: {},
          summary: 'Target disappeared from Prometheus target discovery.',
          startsAt: fault.from + 880,
        });
      return {
        components: ['service/kube-scheduler', 'namespace/kube-system', `node/${NODE}`],
        complaint: `pods of ${part.name} stay pending`,
      };
    },
  },
];
