import { describe, expect, test } from '@jest/globals';
import { CAUSE_CODES, type CauseCode } from '../../../../bot/domain/cause.ts';
import { ADVICE } from '../../../../bot/engine/remedies/index.ts';
import { nextSteps } from '../../../../bot/engine/remedies/next-steps.ts';

const PARAMETERS = { namespace: 'market', pod: 'ledger-1-a', workload: 'ledger', kind: 'deployment', node: 'field-1' };
const CHANGING =
  /kubectl .*\b(delete|edit|patch|apply|create|set image|scale|drain|cordon|uncordon|rollout (undo|restart))\b|systemctl (re)?start/;
const ENGINES = ['', ...new Set(CAUSE_CODES.flatMap((cause) => Object.keys(ADVICE[cause].engines ?? {})))];

/** Every text and command that a cause can bring, for each engine that has a way of its own. */
function stepsOf(cause: CauseCode, parameters: Record<string, string>) {
  return ENGINES.flatMap((engine) => nextSteps(cause, 'service/ledger', { ...parameters, engine }));
}
const commandsOf = (cause: CauseCode, parameters: Record<string, string>) =>
  stepsOf(cause, parameters).map(({ command = '' }) => command);

describe.each(CAUSE_CODES)('%s', (cause) => {
  test('has a check that changes nothing and a remedy that says what it risks', () => {
    for (const parameters of [PARAMETERS, {}])
      for (const engine of ENGINES) {
        const [check, remedy, ...more] = nextSteps(cause, 'service/ledger', { ...parameters, engine });
        expect([check?.kind, remedy?.kind, more]).toEqual(['check', 'remedy', []]);
        expect(check?.command ?? '').not.toMatch(CHANGING);
        expect(remedy?.text).toMatch(/\S\. Risk: [a-z'\d].*\.$/i);
      }
  });

  test('holds no place to fill in, whatever is known', () => {
    for (const step of [...stepsOf(cause, PARAMETERS), ...stepsOf(cause, {})]) {
      expect(step.text).not.toMatch(/[{}<>|]|undefined| [.,;]/);
      expect(step.command ?? '').not.toMatch(/<[\w: ]+>|\{\w+\}|undefined/);
    }
  });

  test('changes nothing of the platform itself', () => {
    for (const command of commandsOf(cause, { ...PARAMETERS, namespace: 'kube-system' }))
      expect(command).not.toMatch(/-n kube-system .*\b(delete|edit|patch|create|scale|rollout (undo|restart))\b/);
  });

  test('does nothing to a Job, a CronJob or a Pod that they do not allow', () => {
    const grounds = { tie: 'its new pods fail', previousRevision: '3' };
    for (const kind of ['job', 'cronjob', 'pod'])
      for (const command of commandsOf(cause, { ...PARAMETERS, ...grounds, kind })) {
        expect(command).not.toMatch(/rollout (undo|restart)|\bscale\b/);
        expect(command).not.toMatch(/edit (job|pod)\//);
      }
  });

  test('never scales out what keeps its data on a volume', () => {
    for (const command of commandsOf(cause, { ...PARAMETERS, kind: 'statefulset', moreReplicas: '4' }))
      expect(command).not.toMatch(/scale .*--replicas=4/);
  });

  test('goes back a revision only with a tie and an older revision that was seen', () => {
    const undone = (parameters: Record<string, string>) =>
      commandsOf(cause, parameters).filter((command) => command.includes('rollout undo'));
    expect(undone(PARAMETERS)).toEqual([]);
    expect(undone({ ...PARAMETERS, previousRevision: '3' })).toEqual([]);
    expect(undone({ ...PARAMETERS, tie: 'only its new pods fail' })).toEqual([]);
    expect(undone({ ...PARAMETERS, kind: 'statefulset', tie: 'x', previousRevision: '3' })).toEqual([]);
  });
});

test('an undo names the revision and what ties it', () => {
  const grounds = { tie: 'only its new pods fail', previousRevision: '3' };
  const [, remedy] = nextSteps('bad_deploy', 'service/ledger', { ...PARAMETERS, ...grounds });
  expect(remedy?.command).toBe('kubectl -n market rollout undo deployment/ledger --to-revision=3');
  expect(remedy?.text).toContain('Go back to revision 3 of deployment/ledger: only its new pods fail.');
});

test('commands are filled from the finding', () => {
  const [check] = nextSteps('service_selector_mismatch', 'service/ledger', { namespace: 'market', service: 'ledger' });
  expect(check?.command).toBe('kubectl -n market get endpoints ledger && kubectl -n market get pods --show-labels');
});

test('a component is no proof of a Service of its name: the command is left out', () => {
  const steps = nextSteps('service_selector_mismatch', 'service/ledger', { namespace: 'market' });
  expect(steps.map(({ command }) => command)).toEqual([undefined, undefined]);
});

test('where the pod is not known the next best complete command is given', () => {
  const { pod: _, ...rest } = PARAMETERS;
  expect(nextSteps('startup_probe_failed', 'service/ledger', rest)[0]?.command).toBe(
    'kubectl -n market describe deployment/ledger',
  );
  expect(nextSteps('startup_probe_failed', 'service/ledger', {})[0]).not.toHaveProperty('command');
});

test('what is not known is told in words', () => {
  expect(nextSteps('kubelet_unavailable', 'service/ledger', {})[0]?.text).toBe('On the node: see the unit.');
  expect(nextSteps('kubelet_unavailable', 'node/field-1', {})[0]?.text).toBe('On field-1: see the unit.');
});

test.each([
  ['slow_query', 'postgresql', /pg_stat_activity/],
  ['slow_query', 'mysql', /processlist/],
  ['slow_query', 'redis', /SLOWLOG/],
  ['queue_backlog', 'kafka', /kafka-consumer-groups/],
  ['queue_backlog', 'rabbitmq', /rabbitmqctl/],
  ['database_storage_full', 'elasticsearch', /_cat\/allocation/],
] as const)('%s of %s is checked in its own way', (cause, engine, command) => {
  expect(nextSteps(cause, 'service/store', { engine })[0]?.command).toMatch(command);
});

test.each(CAUSE_CODES.filter((cause) => ADVICE[cause].engines !== undefined))(
  '%s of an engine that is not known gets no command of some engine',
  (cause) => {
    for (const { command = '' } of nextSteps(cause, 'service/store', {}))
      expect(command).not.toMatch(/SELECT|redis-cli|rabbitmq|kafka|db\.|rs\.|curl/);
  },
);

test('a value that a shell would read otherwise is quoted', () => {
  const [check] = nextSteps('oom_killed', 'service/ledger', { namespace: 'market', pod: "x; rm -rf '/'" });
  expect(check?.command).toBe("kubectl -n market top pod 'x; rm -rf '\\''/'\\''' --containers");
  const [option] = nextSteps('oom_killed', 'service/ledger', { namespace: 'market', pod: '--all' });
  expect(option?.command).toBe('kubectl -n market top pod --containers');
});

test('a restart can be proposed only for what was seen to be a Deployment and is named in full', () => {
  const [, remedy] = nextSteps('memory_leak', 'service/ledger', PARAMETERS);
  expect(remedy?.action).toEqual({ kind: 'rollout-restart', namespace: 'market', name: 'ledger' });
  const unsure: Record<string, string>[] = [
    { namespace: 'market', workload: 'ledger' },
    { ...PARAMETERS, kind: 'statefulset' },
    { ...PARAMETERS, namespace: 'kube-system' },
    { workload: 'ledger', kind: 'deployment' },
  ];
  for (const parameters of unsure) {
    expect(nextSteps('memory_leak', 'service/ledger', parameters)[1]).not.toHaveProperty('action');
  }
});

test('only a remedy that is a restart is an action', () => {
  const acting = CAUSE_CODES.filter((cause) =>
    nextSteps(cause, 'service/ledger', PARAMETERS).some(({ action }) => action !== undefined),
  );
  expect(acting).not.toEqual([]);
  for (const cause of acting) {
    expect(nextSteps(cause, 'service/ledger', PARAMETERS)[1]?.command).toContain('rollout restart');
  }
});
