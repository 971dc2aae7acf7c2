import { expect, test } from '@jest/globals';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { level, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const name = 'aws_rds_cpuutilization_average';
const one = { dimension_DBInstanceIdentifier: 'ledger-1' };
const two = { dimension_DBInstanceIdentifier: 'ledger-2' };

/** Whether the figure of the second instance counts as moved, where the first went from one level to another. */
function moves(first: readonly [number, number], takesOverLater = 2) {
  const metrics = readMetrics(
    metricEvidence({
      topology: { till: ['ledger'] },
      series: [
        { name, labels: one, value: level(first[0], first[1], ONSET_MINUTE - takesOverLater) },
        { name, labels: two, value: level(10, 40) },
      ],
    }),
  );
  return metrics.all.some(({ series }) => series.labels === two && series.changes.length > 0);
}

test('the work that one instance gives up and another takes over is no more than before', () => {
  expect(moves([40, 10])).toBe(false);
});

test.each<[string, readonly [number, number], number]>([
  ['nobody gave up', [40, 40], 2],
  ['the other had far less of', [20, 10], 2],
  ['the other gave up long before', [40, 10], 30],
])('work that %s is more than before', (_, first, earlier) => {
  expect(moves(first, earlier)).toBe(true);
});
