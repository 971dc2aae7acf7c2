import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { alert, level, metricEvidence } from '../../../../support/metric-evidence.ts';

/** A service and the database that it keeps, of one name, as CloudWatch counts both; the share that each uses of its processor. */
const causesOf = (tasks: number, database: number) =>
  diagnose(
    metricEvidence({
      series: [
        {
          name: 'aws_ecs_cpuutilization_average',
          labels: { dimension_ServiceName: 'ledger', dimension_ClusterName: 'live' },
          value: level(25, tasks),
        },
        {
          name: 'aws_rds_cpuutilization_average',
          labels: { dimension_DBClusterIdentifier: 'ledger', dimension_DBInstanceIdentifier: 'ledger-1' },
          value: level(20, database),
        },
      ],
      alerts: [alert('LatencyHigh', { service: 'ledger' })],
      question: 'ledger is slow',
    }),
  ).hypotheses.map(({ cause }) => cause);

test('a busy program is no busy database, though both have one name', () => {
  expect(causesOf(98, 20)).not.toContain('database_cpu_saturation');
  expect(causesOf(98, 20)).toContain('pod_cpu_overload');
  expect(causesOf(25, 98)).toContain('database_cpu_saturation');
});
