import { describe, expect, test } from '@jest/globals';
import { serverDown } from '../../../../../bot/engine/analyzers/metrics/server-down.ts';
import { type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';
import { application } from '../logs/log-evidence.ts';

const objects = application({ name: 'ledger', image: 'registry.test/postgres:17', port: 5432 });
const since = (i: number) => (i >= ONSET_MINUTE ? 0 : 1);
const up = (name: string, value: (i: number) => number): MadeSeries => ({
  name,
  labels: { job: 'postgres-exporter', instance: 'ledger-0:9187', service: 'ledger' },
  value,
});
const analyze = (...series: MadeSeries[]) => serverDown.analyze(metricEvidence({ objects, series }));

describe('server-down', () => {
  test('an exporter that answers no longer reaches the server whose pod runs', () => {
    expect(
      analyze(
        up('pg_up', since),
        up('up', () => 1),
      ),
    ).toMatchObject({
      status: 'found',
      findings: [{ component: 'service/ledger', cause: 'dependency_unavailable', grade: 'shown' }],
    });
  });

  test('is clear where the server was never reached: the exporter is set up wrongly', () => {
    expect(analyze(up('pg_up', () => 0)).status).toBe('clear');
  });

  test('is clear while it is reached', () => {
    expect(analyze(up('pg_up', () => 1)).status).toBe('clear');
  });

  test('is unknown where no exporter of a server is read', () => {
    expect(analyze(up('up', since)).status).toBe('unknown');
  });

  describe('a server that was away and is there again', () => {
    const during = (i: number) => i >= ONSET_MINUTE - 40 && i < ONSET_MINUTE - 28;
    const away = up('pg_up', (i) => (during(i) ? 0 : 1));
    const waits = (i: number) => (during(i) ? 2 : 0.05);
    const slow = { name: 'latency', labels: { service: 'till' }, value: waits, signal: 'latency' } as const;

    test('was why requests did badly until it came back', () => {
      expect(analyze(away, slow)).toMatchObject({
        status: 'found',
        findings: [{ component: 'service/ledger', cause: 'dependency_unavailable', until: expect.any(String) }],
      });
    });

    test('is clear where nobody felt it, or another of its instances answered', () => {
      expect(analyze(away).status).toBe('clear');
      const other = { ...up('pg_up', () => 1), labels: { service: 'ledger', instance: 'ledger-1:9187' } };
      expect(analyze(away, other, slow).status).toBe('clear');
    });
  });
});
