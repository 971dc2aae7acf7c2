import type { FaultKind } from '../fault-kind.ts';
import { podEvent } from '../kubernetes/events.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import { podsOf, workloadOf } from '../scene.ts';
import { recordChange } from './changes.ts';
import { aDatabase, all, any, aProgram, aService, isEngine, kubernetes } from './places.ts';
import { crashLoop, drawReach, neverStarts, replacePods, takeDown } from './pods.ts';

const here = all(kubernetes, aProgram);

/** The last words of a program that finds a setting it cannot use. */
export function badSetting(part: Part): { text: string; stack?: readonly string[] } {
  switch (part.runtime) {
    case 'jvm':
      return {
        text: 'Application run failed',
        stack: [
          "org.springframework.boot.context.properties.bind.BindException: Failed to bind properties under 'app.batch-size' to int",
          '\tat org.springframework.boot.context.properties.bind.Binder.handleBindError(Binder.java:391)',
          'Caused by: java.lang.NumberFormatException: For input string: "25O"',
        ],
      };
    case 'go':
      return {
        text: 'parse config: envconfig.Process: assigning APP_BATCH_SIZE to BatchSize: converting \'25O\' to type int. details: strconv.ParseInt: parsing "25O": invalid syntax',
      };
    case 'node':
      return {
        text: 'ZodError: APP_BATCH_SIZE: Invalid input: expected number, received NaN',
        stack: [
          '    at Object.<anonymous> (/srv/app/dist/config.js:31:24)',
          '    at Module._compile (node:internal/modules/cjs/loader:1554:14)',
        ],
      };
    default:
      return {
        text: 'pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings',
        stack: [
          'batch_size',
          "  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value='25O', input_type=str]",
        ],
      };
  }
}

