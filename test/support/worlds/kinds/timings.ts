import type { FaultKind } from '../fault-kind.ts';
import { podEvent } from '../kubernetes/events.ts';
import { workloadOf } from '../scene.ts';
import { recordChange } from './changes.ts';
import { all, aService, kubernetes, runs } from './places.ts';
import { crashLoop, replacePods } from './pods.ts';

const here = all(kubernetes, aService);

/**
 * Probes and containers of which a length of time decides whether they are at fault (kubernetes.io, "Configure Liveness,
 * Readiness and Startup Probes"; "Pod Lifecycle"): worlds on both sides of where it does.
 */
export const timings: readonly FaultKind[] = [
  {
    // A start that takes longer than the probe bears; a program that ignores SIGTERM lives its grace period besides.
    id: 'liveness-hasty',
    causes: ['liveness_probe_incorrect_timing'],
    where: all(here, runs('jvm', 'python')),
    axes: ['size', 'age'],
    strike(scene, part, fault) {
      const period = Math.max(1, Math.round(fault.scale(1, 20)));
      const workload = workloadOf(scene, part);
      workload.liveness = { ...workload.liveness!, initialDelaySeconds: 1, periodSeconds: period, failureThreshold: 3 };
      const patience = 1 + 3 * period;
      const pods = replacePods(scene, part, fault, 'all');
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 137, lives: patience + 31 });
      const lives = Math.max(1, pods[0]!.restarts.length);
      for (const pod of pods) {
        podEvent(
          scene,
          pod,
          'Unhealthy',
          `Liveness probe failed: Get "http://${pod.ip}:${part.port}/healthz": dial tcp ${pod.ip}:${part.port}: connect: connection refused`,
          { first: fault.from + 1 + period, count: 3 * lives },
        );
        podEvent(scene, pod, 'Killing', `Container ${part.name} failed liveness probe, will be restarted`, {
          type: 'Normal',
          first: fault.from + patience,
          count: lives,
        });
      }
      return { complaint: `${part.name} restarts while it starts` };
    },
  },
  {
    // Its pauses are longer than the probe waits for an answer, and shorter than any caller does.
    id: 'liveness-answers-late',
    causes: ['liveness_probe_incorrect_timing'],
    where: here,
    axes: ['size', 'severity'],
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const timeoutSeconds = Math.max(1, Math.round(fault.scale(1, 9)));
      workload.liveness = { ...workload.liveness!, timeoutSeconds };
      const pods = replacePods(scene, part, fault, 'all');
      const lives = Math.max(70, Math.round((scene.axis.end - fault.from) / 5));
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 143, lives });
      for (const pod of pods) {
        podEvent(
          scene,
          pod,
          'Unhealthy',
          `Liveness probe failed: Get "http://${pod.ip}:${part.port}/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
          { first: fault.from + 40, count: 14 },
        );
        podEvent(scene, pod, 'Killing', `Container ${part.name} failed liveness probe, will be restarted`, {
          type: 'Normal',
          first: fault.from + lives,
          count: Math.max(1, pod.restarts.length),
        });
      }
      return { complaint: `${part.name} restarts now and then` };
    },
  },
  {
    id: 'readiness-asked-seldom',
    causes: ['readiness_probe_incorrect_timing'],
    where: here,
    axes: ['size', 'age'],
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.readiness = { ...workload.readiness!, periodSeconds: Math.round(fault.scale(20, 900)) };
      recordChange(scene, part, fault.from - 30, {
        kind: 'config',
        summary: 'Fewer probes',
        files: [`deploy/${part.name}/deployment.yaml`],
      });
      replacePods(scene, part, fault, 'all');
      return { complaint: `${part.name} gets no traffic since its rollout` };
    },
  },
  {
    id: 'readiness-waits-a-while',
    causes: ['readiness_probe_incorrect_timing'],
    where: here,
    axes: ['age', 'size'],
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const runs = scene.axis.end - fault.from;
      workload.readiness = { ...workload.readiness!, initialDelaySeconds: Math.round(runs + fault.scale(20, 1_200)) };
      replacePods(scene, part, fault, 'all');
      return { complaint: `${part.name} gets no traffic since its rollout` };
    },
  },
  {
    // What it asks before it answers is slower than the probe bears, from its start on or from some moment later.
    id: 'readiness-answers-late',
    causes: ['readiness_probe_incorrect_timing'],
    where: here,
    axes: ['size', 'severity'],
    strike(scene, part, fault) {
      const pods = replacePods(scene, part, fault, 'all');
      const well = fault.scale(4, 900);
      for (const pod of pods) {
        pod.readySince = Math.min(scene.axis.end - 5, fault.from + 130 + well);
        podEvent(
          scene,
          pod,
          'Unhealthy',
          `Readiness probe failed: Get "http://${pod.ip}:${part.port}/ready": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
          { first: fault.from + well, count: Math.max(1, Math.round((scene.axis.end - fault.from - well) / 7)) },
        );
      }
      return { complaint: `${part.name} is out of service` };
    },
  },
  {
    // The kubelet sets a pod's conditions some seconds after it has started.
    id: 'readiness-other-port',
    causes: ['readiness_probe_incorrect_port'],
    where: here,
    axes: ['size'],
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const port = part.port + 11;
      workload.readiness = { ...workload.readiness!, port };
      for (const pod of replacePods(scene, part, fault, 'all')) {
        pod.readySince = pod.createdAt + Math.round(fault.scale(1, 60));
        podEvent(
          scene,
          pod,
          'Unhealthy',
          `Readiness probe failed: Get "http://${pod.ip}:${port}/ready": dial tcp ${pod.ip}:${port}: connect: connection refused`,
          { first: fault.from + 9, count: Math.max(1, Math.round((scene.axis.end - fault.from) / 5)) },
        );
      }
      return { complaint: `${part.name} gets no traffic` };
    },
  },
  {
    // A leak that fills the container's memory about every forty minutes: in between it is ready and well.
    id: 'killed-every-hour',
    causes: ['oom_killed'],
    where: here,
    axes: ['age', 'size'],
    strike(scene, part, fault) {
      const [pod] = scene.pods.filter((one) => one.part.role === part.role);
      const life = 2_500;
      const deaths = Math.round(fault.scale(1, 7));
      const last = fault.from;
      pod!.createdAt = Math.round(last - life * deaths - 4);
      pod!.restarts = Array.from({ length: deaths }, (_, n) => last - life * (deaths - 1 - n) + 2);
      pod!.readySince = last + 20;
      pod!.lastTerminated = { reason: 'OOMKilled', exitCode: 137, at: last, seconds: life - 4 };
      for (let i = 0; i < scene.axis.points; i++) {
        const at = scene.axis.at(i);
        if (pod!.restarts.some((time) => at >= time - 2 && at < time + 20)) pod!.down[i] = 1;
      }
      return { complaint: `${part.name} drops requests now and then` };
    },
  },
  {
    // It waits for what does not come: nothing in it ends it.
    id: 'init-container-waits',
    causes: ['init_container_failed'],
    where: here,
    axes: ['age'],
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.initContainers = [
        {
          name: 'wait-for-schema',
          image: 'docker.io/library/busybox:1.36',
          command: ['sh', '-c', 'until nc -z schema 5432; do sleep 2; done'],
        },
      ];
      for (const pod of replacePods(scene, part, fault, 'all'))
        Object.assign(pod, { phase: 'Pending', ready: false, initRunning: true });
      return { complaint: `${part.name} does not start` };
    },
  },
  {
    // 4Mi where 4Gi was meant: runc itself is killed within such a limit (opencontainers/runc#2393).
    id: 'memory-limit-in-the-wrong-unit',
    causes: ['oom_killed'],
    where: here,
    axes: ['size'],
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const limit = `${Math.max(1, Math.round(fault.scale(3, 60)))}Mi`;
      workload.limits = { ...workload.limits, memory: limit };
      workload.requests = { ...workload.requests, memory: limit };
      for (const pod of replacePods(scene, part, fault, 'all'))
        Object.assign(pod, {
          phase: 'Pending',
          ready: false,
          waiting: { reason: 'ContainerCreating', message: '' },
        });
      return { complaint: `${part.name} does not start` };
    },
  },
];
