import type { FaultKind } from '../fault-kind.ts';
import { recordChange } from '../kinds/changes.ts';
import { all, aProgram, kubernetes, runs } from '../kinds/places.ts';
import { drawReach, replacePods, unschedulable } from '../kinds/pods.ts';
import { say } from '../logs/say.ts';
import { changeNode, drive, podsOf, workloadOf } from '../scene.ts';

const here = all(kubernetes, aProgram);

export const withheldCluster: readonly FaultKind[] = [
  {
    id: 'scheduling-gate-left',
    causes: ['pod_scheduling_gated'],
    where: here,
    strike(scene, part, fault) {
      workloadOf(scene, part).schedulingGates = ['example.com/quota-check'];
      const pods = replacePods(scene, part, fault, drawReach(scene, part));
      for (const pod of pods) {
        pod.node = undefined;
        pod.phase = 'Pending';
        pod.ready = false;
        pod.gated = true;
        pod.unschedulable = 'Scheduling is blocked due to non-empty scheduling gates';
      }
      return { complaint: `pods of ${part.name} stay pending` };
    },
  },
  {
    id: 'accelerator-missing',
    causes: ['insufficient_extended_resource'],
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.limits = { ...workload.limits, 'nvidia.com/gpu': '1' };
      workload.requests = { ...workload.requests, 'nvidia.com/gpu': '1' };
      const n = scene.nodes.length;
      const message = `0/${n} nodes are available: ${n} Insufficient nvidia.com/gpu. preemption: 0/${n} nodes are available: ${n} No preemption victims found for incoming pod.`;
      unschedulable(scene, replacePods(scene, part, fault, drawReach(scene, part)), fault, message);
      return { complaint: `new pods of ${part.name} never start` };
    },
  },
  {
    id: 'spread-too-strict',
    causes: ['topology_spread_unsatisfiable'],
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.topologySpread = [
        {
          maxSkew: 1,
          topologyKey: 'example.com/rack',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { app: part.name } },
        },
      ];
      recordChange(scene, part, fault.from - 40, {
        kind: 'config',
        summary: 'Spread over racks',
        files: [`deploy/${part.name}/deployment.yaml`],
      });
      const n = scene.nodes.length;
      const message = `0/${n} nodes are available: ${n} node(s) didn't match pod topology spread constraints (missing required label). preemption: 0/${n} nodes are available: ${n} Preemption is not helpful for scheduling.`;
      unschedulable(scene, replacePods(scene, part, fault, drawReach(scene, part)), fault, message);
      return { complaint: `${part.name} does not roll out` };
    },
  },
  {
    id: 'clock-drifts',
    causes: ['clock_skew'],
    where: all(kubernetes, aProgram, runs('jvm', 'go', 'node', 'python')),
    strike(scene, part, fault) {
      const node = podsOf(scene, part)[0]!.node!;
      const seconds = fault.scale(40, 400);
      changeNode(scene, node, 'clock offset', (base, i) => base + seconds * fault.course[i]!);
      changeNode(scene, node, 'clock in step', (base, i) => (fault.acts(scene.axis.at(i)) ? 0 : base));
      drive(scene, part, 'errors', fault, 0.45);
      const ahead = Math.round(seconds);
      const text = {
        jvm: `JWT rejected: The Token can't be used before it was issued: iat is ${ahead} s in the future`,
        go: 'token is not valid: Token used before issued',
        node: 'JsonWebTokenError: jwt not active',
        python: 'jwt.exceptions.ImmatureSignatureError: The token is not yet valid (iat)',
        celery: '',
      }[part.runtime!];
      say(scene, part, { from: fault.from, perMinute: 4, pod: podsOf(scene, part)[0] }, () => text);
      scene.alerts.push({
        name: 'NodeClockSkewDetected',
        severity: 'warning',
        labels: { instance: node, node },
        summary: 'Clock skew detected.',
        startsAt: fault.from + 600,
      });
      return { components: [`node/${node}`, `service/${part.name}`], complaint: `${part.name} rejects logins` };
    },
  },
];
