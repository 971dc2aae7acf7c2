import { expect, test } from '@jest/globals';
import type { ChangeRecord } from '../../../../../bot/domain/signals.ts';
import { statementsPerRequest } from '../../../../../bot/engine/analyzers/metrics/statements-per-request.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { AS_OF, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

const counter = (name: string, labels: Record<string, string>, usual: number, during: number): MadeSeries => ({
  name,
  labels: { service: 'ledger', ...labels },
  type: 'counter',
  value: (i) => 1e6 + usual * Math.min(i, ONSET_MINUTE) + during * Math.max(0, i - ONSET_MINUTE),
});
const onset = AS_OF - (239 - ONSET_MINUTE) * 60;
const release = (over: Partial<ChangeRecord> = {}): ChangeRecord => ({
  timestamp: new Date((onset - 240) * 1000).toISOString(),
  kind: 'deploy',
  service: 'ledger',
  id: '9c1',
  summary: 'ledger 2.4.0: totals by day',
  ...over,
});
interface Given {
  readonly statements?: number;
  readonly requests?: number;
  readonly changes?: readonly ChangeRecord[];
}
const analyze = ({ statements = 6, requests = 1, changes = [release()] }: Given) => {
  const series = [
    counter('http_requests_total', { code: '200' }, 900, 900 * requests),
    counter('sqlalchemy_queries_total', { table: 'accounts' }, 900, 900),
    counter('sqlalchemy_queries_total', { table: 'entries' }, 900, 900 * statements),
  ];
  return statementsPerRequest.analyze(metricEvidence({ series, changes }), PARAMETERS);
};

test('statements for one request that multiply after a release are of that release', () => {
  expect(analyze({})).toMatchObject({
    status: 'found',
    findings: [{ component: 'service/ledger', cause: 'bad_deploy', change: '9c1', grade: 'measured' }],
  });
});

test('those that multiply when a flag is turned on are of the flag', () => {
  const changes = [release({ kind: 'flag', id: 'ledger.days', summary: 'ledger.days: 0 % -> 100 %' })];
  expect(analyze({ changes })).toMatchObject({ findings: [{ cause: 'feature_flag_change', change: 'ledger.days' }] });
});

test.each<[string, Given]>([
  ['statements that rise with the requests', { requests: 3.5 }],
  ['a few statements more', { statements: 1.5 }],
  ['no release', { changes: [] }],
  ['a change of nobody known', { changes: [release({ service: '' })] }],
  ['a release of another', { changes: [release({ service: 'till' })] }],
  ['a release hours before', { changes: [release({ timestamp: new Date((onset - 9000) * 1000).toISOString() })] }],
  ['a release afterwards', { changes: [release({ timestamp: new Date((onset + 600) * 1000).toISOString() })] }],
])('is clear for %s', (_, given) => {
  expect(analyze(given).status).toBe('clear');
});

test('is unknown where no program counts its statements', () => {
  expect(statementsPerRequest.analyze(metricEvidence({ series: [] }), PARAMETERS).status).toBe('unknown');
});
