import { expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { AS_OF, iso, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const minute = (i: number) => iso(AS_OF - (239 - i) * 60);
const one = (name: string, job: string, instance: string): MadeSeries => ({
  name,
  labels: { job, instance },
  value: () => 1,
});

function says(service: string, text: string, level: 'error' | 'info' = 'error'): ServiceLogs {
  const seen = { firstSeen: minute(ONSET_MINUTE), lastSeen: minute(238) };
  const pattern = { template: text, count: 14, level, ...seen, samples: [{ text, timestamp: seen.firstSeen }] };
  return {
    service,
    lines: 900,
    levels: { [level]: 14 },
    firstSeen: minute(0),
    lastSeen: minute(239),
    patterns: [pattern],
  };
}

const REFUSED = 'token rejected: token has invalid claims: token used before issued';
const CHRONY = 'vm3 chronyd[702]: System clock wrong by -38.204113 seconds';

/** A till that checks tokens which a sign-in service on another machine issues. */
const world = (issuer: string) =>
  diagnose(
    metricEvidence({
      topology: { edge: ['till'], till: ['sign-in'] },
      series: [
        one('up', 'till', 'vm1:8080'),
        one('up', 'sign-in', `${issuer}:8080`),
        ...['vm1', 'vm2', 'vm3'].map((name) => one('node_load1', 'node', `${name}:9100`)),
      ],
      logs: [says('till', REFUSED), says('vm3-chronyd', CHRONY, 'info')],
    }),
  ).hypotheses;

test('tokens from the future are the doing of the machine whose clock is wrong and that issues them', () => {
  expect(world('vm3')[0]).toMatchObject({ cause: 'clock_skew', component: 'node/vm3' });
  expect(world('vm3').find(({ component }) => component === 'service/till')?.confidence ?? 0).toBeLessThan(0.1);
});

test('a wrong clock where neither the one that refuses nor what it calls runs is another matter', () => {
  expect(world('vm2').map(({ component }) => component)).toContain('service/till');
});
