import type { FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { objectEvent } from '../kubernetes/events.ts';
import { say } from '../logs/say.ts';
import type { Part, System } from '../part.ts';
import { drive, podsOf, type Scene, workloadOf } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { recordChange, rollOut } from './changes.ts';
import { aCallee, all, anExternal, aProgram, aService, kubernetes, selfManaged } from './places.ts';
import { replacePods } from './pods.ts';
import { callerOf, cutOff } from './routing.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;

const callsAService = all(kubernetes, aService, (part, { parts }) =>
  part.calls.some(({ role, critical }) => critical && parts.find((one) => one.role === role)?.kind === 'service'),
);

const calledByOne = all(kubernetes, aCallee, (part, { parts }) => callersIn(part, parts).length === 1);

function callersIn(part: Part, parts: System['parts']): readonly Part[] {
  return parts.filter(({ calls }) => calls.some(({ role }) => role === part.role));
}

/** Sets the variable that leads a part to the service it calls, and lets its lookups fail since. */
function misled(scene: Scene, part: Part, from: number, hostOf: (callee: Part) => string): Part {
  const { parts } = scene.system;
  const { role } = part.calls.find(
    (call) => call.critical && parts.find((one) => one.role === call.role)?.kind === 'service',
  )!;
  const callee = parts.find((one) => one.role === role)!;
  const workload = workloadOf(scene, part);
  const variable = `${role.toUpperCase().replaceAll('-', '_')}_ADDR`;
  const host = hostOf(callee);
  workload.env = workload.env.map((one) => (one.name === variable ? { name: variable, value: host } : one));
  rollOut(scene, part, from);
  return callee;
}

/** Changes one letter in so many of a name, spread over it. */
function misspelt(name: string, letters: number): string {
  const each = name.length / Math.max(1, letters);
  return [...name]
    .map((letter, n) => (Math.floor(n / each) < Math.floor((n + 1) / each) && letter !== '-' ? 'q' : letter))
    .join('');
}

/** What leads from one part to another, and leads nowhere any more: names, policies, ports, those who place pods. */
export const wiring: readonly FaultKind[] = [
  {
    id: 'address-misspelt',
    causes: ['service_env_var_address_mismatch'],
    where: callsAService,
    axes: ['size'],
    strike(scene, part, fault) {
      misled(scene, part, fault.from, ({ name, namespace, port }) => {
        const letters = Math.max(1, Math.round(fault.scale(1, name.length)));
        return `${misspelt(name, letters)}.${namespace}:${port}`;
      });
      drive(scene, part, 'errors', fault, 0.97);
      return { complaint: `${part.name} fails` };
    },
  },
  {
    // `orders` where the Service is `orders-internal-grpc-api`.
    id: 'address-cut-short',
    causes: ['service_env_var_address_mismatch'],
    where: callsAService,
    strike(scene, part, fault) {
      misled(scene, part, fault.from, ({ name, namespace }) => {
        const cut = name.includes('-') ? name.slice(0, name.indexOf('-')) : name.slice(0, Math.max(4, name.length / 2));
        return `http://${cut}.${namespace}`;
      });
      drive(scene, part, 'errors', fault, 0.97);
      return { complaint: `${part.name} fails` };
    },
  },
  {
    // Most Services here carry the container's port on; this one was given port 80, and nobody told its caller.
    id: 'service-renumbered',
    causes: ['service_port_mapping_mismatch', 'service_env_var_address_mismatch'],
    where: calledByOne,
    axes: ['size'],
    strike(scene, part, fault) {
      workloadOf(scene, part).servicePort = 80;
      const [caller] = callersIn(part, scene.system.parts);
      // So were others before, and who calls them knows.
      const others = [...scene.workloads.values()].filter(
        (one) => one.part !== part && one.part.namespace === part.namespace && one.part.runtime !== undefined,
      );
      for (const other of others.slice(0, Math.floor(others.length * fault.scale(0.1, 0.9)))) {
        const was = other.servicePort;
        other.servicePort = 80;
        for (const workload of scene.workloads.values())
          workload.env = workload.env.map((one) => ({
            ...one,
            ...(one.value?.startsWith(other.part.name) && { value: one.value.replace(`:${was}`, ':80') }),
          }));
      }
      cutOff(scene, part, fault, 3_000);
      return {
        components: [`service/${part.name}`, `service/${caller!.name}`],
        complaint: `calls to ${part.name} time out`,
      };
    },
  },
  {
    // A policy that has stood for days lets in whoever carries a label; a release gave its caller another one.
    id: 'label-behind-a-policy',
    causes: ['network_policy_blocks_traffic'],
    where: all(kubernetes, aCallee),
    axes: ['size'],
    strike(scene, part, fault) {
      const caller = callerOf(scene, part);
      const made = fault.from - fault.scale(0.5, 120) * DAY;
      scene.objects.push(
        plain('networking.k8s.io/v1', 'NetworkPolicy', part.namespace, `${part.name}-callers`, made, {
          spec: {
            podSelector: { matchLabels: { app: part.name } },
            policyTypes: ['Ingress'],
            ingress: [{ from: [{ podSelector: { matchLabels: { team: caller.role } } }] }],
          },
        }),
      );
      rollOut(scene, caller, fault.from);
      cutOff(scene, part, fault, 3_000);
      return {
        components: [`service/${part.name}`, `service/${caller.name}`],
        complaint: `calls to ${part.name} time out`,
      };
    },
  },
  {
    // Open connections outlive a policy: calls fail once the pool has made them anew (HikariCP's maxLifetime: 30 minutes).
    id: 'way-out-shut',
    causes: ['network_policy_blocks_traffic'],
    where: all(kubernetes, anExternal),
    axes: ['size'],
    strike(scene, part, fault) {
      const caller = callerOf(scene, part);
      const made = fault.from - Math.round(fault.scale(20, 3 * HOUR));
      scene.objects.push(
        plain('networking.k8s.io/v1', 'NetworkPolicy', caller.namespace, `${caller.name}-egress`, made, {
          spec: {
            podSelector: { matchLabels: { app: caller.name } },
            policyTypes: ['Egress'],
            egress: [
              { to: [{ namespaceSelector: {} }] },
              { ports: [{ protocol: 'UDP', port: 53 }], to: [{ namespaceSelector: {} }] },
            ],
          },
        }),
      );
      cutOff(scene, part, fault, 3_000);
      return {
        components: [`service/${caller.name}`, `service/${part.name}`],
        complaint: `${caller.name} cannot use ${part.name}`,
      };
    },
  },
  {
    // Who holds the lease has hung; OpenShift's leases last 137 seconds.
    id: 'scheduler-lets-its-lease-lapse',
    causes: ['kube_scheduler_unavailable'],
    where: all(selfManaged, aProgram),
    axes: ['age'],
    strike(scene, _part, fault) {
      for (const [name, renewed] of [
        ['kube-scheduler', fault.from],
        ['kube-controller-manager', scene.axis.end - 2],
      ] as const)
        scene.objects.push(
          plain('coordination.k8s.io/v1', 'Lease', 'kube-system', name, scene.axis.end - 4e7, {
            spec: {
              holderIdentity: `control-plane-1_${name}`,
              leaseDurationSeconds: 137,
              renewTime: rfc3339(Math.round(renewed)),
            },
          }),
        );
      return {
        components: ['service/kube-scheduler', 'namespace/kube-system', 'node/control-plane-1'],
        complaint: 'new pods stay pending',
      };
    },
  },
  {
    id: 'scheduler-says-nothing',
    causes: ['kube_scheduler_unavailable'],
    where: all(selfManaged, aProgram),
    axes: ['age'],
    strike(scene, part, fault) {
      for (const pod of replacePods(scene, part, fault, 'all'))
        Object.assign(pod, { node: undefined, phase: 'Pending', ready: false, unseen: true });
      return {
        components: ['service/kube-scheduler', 'namespace/kube-system'],
        complaint: `pods of ${part.name} stay pending`,
      };
    },
  },
  {
    // First the quota was full; that was raised, and now a policy engine turns the pods down.
    id: 'refused-by-another',
    causes: ['admission_webhook_denied'],
    where: all(kubernetes, aService),
    axes: ['size'],
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      for (const pod of podsOf(scene, part)) scene.pods.splice(scene.pods.indexOf(pod), 1);
      workload.revision++;
      workload.rolledAt = fault.from;
      const set = `${part.name}-${workload.revision}f7c9d8b5`;
      const between = Math.round(fault.scale(2, 900));
      const last = scene.axis.end - 20;
      const told = { first: fault.from, source: 'replicaset-controller', count: 6 };
      objectEvent(
        scene,
        'ReplicaSet',
        part.namespace,
        set,
        'FailedCreate',
        `Error creating: pods "${set}-x2v7k" is forbidden: exceeded quota: compute, requested: limits.memory=512Mi, used: limits.memory=16Gi, limited: limits.memory=16Gi`,
        { ...told, last: Math.max(fault.from, last - between) },
      );
      objectEvent(
        scene,
        'ReplicaSet',
        part.namespace,
        set,
        'FailedCreate',
        `Error creating: admission webhook "validate.kyverno.svc-fail" denied the request: resource Pod/${part.namespace}/${set}-x2v7k was blocked due to the following policies: require-labels`,
        { ...told, last },
      );
      drive(scene, part, 'unreachable', fault, 1);
      return { complaint: `${part.name} is gone` };
    },
  },
  {
    // The callee listens elsewhere since its next start; whoever calls it has the old port.
    id: 'listens-elsewhere',
    causes: ['bad_config_change', 'service_port_mapping_mismatch', 'service_env_var_address_mismatch'],
    where: aCallee,
    axes: ['earlier'],
    strike(scene, part, fault) {
      const caller = callerOf(scene, part);
      recordChange(scene, part, fault.from - 60, {
        kind: 'config',
        summary: 'One port for all',
        files: [`config/${part.name}.yaml`],
        diff: `-  port: ${part.port}\n+  port: ${part.port + 1}`,
      });
      const [ip = '10.0.3.7'] = podsOf(scene, part).map((pod) => pod.ip);
      drive(scene, caller, 'errors', fault, 0.9);
      say(
        scene,
        caller,
        { from: fault.from + 5, perMinute: 5 },
        () => `dial tcp ${ip}:${part.port}: connect: connection refused`,
      );
      return {
        components: [`service/${part.name}`, `service/${caller.name}`],
        complaint: `${caller.name} does not reach ${part.name}`,
      };
    },
  },
];