export const startup: readonly FaultKind[] = [
  {
    id: 'config-map-missing',
    causes: ['missing_config_map'],
    where: here,
    pairs: true,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const name = `${part.name}-settings-v2`;
      workload.env = [...workload.env, { name: 'FEATURES', configMap: { name, key: 'features' } }];
      workload.missing.add(name);
      recordChange(scene, part, fault.from - 60, {
        kind: 'config',
        summary: 'Read features from settings v2',
        files: [`deploy/${part.name}/deployment.yaml`],
      });
      const pods = replacePods(scene, part, fault, drawReach(scene, part));
      neverStarts(
        scene,
        pods,
        fault,
        { reason: 'CreateContainerConfigError', message: `configmap "${name}" not found` },
        [['Failed', `Error: configmap "${name}" not found`]],
      );
      return { complaint: `${part.name} does not start` };
    },
  },
  {
    id: 'secret-missing',
    causes: ['missing_secret'],
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const name = `${part.name}-tls`;
      workload.secretVolumes = [name];
      workload.missing.add(name);
      const pods = replacePods(scene, part, fault, drawReach(scene, part));
      neverStarts(scene, pods, fault, { reason: 'ContainerCreating', message: '' }, [
        ['FailedMount', `MountVolume.SetUp failed for volume "${name}" : secret "${name}" not found`],
      ]);
      return { complaint: `pods of ${part.name} hang in ContainerCreating` };
    },
  },
  {
    id: 'secret-key-missing',
    causes: ['missing_secret'],
    where: here,
    strike(scene, part, fault) {
      const name = `${part.name}-credentials`;
      workloadOf(scene, part).env.push({ name: 'WEBHOOK_KEY', secret: { name, key: 'webhook-key' } });
      // The secret is there: only the key is not.
      const pods = replacePods(scene, part, fault, drawReach(scene, part));
      neverStarts(
        scene,
        pods,
        fault,
        {
          reason: 'CreateContainerConfigError',
          message: `couldn't find key webhook-key in Secret ${part.namespace}/${name}`,
        },
        [['Failed', `Error: couldn't find key webhook-key in Secret ${part.namespace}/${name}`]],
      );
      return { complaint: `${part.name} does not start` };
    },
  },
  {
    id: 'init-container-fails',
    causes: ['init_container_failed'],
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.initContainers = [
        { name: 'migrate', image: `${part.image}-migrations:${part.version}`, command: ['flyway', 'migrate'] },
      ];
      const pods = replacePods(scene, part, fault, drawReach(scene, part));
      for (const pod of pods) {
        pod.phase = 'Pending';
        pod.initWaiting = {
          reason: 'CrashLoopBackOff',
          message: `back-off 5m0s restarting failed container=migrate pod=${pod.name}_${part.namespace}(4f0c)`,
        };
        pod.initTerminated = { reason: 'Error', exitCode: 1, at: scene.axis.end - 140, seconds: 4 };
        pod.restarts = Array.from({ length: 6 }, (_, n) => fault.from + 20 * 2 ** n);
        podEvent(
          scene,
          pod,
          'BackOff',
          `Back-off restarting failed container migrate in pod ${pod.name}_${part.namespace}(4f0c)`,
          { first: fault.from + 30, count: 41 },
        );
        say(
          scene,
          part,
          { from: fault.from + 10, perMinute: 0.2, pod, whileDown: true },
          () =>
            'ERROR: Validate failed: Migrations have failed validation. Migration checksum mismatch for migration version 42',
        );
      }
      return { complaint: `${part.name} hangs in Init` };
    },
  },
  {
    id: 'command-not-found',
    causes: ['invalid_command'],
    where: here,
    strike(scene, part, fault) {
      workloadOf(scene, part).command = ['/app/bin/serve', '--config=/etc/app.yaml'];
      recordChange(scene, part, fault.from - 50, {
        kind: 'config',
        summary: 'Start through serve',
        files: [`deploy/${part.name}/deployment.yaml`],
      });
      const text =
        'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/bin/serve": stat /app/bin/serve: no such file or directory: unknown';
      const pods = replacePods(scene, part, fault, drawReach(scene, part));
      crashLoop(scene, pods, fault, { reason: 'StartError', exitCode: 128, message: text, lives: 0 });
      for (const pod of pods) podEvent(scene, pod, 'Failed', `Error: ${text}`, { first: fault.from + 6, count: 9 });
      return { complaint: `${part.name} crashes at once` };
    },
  },
  {
    id: 'bad-setting',
    causes: ['bad_config_change', 'application_crash_on_start'],
    where: here,
    pairs: true,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.env = [...workload.env, { name: 'APP_BATCH_SIZE', value: '25O' }];
      recordChange(scene, part, fault.from - 45, {
        kind: 'config',
        summary: 'Larger batches',
        files: [`deploy/${part.name}/values.yaml`],
        diff: '-APP_BATCH_SIZE: "100"\n+APP_BATCH_SIZE: "25O"',
      });
      crashLoop(
        scene,
        replacePods(scene, part, fault, drawReach(scene, part)),
        fault,
        { reason: 'Error', exitCode: 1, lives: 3 },
        () => badSetting(part),
      );
      return { complaint: `${part.name} restarts all the time` };
    },
  },
  {
    id: 'wrong-architecture',
    causes: ['image_architecture_mismatch'],
    where: here,
    strike(scene, part, fault) {
      const pods = replacePods(scene, part, fault, drawReach(scene, part));
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 255, lives: 0 });
      for (const pod of pods)
        say(
          scene,
          part,
          { from: fault.from + 4, perMinute: 0.2, pod, whileDown: true },
          () => 'exec /usr/local/bin/entrypoint: exec format error',
        );
      return { complaint: `${part.name} crashes since it was built on the new machines` };
    },
  },
  {
    id: 'scaled-to-zero',
    causes: ['deployment_scaled_to_zero'],
    where: all(kubernetes, aService),
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      takeDown(scene, podsOf(scene, part), fault);
      for (const pod of [...podsOf(scene, part)]) {
        scene.pods.splice(scene.pods.indexOf(pod), 1);
        scene.departed.push({ ...pod, goneAt: fault.from });
      }
      workload.replicas = 0;
      scene.events.push({
        type: 'Normal',
        reason: 'ScalingReplicaSet',
        message: `Scaled down replica set ${part.name}-6f7c9d8b5 to 0 from ${part.replicas}`,
        kind: 'Deployment',
        name: part.name,
        namespace: part.namespace,
        source: 'deployment-controller',
        first: fault.from,
        last: fault.from,
        count: 1,
      });
      return { complaint: `nothing answers on ${part.name}` };
    },
  },
  {
    id: 'volume-held-elsewhere',
    causes: ['volume_attach_failed'],
    where: all(kubernetes, any(aDatabase, isEngine('rabbitmq'))),
    strike(scene, part, fault) {
      const pods = replacePods(scene, part, fault, 'all');
      const volume = workloadOf(scene, part).claims[0]?.volume;
      neverStarts(scene, pods.slice(0, 1), fault, { reason: 'ContainerCreating', message: '' }, [
        [
          'FailedAttachVolume',
          `Multi-Attach error for volume "${volume}" Volume is already exclusively attached to one node and can't be attached to another`,
        ],
        [
          'FailedMount',
          'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition',
        ],
      ]);
      for (const pod of pods.slice(1)) {
        pod.down.fill(0);
        pod.ready = true;
      }
      return { complaint: `${part.name} does not come up on its new node` };
    },
  },
];
