import { expect, test } from '@jest/globals';
import type { ChangeRecord, ServiceLogs } from '../../../../../bot/domain/signals.ts';
import { changeNearOnset } from '../../../../../bot/engine/analyzers/metrics/change-near-onset.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { AS_OF, iso, level, type MadeSeries, metricEvidence } from '../../../../support/metric-evidence.ts';

// Minutes of 240, the last being now. `till` fails from minute 200 on; a deploy of it came a minute before.

const at = (minute: number) => iso(AS_OF - (239 - minute) * 60);
const deploy: ChangeRecord = {
  timestamp: at(199),
  kind: 'deploy',
  service: 'till',
  id: 'b7',
  summary: 'till 3.1: rounding',
};
const back = (summary: string, made: Partial<ChangeRecord> = {}): ChangeRecord => ({
  ...deploy,
  timestamp: at(215),
  id: 'c8',
  summary,
  ...made,
});

/** Requests of `till` and the errors among them, from minute 200 until another. */
function failing(until: number): readonly MadeSeries[] {
  const asUsual = level(0.2);
  const failed = level(20);
  let [all, errors] = [0, 0];
  const requests = Array.from({ length: 240 }, () => (all += 3000));
  const bad = Array.from({ length: 240 }, (_, i) => (errors += 60 * (i >= 200 && i < until ? failed(i) : asUsual(i))));
  const labels = { service: 'till' };
  return [
    { name: 'http_requests_total', type: 'counter', labels: { ...labels, code: '200' }, value: (i) => requests[i]! },
    { name: 'http_requests_total', type: 'counter', labels: { ...labels, code: '500' }, value: (i) => bad[i]! },
  ];
}

const system = (changes: readonly ChangeRecord[], until: number) =>
  metricEvidence({ series: failing(until), topology: { shop: ['till'], till: [] }, changes });

function gradeOf(changes: readonly ChangeRecord[], until: number): string | undefined {
  const analysis = changeNearOnset.analyze(system(changes, until));
  if (analysis.status !== 'found') return undefined;
  return analysis.findings.find(({ change }) => change === deploy.id)?.grade;
}

test('trouble that ended when a deploy was taken back was its doing', () => {
  for (const summary of ['Revert "till 3.1: rounding"', 'roll back till to 3.0', 'till: undo b7'])
    expect(gradeOf([deploy, back(summary)], 216)).toBe('measured');
  const { verdict, hypotheses } = diagnose(system([deploy, back('rollback to 3.0')], 216));
  expect(verdict).toBe('recovered');
  expect(hypotheses[0]).toMatchObject({ component: 'service/till', cause: 'bad_deploy', change: 'b7' });
});

test('a flag that went there and back was taken back', () => {
  const on: ChangeRecord = { ...deploy, kind: 'flag', summary: 'new-totals: off -> on' };
  const off = back('new-totals: on -> off', { kind: 'flag' });
  expect(gradeOf([on, off], 216)).toBe('measured');
  expect(gradeOf([on, { ...off, summary: 'new-totals: on -> half' }], 216)).toBe('coincides');
});

test('a diff that puts back what another took away takes that back, whatever its words', () => {
  const diff = '--- a/till.toml\n+++ b/till.toml\n-addr = "ledger:6379"\n+addr = "ledger:6380"';
  const config: ChangeRecord = { ...deploy, kind: 'config', summary: 'till: address from template', diff };
  const put = (lines: string) => back('till: address', { kind: 'config', diff: lines });
  expect(gradeOf([config, put('-  addr = "ledger:6380"\n+  addr = "ledger:6379"')], 216)).toBe('measured');
  expect(gradeOf([config, put('-addr = "ledger:6380"\n+addr = "ledger:6381"')], 216)).toBe('coincides');
  expect(gradeOf([config, put('+addr = "ledger:6379"')], 216)).toBe('coincides');
  expect(gradeOf([{ ...config, diff: '+retries = 3' }, put('-retries = 3')], 216)).toBe('measured');
});

test('what nobody took back, or what ended at another time, only coincides', () => {
  expect(gradeOf([deploy], 216)).toBe('coincides');
  expect(gradeOf([deploy, back('till 3.2: totals')], 216)).toBe('coincides');
  expect(gradeOf([deploy, back('rollback to 3.0', { service: 'shop' })], 216)).toBe('coincides');
  expect(gradeOf([deploy, back('rollback to 3.0')], 231)).toBe('coincides');
});

test('trouble that goes on after a deploy was taken back was not its doing', () => {
  expect(gradeOf([deploy, back('rollback to 3.0')], 240)).toBeUndefined();
  // Not long enough ago to tell.
  expect(gradeOf([deploy, back('rollback to 3.0', { timestamp: at(236) })], 240)).toBe('coincides');
});

/** Errors of its own code that `till` wrote every two seconds from the deploy on until a minute. */
const ownErrors = (until: number): ServiceLogs => {
  const text =
    "GET /sum failed: TypeError: Cannot read properties of undefined (reading 'rate') at round (/app/src/sum.js:7:3)";
  const times = { firstSeen: at(199.2), lastSeen: at(until) };
  return {
    service: 'till',
    lines: 900,
    levels: { error: 400 },
    firstSeen: at(150),
    lastSeen: at(239),
    patterns: [{ template: text, count: 400, level: 'error', ...times, samples: [{ text }] }],
  };
};

test('errors that came with a version and ended with the next one are over, and the next one brought none of them', () => {
  const next = { ...back('till 3.2: sums'), kind: 'deploy' as const };
  const found = (until: number) => {
    const analysis = changeNearOnset.analyze(
      metricEvidence({ series: failing(216), changes: [deploy, next], logs: [ownErrors(until)] }),
    );
    if (analysis.status !== 'found') throw new Error('expected a finding');
    return analysis.findings.map(({ change, until: end }) => [change, end]);
  };
  expect(found(215.5)).toEqual([['b7', at(215.5)]]);
  // They go on: the next one put nothing right.
  expect(found(239)).toContainEqual(['b7', undefined]);
});
