import { expect, test } from '@jest/globals';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { level, metricEvidence } from '../../../support/metric-evidence.ts';

test('who reads from a broker is no broker, though the broker’s exporter tells of it', () => {
  const metrics = readMetrics(
    metricEvidence({
      topology: { rollup: ['kafka'], kafka: [] },
      series: [
        { name: 'kafka_consumergroup_lag', labels: { consumergroup: 'rollup', topic: 'clicks' }, value: level(10) },
        {
          name: 'kafka_server_replicamanager_underreplicatedpartitions',
          labels: { service: 'kafka' },
          value: level(0),
        },
      ],
    }),
  );
  expect(metrics.all.map(({ component }) => component)).toContain('service/rollup');
  expect([metrics.engineOf('service/rollup'), metrics.engineOf('service/kafka')]).toEqual([undefined, 'kafka']);
});
