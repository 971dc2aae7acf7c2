import { expect, test } from '@jest/globals';
import type { Finding } from '../../../../bot/domain/finding.ts';
import { rank } from '../../../../bot/engine/rank/rank.ts';
import { AS_OF, alert, iso, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

// Linux, Documentation/admin-guide/cgroup-v2.rst: next to memory.max pages are reclaimed, and allocations wait for it.
const pressure: Finding = {
  analyzer: 'resource-pressure',
  component: 'service/ledger',
  cause: 'pod_memory_pressure',
  statement: 'ledger uses 82 % of its memory limit.',
  strength: 0.82,
  grade: 'measured',
  onset: iso(AS_OF - 900),
  evidence: [{ source: 'metrics', tool: 'summarize_series', target: 'service/ledger', text: 'at 82 % of the limit' }],
};

/** Requests of a service: 600 a minute, of which some fail and which take so long from the onset on. */
function requests(service: string, failing: number, seconds: number): readonly MadeSeries[] {
  const since = (i: number) => Math.max(0, i - ONSET_MINUTE);
  const counted = [
    { name: 'http_requests_total', code: '200', value: (i: number) => 600 * i - failing * since(i) },
    { name: 'http_requests_total', code: '500', value: (i: number) => failing * since(i) },
    {
      name: 'http_request_duration_seconds_sum',
      code: '',
      value: (i: number) => 60 * i + 600 * (seconds - 0.1) * since(i),
    },
    { name: 'http_request_duration_seconds_count', code: '', value: (i: number) => 600 * i },
  ];
  return counted.map(({ name, code, value }) => ({
    name,
    labels: { service, ...(code === '' ? {} : { code }) },
    type: 'counter',
    value,
  }));
}

function first(own: readonly MadeSeries[]) {
  const made = {
    topology: { till: ['ledger'] },
    alerts: [alert('HighErrorRate', { service: 'till' })],
    series: [...requests('till', 200, 0.1), ...own],
  };
  return rank([pressure], metricEvidence(made)).hypotheses[0]?.cause;
}

test('memory near its limit makes no caller fail while its program answers as ever, and may where it is slow or unmeasured', () => {
  expect(first(requests('ledger', 0, 0.1))).toBeUndefined();
  expect(first(requests('ledger', 0, 3))).toBe('pod_memory_pressure');
  expect(first([])).toBe('pod_memory_pressure');
});
