import type { Fault, FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { DNS_PODS } from '../kubernetes/system-objects.ts';
import type { Problem } from '../logs/client-texts.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import { changeSignal, drive, type Scene, workloadOf } from '../scene.ts';
import { recordChange, rollOut } from './changes.ts';
import { aCallee, all, anExternal, aService, kubernetes } from './places.ts';

/** Nobody gets through to the part, which is well: callers are refused (1 ms) or wait in vain, for this problem. */
export function cutOff(scene: Scene, part: Part, fault: Fault, waitsMs: number, problem?: Problem): void {
  drive(scene, part, 'unreachable', fault, 1);
  scene.giveUpMs.set(part.role, waitsMs);
  if (problem !== undefined) scene.problems.set(part.role, problem);
}

/** The first service that calls the part. */
export function callerOf(scene: Scene, part: Part): Part {
  return (
    scene.system.parts.find(({ calls, kind }) => kind !== 'gateway' && calls.some(({ role }) => role === part.role)) ??
    part
  );
}

export const routing: readonly FaultKind[] = [
  {
    id: 'selector-mismatch',
    causes: ['service_selector_mismatch'],
    where: all(kubernetes, aCallee),
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.selector = { app: part.name, tier: 'backend' };
      recordChange(scene, part, fault.from - 20, {
        kind: 'config',
        summary: 'Common labels',
        files: [`deploy/${part.name}/service.yaml`],
      });
      cutOff(scene, part, fault, 1);
      return { complaint: `nobody reaches ${part.name}` };
    },
  },
  {
    id: 'target-port-wrong',
    causes: ['service_port_mapping_mismatch'],
    where: all(kubernetes, aCallee),
    strike(scene, part, fault) {
      workloadOf(scene, part).targetPort = part.port + 1010;
      recordChange(scene, part, fault.from - 20, {
        kind: 'config',
        summary: 'Ports by name',
        files: [`deploy/${part.name}/service.yaml`],
      });
      cutOff(scene, part, fault, 1);
      return { complaint: `${part.name} refuses connections` };
    },
  },
  {
    id: 'address-wrong',
    causes: ['service_env_var_address_mismatch'],
    where: all(kubernetes, aService, (part, { parts }) =>
      part.calls.some(({ role, critical }) => critical && parts.find((one) => one.role === role)?.kind === 'service'),
    ),
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const call = part.calls.find(
        ({ role, critical }) => critical && scene.system.parts.find((one) => one.role === role)?.kind === 'service',
      )!;
      const callee = scene.system.parts.find(({ role }) => role === call.role)!;
      const variable = `${call.role.toUpperCase().replaceAll('-', '_')}_ADDR`;
      const wrong = `${callee.name}-v2.${callee.namespace}:${callee.port}`;
      workload.env = workload.env.map((one) => (one.name === variable ? { name: variable, value: wrong } : one));
      recordChange(scene, part, fault.from - 20, {
        kind: 'config',
        summary: `Move to ${callee.name} v2`,
        files: [`deploy/${part.name}/values.yaml`],
        diff: `+${variable}: ${wrong}`,
      });
      rollOut(scene, part, fault.from);
      drive(scene, part, 'errors', fault, 0.97);
      const texts = {
        jvm: `java.net.UnknownHostException: ${callee.name}-v2.${callee.namespace}`,
        go: `Get "http://${wrong}/": dial tcp: lookup ${callee.name}-v2.${callee.namespace} on 10.96.0.10:53: no such host`,
        node: `getaddrinfo ENOTFOUND ${callee.name}-v2.${callee.namespace}`,
        python: `[Errno -2] Name or service not known: ${callee.name}-v2.${callee.namespace}`,
        celery: `[Errno -2] Name or service not known: ${callee.name}-v2.${callee.namespace}`,
      };
      say(scene, part, { from: fault.from, perMinute: 4 }, () => texts[part.runtime!]);
      return { causes: ['service_env_var_address_mismatch', 'bad_config_change'], complaint: `${part.name} fails` };
    },
  },
  {
    id: 'network-policy',
    causes: ['network_policy_blocks_traffic'],
    where: all(kubernetes, aCallee),
    strike(scene, part, fault) {
      scene.objects.push(
        plain('networking.k8s.io/v1', 'NetworkPolicy', part.namespace, `${part.name}-ingress`, fault.from - 5, {
          spec: {
            podSelector: { matchLabels: { app: part.name } },
            policyTypes: ['Ingress'],
            ingress: [
              { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }] },
            ],
          },
        }),
      );
      recordChange(scene, part, fault.from - 25, {
        kind: 'config',
        summary: 'Only monitoring may reach it',
        files: [`policies/${part.name}.yaml`],
      });
      cutOff(scene, part, fault, 3_000);
      return { complaint: `calls to ${part.name} time out` };
    },
  },
  {
    id: 'cluster-dns-down',
    causes: ['coredns_unavailable'],
    where: all(kubernetes, (part) => (part.kind === 'service' && part.entryRps > 0) || part.role === 'edge'),
    strike(scene, part, fault) {
      breakDns(scene, fault);
      changeSignal(scene, { role: 'coredns' }, 'rate', (base, i) => base * (1 - fault.course[i]!));
      for (const callee of scene.system.parts)
        if (scene.system.parts.some(({ calls }) => calls.some(({ role }) => role === callee.role))) {
          drive(scene, callee, 'unreachable', fault, 0.85);
          scene.giveUpMs.set(callee.role, 2_500);
          scene.problems.set(callee.role, 'name');
        }
      scene.alerts.push({
        name: 'CoreDNSDown',
        severity: 'critical',
        labels: { namespace: 'kube-system', job: 'kube-dns' },
        summary: 'CoreDNS has disappeared from Prometheus target discovery.',
        startsAt: fault.from + 300,
      });
      return {
        causes: ['coredns_unavailable'],
        components: ['service/coredns', 'service/kube-dns'],
        complaint: `everything behind ${part.name} fails`,
      };
    },
  },
  {
    id: 'certificate-expired-upstream',
    causes: ['certificate_expired'],
    where: anExternal,
    strike(scene, part, fault) {
      cutOff(scene, part, fault, 30, 'certificate');
      const caller = callerOf(scene, part);
      return {
        components: [`service/${part.name}`, `service/${caller.name}`],
        complaint: `calls of ${caller.name} to ${part.name} fail`,
      };
    },
  },
  {
    id: 'certificate-untrusted-upstream',
    causes: ['certificate_untrusted'],
    where: anExternal,
    strike(scene, part, fault) {
      cutOff(scene, part, fault, 30, 'untrusted');
      const caller = callerOf(scene, part);
      return {
        components: [`service/${part.name}`, `service/${caller.name}`],
        complaint: `calls of ${caller.name} to ${part.name} fail`,
      };
    },
  },
];

/** CoreDNS stumbles over its settings: no pod of it is ready. */
function breakDns(scene: Scene, fault: Fault): void {
  scene.dnsStates.push({
    since: fault.from,
    corefile: '.:53 {\n    errors\n    health\n    forwrd . /etc/resolv.conf\n}',
    lastWords: "/etc/coredns/Corefile:4 - Error during parsing: Unknown directive 'forwrd'",
  });
  for (const name of DNS_PODS)
    scene.events.push({
      type: 'Warning',
      reason: 'BackOff',
      message: `Back-off restarting failed container coredns in pod ${name}_kube-system(77aa)`,
      kind: 'Pod',
      name,
      namespace: 'kube-system',
      source: 'kubelet',
      first: fault.from + 30,
      last: scene.axis.end - 12,
      count: 71,
    });
}
