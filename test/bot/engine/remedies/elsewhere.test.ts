import { describe, expect, test } from '@jest/globals';
import { CAUSE_CODES, type CauseCode } from '../../../../bot/domain/cause.ts';
import { ELSEWHERE } from '../../../../bot/engine/remedies/elsewhere.ts';
import { ADVICE } from '../../../../bot/engine/remedies/index.ts';
import { nextSteps } from '../../../../bot/engine/remedies/next-steps.ts';

/** Words of Kubernetes and of nothing else. A Service, a Secret and a Deployment are its own only with a capital. */
const OF_KUBERNETES =
  /\b(?:pods?|kubectl|kubelet|rollouts?|HPA|PVCs?|ConfigMaps?|namespaces?|replicaSets?|daemonSets?|OOMKilled|preStop|cordon|maxReplicas|imagePullSecrets|cluster DNS|the cluster|hostPort|fsGroup|readinessProbe)\b|\b(?:Deployment|Service|Secret|Ingress|Job|StatefulSet)s?\b/;

/** Causes that lie in an object, a controller or a program that only Kubernetes has. */
const ONLY_THERE: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'admission_webhook_denied',
  'admission_webhook_unavailable',
  'api_service_unavailable',
  'api_version_removed',
  'cni_address_exhaustion',
  'disruption_budget_blocks_eviction',
  'ephemeral_storage_limit_exceeded',
  'evicted_disk_pressure',
  'evicted_memory_pressure',
  'ingress_class_missing',
  'init_container_failed',
  'insufficient_ephemeral_storage',
  'insufficient_extended_resource',
  'job_backoff_limit_exceeded',
  'kube_proxy_unavailable',
  'kube_scheduler_unavailable',
  'kubelet_unavailable',
  'limit_range_violated',
  'liveness_probe_incorrect_path',
  'liveness_probe_incorrect_port',
  'liveness_probe_incorrect_protocol',
  'liveness_probe_incorrect_timing',
  'missing_config_map',
  'missing_image_pull_secret',
  'missing_service_account',
  'namespace_cpu_quota_exceeded',
  'namespace_memory_quota_exceeded',
  'namespace_pod_quota_exceeded',
  'namespace_service_quota_exceeded',
  'namespace_storage_quota_exceeded',
  'namespace_stuck_terminating',
  'node_affinity_mismatch',
  'node_cordoned',
  'node_selector_mismatch',
  'pod_anti_affinity_conflict',
  'pod_scheduling_gated',
  'rbac_forbidden',
  'readiness_probe_incorrect_port',
  'readiness_probe_incorrect_protocol',
  'readiness_probe_incorrect_timing',
  'service_port_mapping_mismatch',
  'service_selector_mismatch',
  'startup_probe_failed',
  'taint_toleration_mismatch',
  'topology_spread_unsatisfiable',
]);

const PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'on a machine': { unit: 'ledger.service', host: 'field-1' },
  'a function': { lambdaName: 'ledger' },
  'a service of ECS': { ecsCluster: 'market', ecsService: 'ledger' },
  'a queue': { sqsQueue: 'ledger' },
  'a managed database': { dbInstance: 'ledger' },
  'nobody knows where': {},
};
const ENGINES = ['', ...new Set(CAUSE_CODES.flatMap((cause) => Object.keys(ADVICE[cause].engines ?? {})))];
const CHANGING = /\b(?:systemctl (?:re)?start|update-|delete|put-|create)/;

describe.each(CAUSE_CODES.filter((cause) => !ONLY_THERE.has(cause)))('%s outside a cluster', (cause) => {
  test.each(Object.entries(PLACES))('is told in no word of Kubernetes: %s', (_, parameters) => {
    for (const component of ['service/ledger', 'node/field-1'] as const)
      for (const engine of ENGINES) {
        const [check, remedy] = nextSteps(cause, component, { ...parameters, engine });
        for (const step of [check, remedy]) {
          expect(step?.text).not.toMatch(OF_KUBERNETES);
          expect(step?.text).not.toMatch(/[{}<>|]|undefined| [.,;]/);
          expect(step?.command ?? '').not.toMatch(/kubectl|\{\w+\}|undefined/);
          expect(step).not.toHaveProperty('action');
        }
        expect(check?.command ?? '').not.toMatch(CHANGING);
        expect(remedy?.text).toMatch(/\S\. Risk: [a-z'\d].*\.$/i);
      }
  });
});

test('a cause that only Kubernetes knows has no words for elsewhere', () => {
  expect([...ONLY_THERE].filter((cause) => ELSEWHERE[cause] !== undefined)).toEqual([]);
});

describe.each<Record<string, string>>([{ namespace: 'market' }, { place: 'cluster' }])('in a cluster: %p', (known) => {
  const told = CAUSE_CODES.filter((cause) => {
    const { check, remedy } = ELSEWHERE[cause] ?? {};
    const base = ADVICE[cause];
    return (check && check.say !== base.check.say) || (remedy && remedy.say !== base.remedy.say);
  });

  test.each(told)('%s keeps its words', (cause) => {
    const words = (parameters: Record<string, string>) =>
      nextSteps(cause, 'service/ledger', parameters).map(({ text }) => text);
    expect(words(known)).not.toEqual(words({}));
  });

  test('a workload that is down is looked at by its pods', () => {
    expect(nextSteps('workload_unavailable', 'service/ledger', known)[0]?.text).toContain('pods');
  });
});

test('commands name what was seen, and say where they are to be run', () => {
  const check = (cause: CauseCode, known: Record<string, string>) => nextSteps(cause, 'service/ledger', known)[0];
  expect(check('workload_unavailable', PLACES['on a machine']!)).toMatchObject({
    text: 'On field-1: see the state of its instances and their last words.',
    command: 'systemctl status ledger.service --no-pager --full',
  });
  expect(check('workload_unavailable', { unit: 'ledger.service' })?.text).toMatch(/^On its machine: /);
  expect(check('application_error', PLACES['on a machine']!)?.command).toBe(
    'journalctl -u ledger.service --since -30min --no-pager',
  );
  expect(check('workload_unavailable', PLACES['a service of ECS']!)?.command).toBe(
    'aws ecs describe-services --cluster market --services ledger',
  );
  expect(check('queue_backlog', PLACES['a queue']!)?.command).toContain('get-queue-url --queue-name ledger ');
  expect(check('workload_unavailable', {})).not.toHaveProperty('command');
});
