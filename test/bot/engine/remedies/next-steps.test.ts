import { describe, expect, test } from '@jest/globals';
import { CAUSE_CODES } from '../../../../bot/domain/cause.ts';
import { nextSteps } from '../../../../bot/engine/remedies/next-steps.ts';

const PARAMETERS = { namespace: 'market', pod: 'ledger-1-a', workload: 'ledger', kind: 'deployment', node: 'field-1' };

describe.each(CAUSE_CODES)('%s', (cause) => {
  test('has a check that changes nothing and a remedy', () => {
    const [check, remedy, ...more] = nextSteps(cause, 'service/ledger', PARAMETERS);
    expect(check?.kind).toBe('check');
    expect(remedy?.kind).toBe('remedy');
    expect(more).toEqual([]);
    expect(check?.command ?? '').not.toMatch(
      /kubectl .*\b(delete|edit|patch|apply|create|set image|scale|drain|cordon|rollout (undo|restart))\b|systemctl (re)?start/,
    );
    for (const text of [check, remedy].flatMap((step) => [step?.text, step?.command ?? '']))
      expect(text).not.toMatch(/\{[a-z]+\}/);
  });
});

test('commands are filled from the finding and the component', () => {
  const [check] = nextSteps('service_selector_mismatch', 'service/ledger', { namespace: 'market' });
  expect(check?.command).toBe('kubectl -n market get endpoints ledger && kubectl -n market get pods --show-labels');
});

test('what is not known is left for the reader', () => {
  expect(nextSteps('oom_killed', 'service/ledger', {})[0]?.command).toBe(
    'kubectl -n <namespace> top pod <pod> --containers',
  );
});

test('a value that a shell would read otherwise is quoted', () => {
  const [check] = nextSteps('oom_killed', 'service/ledger', { namespace: 'market', pod: "x; rm -rf '/'" });
  expect(check?.command).toBe("kubectl -n market top pod 'x; rm -rf '\\''/'\\''' --containers");
});

test('a restart can be proposed only for what was seen to be a Deployment and is named in full', () => {
  const [, remedy] = nextSteps('memory_leak', 'service/ledger', PARAMETERS);
  expect(remedy?.action).toEqual({ kind: 'rollout-restart', namespace: 'market', name: 'ledger' });
  const unsure: Record<string, string>[] = [
    { namespace: 'market', workload: 'ledger' },
    { ...PARAMETERS, kind: 'statefulset' },
    { workload: 'ledger', kind: 'deployment' },
  ];
  for (const parameters of unsure) {
    expect(nextSteps('memory_leak', 'service/ledger', parameters)[1]).not.toHaveProperty('action');
  }
});

test('only a remedy that is a restart is an action', () => {
  const kinds = CAUSE_CODES.filter((cause) =>
    nextSteps(cause, 'service/ledger', PARAMETERS).some(({ action }) => action !== undefined),
  );
  expect(kinds.toSorted()).toEqual([
    'coredns_unavailable',
    'memory_leak',
    'pod_network_delay',
    'pod_network_packet_loss',
  ]);
  for (const cause of kinds) {
    expect(nextSteps(cause, 'service/ledger', PARAMETERS)[1]?.command).toContain('rollout restart');
  }
});
