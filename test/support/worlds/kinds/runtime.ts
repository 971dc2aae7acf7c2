import type { FaultKind } from '../fault-kind.ts';
import { podEvent } from '../kubernetes/events.ts';
import { say } from '../logs/say.ts';
import { changeSignal, drive, podsOf, toward, workloadOf } from '../scene.ts';
import { recordChange } from './changes.ts';
import { ownError } from './own-error.ts';
import { all, aProgram, aService, kubernetes, runs } from './places.ts';
import { crashLoop, replacePods } from './pods.ts';

const here = all(kubernetes, aProgram);

export const runtime: readonly FaultKind[] = [
  {
    id: 'own-errors',
    axes: ['severity'],
    causes: ['application_error'],
    where: aService,
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      const share = fault.scale(0.05, 0.6);
      drive(scene, part, 'errors', fault, share);
      say(scene, part, { from: fault.from, until: fault.until, perMinute: 2 + share * 6 }, () => ownError(part, scene));
      // No change is near: the input did it, and nobody can say more than that the program fails by itself.
      return { causes: ['application_error', 'availability_regression'], complaint: `${part.name} returns errors` };
    },
  },
  {
    id: 'oom-killed',
    causes: ['oom_killed'],
    where: here,
    strike(scene, part, fault) {
      workloadOf(scene, part).limits = {
        ...workloadOf(scene, part).limits,
        memory: `${Math.round((part.memoryLimit * 0.45) / 2 ** 20)}Mi`,
      };
      recordChange(scene, part, fault.from - 40, {
        kind: 'config',
        summary: 'Save memory',
        files: [`deploy/${part.name}/values.yaml`],
        diff: '-memory: 1Gi\n+memory: 460Mi',
      });
      crashLoop(scene, replacePods(scene, part, fault, 'all'), fault, {
        reason: 'OOMKilled',
        exitCode: 137,
        lives: 45,
      });
      return { causes: ['oom_killed', 'bad_config_change'], complaint: `${part.name} restarts again and again` };
    },
  },
  {
    id: 'leak-until-killed',
    causes: ['memory_leak'],
    where: here,
    shape: 'gradual',
    strike(scene, part, fault) {
      const pods = podsOf(scene, part);
      const { axis } = scene;
      const period = scene.random.whole(11, 17);
      const begin = axis.indexOf(fault.from);
      for (const [n, pod] of pods.entries()) {
        // It fills its memory, is killed, and begins anew: a saw whose teeth are all alike.
        changeSignal(scene, part, `memory ${pod.name}`, (base, i) =>
          i < begin ? base : base + (1 - base) * (((i - begin + n * 3) % period) / (period - 1)),
        );
        for (let i = begin; i < axis.points; i++) {
          if ((i - begin + n * 3) % period !== 0 || i === begin) continue;
          pod.restarts.push(axis.at(i));
          pod.down[i] = 1;
          pod.lastTerminated = { reason: 'OOMKilled', exitCode: 137, at: axis.at(i) - 4, seconds: period * axis.step };
        }
      }
      changeSignal(scene, part, 'heap share', (base, i) =>
        i < begin ? base : Math.min(0.99, base + 0.6 * (((i - begin) % period) / period)),
      );
      return { causes: ['memory_leak', 'oom_killed'], complaint: `${part.name} restarts every quarter of an hour` };
    },
  },
  {
    id: 'liveness-wrong-port',
    causes: ['liveness_probe_incorrect_port'],
    where: all(kubernetes, aService),
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.liveness = { ...workload.liveness!, port: part.port + 1 };
      recordChange(scene, part, fault.from - 30, {
        kind: 'config',
        summary: 'Probe settings by template',
        files: [`deploy/${part.name}/deployment.yaml`],
      });
      const pods = replacePods(scene, part, fault, 'all');
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 143, lives: 51 });
      for (const pod of pods) {
        podEvent(
          scene,
          pod,
          'Unhealthy',
          `Liveness probe failed: Get "http://${pod.ip}:${part.port + 1}/healthz": dial tcp ${pod.ip}:${part.port + 1}: connect: connection refused`,
          { first: fault.from + 30, count: 24 },
        );
        podEvent(scene, pod, 'Killing', `Container ${part.name} failed liveness probe, will be restarted`, {
          type: 'Normal',
          first: fault.from + 51,
          count: 8,
        });
      }
      return { complaint: `${part.name} restarts all the time` };
    },
  },
  {
    id: 'readiness-wrong-path',
    causes: ['readiness_probe_incorrect_path'],
    where: all(kubernetes, aService),
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.readiness = { ...workload.readiness!, path: '/health/redy' };
      recordChange(scene, part, fault.from - 30, {
        kind: 'config',
        summary: 'Probe settings by template',
        files: [`deploy/${part.name}/deployment.yaml`],
      });
      for (const pod of replacePods(scene, part, fault, 'all'))
        podEvent(scene, pod, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 404', {
          first: fault.from + 9,
          count: Math.round((scene.axis.end - fault.from) / 5),
        });
      return { complaint: `${part.name} gets no traffic` };
    },
  },
  {
    id: 'liveness-too-tight',
    causes: ['liveness_probe_incorrect_timing'],
    where: all(kubernetes, aService, runs('jvm', 'python')),
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.liveness = {
        ...workload.liveness!,
        initialDelaySeconds: 2,
        periodSeconds: 2,
        timeoutSeconds: 1,
        failureThreshold: 2,
      };
      const pods = replacePods(scene, part, fault, 'all');
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 143, lives: 7 });
      for (const pod of pods) {
        podEvent(
          scene,
          pod,
          'Unhealthy',
          `Liveness probe failed: Get "http://${pod.ip}:${part.port}/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
          { first: fault.from + 5, count: 40 },
        );
        podEvent(scene, pod, 'Killing', `Container ${part.name} failed liveness probe, will be restarted`, {
          type: 'Normal',
          first: fault.from + 8,
          count: 14,
        });
        say(
          scene,
          part,
          { from: fault.from + 3, perMinute: 0.4, level: 'info', pod, whileDown: true },
          () => 'Starting, loading reference tables (takes about 20 s)',
        );
      }
      return { complaint: `${part.name} never gets through its start` };
    },
  },
  {
    id: 'files-exhausted',
    causes: ['file_descriptor_limit_reached'],
    where: all(aService, runs('jvm', 'go', 'node')),
    shape: 'gradual',
    strike(scene, part, fault) {
      changeSignal(scene, part, 'max files', () => 1_024);
      changeSignal(scene, part, 'open files', (base, i) => base + (1_021 - base) * fault.course[i]!);
      const late = { course: fault.course.map((value) => (value > 0.93 ? (value - 0.93) / 0.07 : 0)) };
      drive(scene, part, 'errors', late, fault.scale(0.15, 0.7));
      const from = scene.axis.at(
        Math.max(
          0,
          late.course.findIndex((value) => value > 0),
        ),
      );
      const text = {
        jvm: 'java.net.SocketException: Too many open files',
        go: 'http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in 5ms',
        node: "EMFILE: too many open files, open '/srv/app/templates/mail.hbs'",
      }[part.runtime as 'jvm' | 'go' | 'node'];
      say(scene, part, { from, perMinute: 4 }, () => text);
      return { complaint: `${part.name} fails more and more` };
    },
  },
  {
    id: 'threads-exhausted',
    causes: ['thread_pool_exhausted'],
    where: all(aService, runs('jvm')),
    passes: true,
    strike(scene, part, fault) {
      changeSignal(scene, part, 'threads busy', toward(fault, 200));
      changeSignal(scene, part, 'threads', (base, i) => base + 150 * fault.course[i]!);
      drive(scene, part, 'latencyMs', fault, fault.scale(400, 4_000));
      drive(scene, part, 'errors', fault, 0.06);
      say(
        scene,
        part,
        {
          from: fault.from,
          until: fault.until,
          perMinute: 1.5,
          level: 'warn',
          logger: 'o.a.tomcat.util.threads.ThreadPoolExecutor',
        },
        () =>
          'Maximum number of threads (200) created for connector with address [null] and port [8080]; requests are queued',
      );
      return { complaint: `${part.name} hardly answers` };
    },
  },
  {
    id: 'garbage-collection',
    causes: ['garbage_collection_pressure'],
    where: all(aService, runs('jvm')),
    shape: 'gradual',
    pairs: true,
    strike(scene, part, fault) {
      changeSignal(scene, part, 'heap share', toward(fault, 0.965));
      changeSignal(scene, part, 'gc share', (base, i) => base + 0.55 * fault.course[i]! ** 2);
      changeSignal(scene, part, 'gc pauses', (base, i) => base + 1.2 * fault.course[i]!);
      drive(scene, part, 'latencyFactor', { course: fault.course.map((value) => value ** 2) }, fault.scale(2.5, 12));
      drive(scene, part, 'cpuExtra', { course: fault.course.map((value) => value ** 2) }, 0.5);
      if (fault.size > 0.5)
        say(
          scene,
          part,
          { from: scene.axis.end - 500, perMinute: 0.6 },
          () => 'java.lang.OutOfMemoryError: GC overhead limit exceeded',
        );
      return {
        causes: ['garbage_collection_pressure', 'memory_leak'],
        complaint: `${part.name} gets slower and slower`,
      };
    },
  },
  {
    id: 'event-loop-blocked',
    causes: ['event_loop_blocked'],
    where: all(aService, runs('node')),
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      const seconds = fault.scale(0.25, 2.5);
      changeSignal(scene, part, 'event loop lag', (base, i) => base + seconds * fault.course[i]!);
      drive(scene, part, 'latencyMs', fault, seconds * 700);
      drive(scene, part, 'cpuExtra', fault, 0.45);
      const complaint = `${part.name} reacts late`;
      // CloudWatch sees how busy the processor of a task is, and nothing of the loop.
      return scene.system.platform === 'aws'
        ? { complaint, causes: ['event_loop_blocked', 'pod_cpu_overload'] }
        : { complaint };
    },
  },
];
