import { expect, test } from '@jest/globals';
import { renewedAt } from '../../../../bot/engine/observe/renewed.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { AS_OF, iso, metricEvidence } from '../../../support/metric-evidence.ts';
import { pattern } from '../analyzers/logs/log-evidence.ts';

/** When lines that came every two seconds until `secondsAgo` are over, where a probe sees a certificate of so many days. */
function renewed(secondsAgo: number, days?: number) {
  const evidence = metricEvidence({
    series:
      days === undefined
        ? []
        : [
            {
              name: 'probe_ssl_earliest_cert_expiry',
              labels: { job: 'blackbox', instance: 'https://pay:8443', service: 'pay' },
              value: (i) => (i < 230 ? AS_OF - 86_400 : AS_OF + days * 86_400),
            },
          ],
  });
  const lines = pattern('error', 'call to pay:8443 failed: Error: certificate has expired', [0], 1);
  const said = { ...lines, count: 301, firstSeen: iso(AS_OF - secondsAgo - 600), lastSeen: iso(AS_OF - secondsAgo) };
  return renewedAt('service/pay', [said], evidence, PARAMETERS);
}

test('what was said of an expired certificate is over when a probe sees a valid one and nobody says it any more', () => {
  expect(renewed(40, 90)).toBe(iso(AS_OF - 40));
});

test.each([
  ['it is still said', 1, 90],
  ['the probe sees one that has expired', 40, -2],
  ['no probe looks', 40, undefined],
] as const)('it goes on where %s', (_, secondsAgo, days) => {
  expect(renewed(secondsAgo, days)).toBeUndefined();
});
