import { expect, test } from '@jest/globals';
import { repeatedKills } from '../../../../../bot/engine/analyzers/metrics/repeated-kills.ts';
import { type MadeSeries, metricEvidence } from '../../../../support/metric-evidence.ts';

/** A counter that steps up at these minutes of 240. */
const kills = (name: string, task: string, ...minutes: number[]): MadeSeries => ({
  name,
  labels: { exported_job: task, task, host: 'client-1' },
  type: 'counter',
  value: (i) => minutes.filter((minute) => minute <= i).length,
});
const analyze = (...series: MadeSeries[]) => repeatedKills.analyze(metricEvidence({ series }));
const OOM = 'nomad_client_allocs_oom_killed';

test('a service that is killed for memory every half an hour is told with its kills, and not as over', () => {
  const result = analyze(kills(OOM, 'tiles', 150, 180, 210), kills(OOM, 'cart'));
  expect(result).toMatchObject({
    status: 'found',
    findings: [{ component: 'service/tiles', cause: 'oom_killed', grade: 'shown', lasts: true }],
  });
});

test('kills that came no more for long are over', () => {
  const result = analyze(kills(OOM, 'tiles', 183, 186, 189));
  expect(result.status === 'found' && result.findings[0]?.until).toBeTruthy();
});

test('a single kill, kills of long ago and none are no repetition; without a counter nothing is known', () => {
  expect(analyze(kills(OOM, 'tiles', 210)).status).toBe('clear');
  expect(analyze(kills(OOM, 'tiles', 20, 50)).status).toBe('clear');
  expect(analyze(kills(OOM, 'tiles')).status).toBe('clear');
  expect(analyze().status).toBe('unknown');
});
