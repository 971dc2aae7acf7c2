import { expect, test } from '@jest/globals';
import { errorClass } from '../../../../../bot/engine/analyzers/logs/error-class.ts';
import { evidenceOf, logsOf, pattern, range } from './log-evidence.ts';

const topology = { till: ['tiles', 'ledger-db', 'artemis'] };
const found = (service: string, level: 'info' | 'warn', text: string, minutes = range(20, 30), count = 6) => {
  const logs = [logsOf(service, [pattern(level, text, minutes, count)])];
  const analysis = errorClass.analyze(evidenceOf({ topology, logs }));
  return analysis.status === 'found' ? analysis.findings[0] : undefined;
};

const KILLED =
  'client.alloc_runner.task_runner: Task event: alloc_id=7d0f task=tiles type=Terminated msg="Exit Code: 137, Exit Message: \\"OOM Killed\\""';

test('who runs the containers says which of them was killed for memory', () => {
  expect(found('nomad-client', 'info', KILLED)).toMatchObject({
    component: 'service/tiles',
    cause: 'oom_killed',
    grade: 'said',
  });
  expect(found('nomad-client', 'info', KILLED.replace(', Exit Message: \\"OOM Killed\\"', ''))).toBe(undefined);
});

test('a port of the host that another holds keeps the container away which it was given to', () => {
  const taken =
    'Handler for POST /v1.47/containers/tiles/start returned error: driver failed programming external connectivity on endpoint tiles: Bind for 0.0.0.0:3000 failed: port is already allocated';
  expect(found('dockerd', 'warn', taken)).toMatchObject({ component: 'service/tiles', cause: 'host_port_conflict' });
  // Compose calls a container after its project, service and number.
  const composed = taken.replaceAll('endpoint tiles', 'endpoint maps-tiles-1');
  expect(found('dockerd', 'warn', composed)?.component).toBe('service/tiles');
  expect(found('dockerd', 'warn', taken.replaceAll('tiles', 'umami-1'))?.component).toBe('service/umami-1');
});

test("sessions of Oracle that wait for rows are the lock holder's doing; one or two wait on any day", () => {
  const waits = 'session monitor: 24 sessions waiting on "enq: TX - row lock contention", blocking session SID 2214';
  expect(found('ledger-db', 'warn', waits)).toMatchObject({ component: 'service/ledger-db', cause: 'lock_contention' });
  expect(found('ledger-db', 'warn', waits, range(24, 25), 1)).toBe(undefined);
});

test('a broker that keeps some of its disk free blocks its producers before the disk is full', () => {
  const blocked = "AMQ222212: Disk Full! Blocking message production on address 'orders'. Clients will report blocked.";
  expect(found('artemis', 'warn', blocked)).toMatchObject({ cause: 'message_broker_alarm' });
  expect(found('artemis', 'warn', 'AMQ222211: Storage is back to stable now, under max-disk-usage.')).toBe(undefined);
});
