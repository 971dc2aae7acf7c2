import type { FaultKind } from '../fault-kind.ts';
import { podEvent } from '../kubernetes/events.ts';
import { say } from '../logs/say.ts';
import { workloadOf } from '../scene.ts';
import { recordChange } from './changes.ts';
import { all, aService, kubernetes, runs } from './places.ts';
import { crashLoop, replacePods } from './pods.ts';

const here = all(kubernetes, aService);

export const probes: readonly FaultKind[] = [
  {
    id: 'liveness-wrong-path',
    causes: ['liveness_probe_incorrect_path'],
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.liveness = { ...workload.liveness!, path: '/actuator/health/livness' };
      const pods = replacePods(scene, part, fault, 'all');
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 143, lives: 50 });
      for (const pod of pods) {
        podEvent(scene, pod, 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 404', {
          first: fault.from + 28,
          count: 31,
        });
        podEvent(scene, pod, 'Killing', `Container ${part.name} failed liveness probe, will be restarted`, {
          type: 'Normal',
          first: fault.from + 50,
          count: 10,
        });
      }
      return { complaint: `${part.name} restarts all the time` };
    },
  },
  {
    id: 'readiness-wrong-port',
    causes: ['readiness_probe_incorrect_port'],
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const port = part.port + 8;
      workload.readiness = { ...workload.readiness!, port };
      recordChange(scene, part, fault.from - 30, {
        kind: 'config',
        summary: 'Ports by template',
        files: [`deploy/${part.name}/deployment.yaml`],
      });
      for (const pod of replacePods(scene, part, fault, 'all'))
        podEvent(
          scene,
          pod,
          'Unhealthy',
          `Readiness probe failed: Get "http://${pod.ip}:${port}/ready": dial tcp ${pod.ip}:${port}: connect: connection refused`,
          { first: fault.from + 9, count: Math.round((scene.axis.end - fault.from) / 5) },
        );
      return { complaint: `${part.name} gets no traffic` };
    },
  },
  {
    id: 'readiness-over-tls',
    causes: ['readiness_probe_incorrect_protocol'],
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.readiness = { ...workload.readiness!, scheme: 'HTTPS' };
      for (const pod of replacePods(scene, part, fault, 'all'))
        podEvent(
          scene,
          pod,
          'Unhealthy',
          `Readiness probe failed: Get "https://${pod.ip}:${part.port}/ready": http: server gave HTTP response to HTTPS client`,
          { first: fault.from + 9, count: Math.round((scene.axis.end - fault.from) / 5) },
        );
      return { complaint: `${part.name} is never ready` };
    },
  },
  {
    id: 'startup-probe-gives-up',
    causes: ['startup_probe_failed'],
    where: all(here, runs('jvm', 'python')),
    strike(scene, part, fault) {
      workloadOf(scene, part).startup = { path: '/healthz', port: part.port, periodSeconds: 5, failureThreshold: 4 };
      const pods = replacePods(scene, part, fault, 'all');
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 143, lives: 24 });
      for (const pod of pods) {
        podEvent(
          scene,
          pod,
          'Unhealthy',
          `Startup probe failed: Get "http://${pod.ip}:${part.port}/healthz": dial tcp ${pod.ip}:${part.port}: connect: connection refused`,
          { first: fault.from + 8, count: 38 },
        );
        podEvent(scene, pod, 'Killing', `Container ${part.name} failed startup probe, will be restarted`, {
          type: 'Normal',
          first: fault.from + 24,
          count: 9,
        });
        say(
          scene,
          part,
          { from: fault.from + 4, perMinute: 0.4, level: 'info', pod, whileDown: true },
          () => 'Warming caches: 18 of 64 tables',
        );
      }
      return { complaint: `${part.name} does not get through its start` };
    },
  },
];
