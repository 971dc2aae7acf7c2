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
  {
    id: 'liveness-over-tls',
    causes: ['liveness_probe_incorrect_protocol'],
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      // Either the probe speaks TLS to a plain server, or the server went over to TLS and the probe did not.
      const probeSpeaks = scene.random.chance(0.6);
      if (probeSpeaks) workload.liveness = { ...workload.liveness!, scheme: 'HTTPS' };
      else workload.readiness = { ...workload.readiness!, scheme: 'HTTPS' };
      const pods = replacePods(scene, part, fault, 'all');
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 143, lives: 50 });
      for (const pod of pods) {
        const text = probeSpeaks
          ? `Get "https://${pod.ip}:${part.port}/healthz": http: server gave HTTP response to HTTPS client`
          : 'HTTP probe failed with statuscode: 400';
        podEvent(scene, pod, 'Unhealthy', `Liveness probe failed: ${text}`, { first: fault.from + 29, count: 27 });
        podEvent(scene, pod, 'Killing', `Container ${part.name} failed liveness probe, will be restarted`, {
          type: 'Normal',
          first: fault.from + 50,
          count: 9,
        });
        if (!probeSpeaks && part.runtime === 'go')
          say(
            scene,
            part,
            { from: fault.from + 28, perMinute: 1.5, pod, whileDown: true },
            () =>
              `http: TLS handshake error from ${pod.ip.replace(/\d+$/, '1')}:51422: client sent an HTTP request to an HTTPS server`,
          );
      }
      return { complaint: `${part.name} restarts over and over` };
    },
  },
  {
    id: 'readiness-too-tight',
    axes: ['severity'],
    causes: ['readiness_probe_incorrect_timing'],
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.readiness = { ...workload.readiness!, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 1 };
      recordChange(scene, part, fault.from - 30, {
        kind: 'config',
        summary: 'Notice sick pods sooner',
        files: [`deploy/${part.name}/deployment.yaml`],
        diff: '   readinessProbe:\n-    timeoutSeconds: 5\n-    failureThreshold: 3\n+    timeoutSeconds: 1\n+    failureThreshold: 1',
      });
      // What it looks up to answer takes about a second: it is in service now and then.
      const away = fault.scale(0.55, 0.98);
      for (const pod of replacePods(scene, part, fault, 'all')) {
        for (let i = scene.axis.indexOf(fault.from); i < scene.axis.points; i++)
          pod.down[i] = scene.random.chance(away) ? 1 : 0;
        pod.readySince = scene.axis.end - scene.random.whole(2, 40);
        podEvent(
          scene,
          pod,
          'Unhealthy',
          `Readiness probe failed: Get "http://${pod.ip}:${part.port}/ready": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
          { first: fault.from + 3, count: Math.round((scene.axis.end - fault.from) * away) },
        );
      }
      return { complaint: `${part.name} comes and goes` };
    },
  },
  {
    id: 'readiness-waits-too-long',
    causes: ['readiness_probe_incorrect_timing'],
    where: here,
    strike(scene, part, fault) {
      // The program is up after seconds, but nobody asks it for an hour or longer.
      const delay = scene.random.pick([3_600, 6_000, 36_000]);
      const workload = workloadOf(scene, part);
      workload.readiness = { ...workload.readiness!, initialDelaySeconds: delay };
      recordChange(scene, part, fault.from - 30, {
        kind: 'config',
        summary: 'Give it time to start',
        files: [`deploy/${part.name}/deployment.yaml`],
        diff: `   readinessProbe:\n+    initialDelaySeconds: ${delay}`,
      });
      replacePods(scene, part, fault, 'all');
      return { complaint: `${part.name} gets no traffic since its rollout` };
    },
  },
];
