import { expect, test } from '@jest/globals';
import type { LogPattern } from '../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { observeLogErrors } from '../../../../bot/engine/observe/log-errors.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { AS_OF, counter, iso, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

// Two machines of one job, whose logs are collected by machine: `desk-1.log`, `desk-2.log`.

const SLICES = 48;
const READ = 36;
const machines = ['desk-1', 'desk-2'];
const load = (machine: string): MadeSeries => ({
  name: 'node_load1',
  labels: { job: 'node', instance: `${machine}:9100` },
  value: () => 1,
});
const requests = (machine: string, code: string, before: number, during = before) =>
  counter('http_requests_total', { job: 'desk', instance: `${machine}:8080`, code, method: 'GET' }, before, during);

/** Lines a slice of five minutes in the window alone. */
function pattern(level: LogPattern['level'], text: string, lines: readonly number[]): LogPattern {
  const first = lines.findIndex((count) => count > 0);
  return {
    template: text,
    level,
    count: lines.reduce((sum, count) => sum + count, 0),
    firstSeen: iso(AS_OF - 3_590 + first * 300),
    lastSeen: iso(AS_OF - 20),
    buckets: [...Array<number>(READ).fill(0), ...lines],
    samples: [{ text }],
  };
}

const usual = Array<number>(SLICES - READ).fill(20);
const nowAndThen = [1, 0, 2, 1, 0, 1, 1, 0, 2, 0, 1, 1];
const lately = [0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 20, 20];

function world(text: string, lines: readonly number[], failing: number, since = failing) {
  const patterns = [pattern('info', 'served', usual), pattern('fatal', text, lines)];
  const all = patterns.reduce((sum, { count }) => sum + count, 0);
  const log = { lines: all, levels: {}, firstSeen: iso(AS_OF - 3_590), lastSeen: iso(AS_OF - 20), patterns };
  return metricEvidence({
    question: 'is desk slow?',
    series: machines.flatMap((one) => [load(one), requests(one, '200', 600), requests(one, '500', failing, since)]),
    logs: [{ ...log, service: 'desk-1' }],
  });
}

const classOf = (...given: Parameters<typeof world>) => observeLogErrors(world(...given), PARAMETERS)[0]?.class;

test('what a machine’s log tells of is judged by the requests of the job that it is of', () => {
  const call = 'PHP Fatal error:  Uncaught PDOException: connection refused (ledger:3306)';
  const own = 'PHP Fatal error:  Uncaught store: server error (crates)';
  for (const text of [call, own]) {
    expect(classOf(text, nowAndThen, 0.5)).toBe('standing');
    expect(classOf(text, nowAndThen, 60)).toBe('relevant');
  }
  expect(classOf(call, lately, 0.5, 60)).toBe('relevant');
});

test('what it says of itself is the job’s, where several machines are of one', () => {
  const full = 'java.net.SocketException: Too many open files';
  const [first] = diagnose(world(full, lately, 0.5, 60)).hypotheses;
  expect([first?.component, first?.cause]).toEqual(['service/desk', 'file_descriptor_limit_reached']);
});
