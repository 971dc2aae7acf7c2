import { expect, test } from '@jest/globals';
import { nameService } from '../../../../../bot/engine/analyzers/logs/name-service.ts';
import { metricEvidence } from '../../../../support/metric-evidence.ts';
import { application, evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

const failing = pattern('error', 'ledger: Temporary failure in name resolution', range(20, 30));
/** What runs where, by the addresses that it is scraped at. */
const scraped = (places: Record<string, string>) =>
  metricEvidence({
    series: [
      ...Object.entries(places).map(([job, host]) => ({
        name: 'process_open_fds',
        labels: { job, instance: `${host}:8080` },
        value: () => 20,
      })),
      ...new Set(Object.values(places)),
    ].map((one) =>
      typeof one === 'string'
        ? { name: 'node_load1', labels: { job: 'node-exporter', instance: `${one}:9100` }, value: () => 1 }
        : one,
    ),
  }).metrics;
interface Given {
  readonly files?: readonly string[];
  readonly at?: number;
  readonly objects?: ReturnType<typeof application>;
}
/** What is found where till and desk cannot look up names and rates can, and one of the machines was changed. */
const found = (places: Record<string, string>, { files, at = 19, objects }: Given = {}) => {
  const changes = [
    {
      timestamp: minute(at),
      kind: 'config' as const,
      service: 'box-2',
      id: '9f3',
      summary: 'highstate',
      files: files ?? [],
    },
  ];
  const logs = [logsOf('till', [failing]), logsOf('desk', [failing]), logsOf('rates', [])];
  return findingsOf(
    nameService.analyze({
      ...evidenceOf({ logs, ...(objects && { objects }) }),
      metrics: scraped(places),
      changes: { status: 'observed', tool: 'list_changes', query: 'all', at: minute(30), value: changes },
    }),
  )[0];
};
const APART = { till: 'box-2', desk: 'box-2', rates: 'box-1' };

test('a machine on which alone names cannot be looked up asks the wrong server, or nobody', () => {
  expect(found(APART)).toMatchObject({
    component: 'node/box-2',
    cause: 'dns_resolution_failure',
    grade: 'measured',
    explains: ['service/till', 'service/desk'],
  });
});

test('and that is shown where a change of it just before is about whom it asks', () => {
  expect(found(APART, { files: ['/etc/resolv.conf'] })).toMatchObject({ component: 'node/box-2', grade: 'shown' });
  expect(found(APART, { files: ['/etc/motd'] })).toMatchObject({ component: 'node/box-2', grade: 'measured' });
  expect(found(APART, { files: ['/etc/resolv.conf'], at: 1 })).toMatchObject({ grade: 'measured' });
});

test.each([
  ['they run on two machines', { ...APART, desk: 'box-3' }, {}],
  ['nothing is known to run elsewhere', { till: 'box-2', desk: 'box-2' }, {}],
  ['it is not known where one runs', { till: 'box-2', rates: 'box-1' }, {}],
  ['pods ask the name server of their cluster', APART, { objects: application({ name: 'till' }) }],
] as const)('it is the name server of all where %s', (_, places, given) => {
  expect(found(places, given)).toMatchObject({ component: 'service/coredns', cause: 'coredns_unavailable' });
});
