import { expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { AS_OF, iso, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const EARLIER = ONSET_MINUTE - 60;
const minute = (i: number) => iso(AS_OF - (239 - i) * 60);
const flag = (name: string, labels: Record<string, string>, before: number, during = before, from = ONSET_MINUTE) =>
  ({ name, labels, value: (i) => (i >= from ? during : before) }) satisfies MadeSeries;

/** Requests that nginx counts by its module, a tenth of which fail from a minute on. */
function requests(failing: number, from = ONSET_MINUTE): readonly MadeSeries[] {
  const of = (code: string, before: number, during: number): MadeSeries => ({
    name: 'nginx_vts_server_requests_total',
    labels: { job: 'nginx-vts', instance: 'edge2:9913', host: 'hoist', code },
    type: 'counter',
    value: (i) => 60 * (Math.min(i, from) * before + Math.max(0, i - from) * during),
  });
  return [of('2xx', 40, 40 - failing), of('5xx', 0, failing)];
}

function says(service: string, text: string, from: number, until = 238, count = 56): ServiceLogs {
  const seen = { firstSeen: minute(from), lastSeen: minute(until) };
  const pattern = { template: text, count, level: 'error' as const, ...seen, samples: [{ text }] };
  const levels = { error: count };
  return { service, lines: 2000, levels, firstSeen: minute(0), lastSeen: minute(239), patterns: [pattern] };
}

const topology = { nginx: ['php-fpm'], 'php-fpm': ['stock1', 'stock2'] };
const REFUSED =
  'PDOException: SQLSTATE[HY000]: General error: 1290 The MySQL server is running with the --read-only option so it cannot execute this statement';
const readOnly = (instance: string, before: number, during = before) =>
  flag('mysql_global_variables_read_only', { job: 'mysqld', instance: `${instance}:9104` }, before, during);

test('of two stores the one that was made read-only is the one that a client may not write to', () => {
  const series = [...requests(4), readOnly('stock1', 0, 1), readOnly('stock2', 1)];
  const answer = diagnose(metricEvidence({ series, topology, logs: [says('php-fpm', REFUSED, ONSET_MINUTE)] }));
  expect(answer.hypotheses[0]).toMatchObject({
    cause: 'database_read_only',
    component: 'service/stock1',
    grade: 'said',
  });
  expect(answer.hypotheses[0]!.explains).toContain('service/nginx');
  expect(answer.residue).toEqual([]);
});

test('a replica that never took writes is no fault, and a client alone tells of its store as its own', () => {
  const well = [...requests(0), readOnly('stock1', 0), readOnly('stock2', 1)];
  expect(diagnose(metricEvidence({ series: well, topology })).verdict).not.toBe('fault');
  // Nor is a primary that gave its place away, where nobody feels it.
  const moved = [...requests(0), readOnly('stock1', 0, 1), readOnly('stock2', 1, 0)];
  expect(diagnose(metricEvidence({ series: moved, topology })).verdict).not.toBe('fault');
  const series = [...requests(4), readOnly('stock1', 0), readOnly('stock2', 1)];
  const answer = diagnose(metricEvidence({ series, topology, logs: [says('php-fpm', REFUSED, ONSET_MINUTE)] }));
  expect(answer.hypotheses[0]).toMatchObject({ cause: 'database_read_only', component: 'service/php-fpm' });
});

test('a store that writes itself that it takes no writes is the one its clients may not write to', () => {
  const words = 'ERROR:  cannot execute INSERT in a read-only transaction';
  const client = says('till', `PG::ReadOnlySqlTransaction: ${words}`, ONSET_MINUTE);
  const calls = { nginx: ['till'], till: ['ledger-postgres', 'stock-postgres'] };
  const first = (...stores: readonly string[]) =>
    diagnose(
      metricEvidence({
        series: [...requests(4)],
        topology: calls,
        logs: [client, ...stores.map((store) => says(store, words, ONSET_MINUTE))],
      }),
    ).hypotheses[0];
  expect(first('ledger-postgres')).toMatchObject({ cause: 'database_read_only', component: 'service/ledger-postgres' });
  expect(first('ledger-postgres')!.explains).toContain('service/till');
  // Where neither says so, the client alone tells of it.
  expect(first()).toMatchObject({ cause: 'database_read_only', component: 'service/till' });
});

const REMOUNTED = 'edge2 kernel: [8120442.119004] EXT4-fs (sdb1): Remounting filesystem read-only';
const EROFS = 'session_start(): open(/var/lib/php/sessions/sess_0a) failed: Read-only file system (30)';
const mounted = (before: number, during: number) =>
  flag(
    'node_filesystem_readonly',
    { job: 'node', instance: 'edge2:9100', mountpoint: '/var' },
    before,
    during,
    EARLIER,
  );
const pool = flag('phpfpm_active_processes', { job: 'phpfpm', instance: 'edge2:9253', pool: 'www' }, 5);

test('what was said once when the trouble began still holds, though the window begins later', () => {
  const kernel = says('edge2-kernel', REMOUNTED, EARLIER, EARLIER, 1);
  const told = { ...kernel, lines: 1, firstSeen: minute(EARLIER), lastSeen: minute(EARLIER) };
  const logs = [told, says('php-fpm', EROFS, EARLIER)];
  const series = [...requests(4, EARLIER + 1), mounted(0, 1), pool];
  const answer = diagnose(metricEvidence({ series, topology, logs }));
  expect(answer.hypotheses[0]).toMatchObject({ cause: 'node_filesystem_read_only', component: 'node/edge2' });
  // Before requests failed it was another matter.
  const well = diagnose(metricEvidence({ series: [...requests(0), mounted(1, 1), pool], topology, logs: [told] }));
  expect(well.verdict).not.toBe('fault');
});

const THROTTLED =
  'Microsoft.Azure.Cosmos.CosmosException : Response status code does not indicate success: TooManyRequests (429); Substatus: 3200; Reason: (Request rate is large. More Request Units may be needed, so no changes were made.)';

test('a store that is counted to answer 429 is the one whose throughput its clients have used up', () => {
  const calls = { nginx: ['till'], till: ['cosmos-shop', 'ledger-db'] };
  const answers = (refused: number) =>
    ['200', '429'].map((status_code) =>
      flag(
        'azure_cosmosdb_total_requests',
        { job: 'azure-metrics-exporter', resource_name: 'cosmos-shop', status_code },
        status_code === '200' ? 4800 : 0,
        status_code === '200' ? 4800 - refused : refused,
      ),
    );
  const told = (refused: number) =>
    diagnose(
      metricEvidence({
        series: [...requests(4), ...answers(refused)],
        topology: calls,
        logs: [says('till', THROTTLED, ONSET_MINUTE)],
      }),
    ).hypotheses[0];
  expect(told(1900)).toMatchObject({ cause: 'upstream_rate_limited', component: 'service/cosmos-shop' });
  // Where nothing counts it, the client alone tells of it.
  expect(told(0)).toMatchObject({ cause: 'upstream_rate_limited', component: 'service/till' });
});
