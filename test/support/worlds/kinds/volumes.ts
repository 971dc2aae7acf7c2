import type { FaultKind } from '../fault-kind.ts';
import { podEvent } from '../kubernetes/events.ts';
import { say } from '../logs/say.ts';
import { podsOf, workloadOf } from '../scene.ts';
import { aDatabase, all, aProgram, aService, kubernetes } from './places.ts';
import { crashLoop, drawReach, neverStarts, replacePods, takeDown, unschedulable } from './pods.ts';

const here = all(kubernetes, aProgram);

export const volumes: readonly FaultKind[] = [
  {
    id: 'addresses-spent',
    causes: ['cni_address_exhaustion'],
    where: here,
    strike(scene, part, fault) {
      const pods = replacePods(scene, part, fault, drawReach(scene, part));
      neverStarts(scene, pods, fault, { reason: 'ContainerCreating', message: '' }, [
        [
          'FailedCreatePodSandBox',
          'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "b1f0a2": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
        ],
      ]);
      return {
        components: [`service/${part.name}`, ...pods.map(({ node }) => `node/${node}`)],
        complaint: `pods of ${part.name} hang in ContainerCreating`,
      };
    },
  },
  {
    id: 'volume-not-writable',
    causes: ['volume_mount_permission_denied'],
    where: all(kubernetes, aDatabase),
    strike(scene, part, fault) {
      const pods = replacePods(scene, part, fault, 'all');
      const text = {
        postgresql: 'initdb: error: could not change permissions of directory "/var/lib/data": Operation not permitted',
        mysql:
          "[ERROR] [MY-010187] [Server] Could not open file '/var/lib/data/ibdata1' for error logging: Permission denied",
        mongodb: 'Attempted to create a lock file on a read-only directory: /var/lib/data',
      }[part.engine as 'postgresql'];
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 1, message: text, lives: 2 }, () => text);
      return { complaint: `${part.name} does not start since it was moved` };
    },
  },
  {
    id: 'scratch-space-exceeded',
    causes: ['ephemeral_storage_limit_exceeded'],
    where: here,
    strike(scene, part, fault) {
      workloadOf(scene, part).limits = { ...workloadOf(scene, part).limits, 'ephemeral-storage': '1Gi' };
      const [pod] = podsOf(scene, part);
      takeDown(scene, [pod!], fault);
      const text = `Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. `;
      if (fault.until === undefined) Object.assign(pod!, { phase: 'Failed', reason: 'Evicted', message: text });
      podEvent(scene, pod!, 'Evicted', text, { first: fault.from, last: fault.from });
      return { complaint: `pods of ${part.name} vanish` };
    },
  },
  {
    id: 'claim-cannot-be-shared',
    causes: ['pvc_access_mode_mismatch', 'volume_attach_failed'],
    // One pod alone shares its volume with nobody.
    where: all(kubernetes, aService, ({ replicas }) => replicas > 1),
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const claim = {
        name: `${part.name}-uploads`,
        storageClass: 'gp3',
        size: '20Gi',
        volume: `pvc-uploads-${part.name.length}`,
        mountPath: '/uploads',
      };
      workload.claims = [claim];
      const [pod, ...rest] = replacePods(scene, part, fault, 'all');
      pod!.down.fill(0, scene.axis.indexOf(fault.from) + 1);
      pod!.ready = true;
      neverStarts(scene, rest, fault, { reason: 'ContainerCreating', message: '' }, [
        [
          'FailedAttachVolume',
          `Multi-Attach error for volume "${claim.volume}" Volume is already used by pod(s) ${pod!.name}`,
        ],
      ]);
      return { complaint: `only one pod of ${part.name} starts` };
    },
  },
  {
    id: 'cloud-has-no-machine',
    causes: ['cloud_capacity_insufficient', 'insufficient_node_cpu'],
    where: here,
    strike(scene, part, fault) {
      const n = scene.nodes.length;
      const pods = replacePods(scene, part, fault, 'all');
      unschedulable(
        scene,
        pods,
        fault,
        `0/${n} nodes are available: ${n} Insufficient cpu. preemption: 0/${n} nodes are available: ${n} No preemption victims found for incoming pod.`,
      );
      for (const pod of pods) {
        podEvent(scene, pod, 'TriggeredScaleUp', `pod triggered scale-up: [{eks-general 3->4 (max: 12)}]`, {
          type: 'Normal',
          first: fault.from + 12,
          last: fault.from + 12,
          source: 'cluster-autoscaler',
        });
        podEvent(scene, pod, 'NotTriggerScaleUp', "pod didn't trigger scale-up: 1 in backoff after failed scale-up", {
          type: 'Normal',
          first: fault.from + 300,
          count: 22,
          source: 'cluster-autoscaler',
        });
      }
      scene.events.push({
        type: 'Warning',
        reason: 'FailedToScaleUpGroup',
        message:
          'Scale-up failed for group eks-general: Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient m6i.xlarge capacity in the Availability Zone you requested (eu-west-1a). Launching EC2 instance failed.',
        kind: 'ConfigMap',
        name: 'cluster-autoscaler-status',
        namespace: 'kube-system',
        source: 'cluster-autoscaler',
        first: fault.from + 60,
        last: scene.axis.end - 30,
        count: 7,
      });
      return { complaint: `pods of ${part.name} stay pending` };
    },
  },
  {
    id: 'threads-refused',
    causes: ['thread_limit_reached'],
    where: here,
    strike(scene, part, fault) {
      const pods = replacePods(scene, part, fault, 'all');
      const text = {
        jvm: 'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
        go: 'runtime: failed to create new OS thread (have 18 already; errno=11)',
        node: 'node[1]: pthread_create: Resource temporarily unavailable',
        python: "RuntimeError: can't start new thread",
        celery: "RuntimeError: can't start new thread",
      }[part.runtime!];
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 134, lives: 20 }, () => text);
      for (const pod of pods)
        say(scene, part, { from: fault.from + 5, perMinute: 0.5, pod, whileDown: true }, () => text);
      return { complaint: `${part.name} crashes` };
    },
  },
];
