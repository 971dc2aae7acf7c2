import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../bot/engine/index.ts';
import { counter, level, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const gauge = (name: string, job: string, before: number, during = before): MadeSeries => ({
  name,
  labels: { job },
  value: level(before, during),
});

/** What ails a booking service whose threads are all busy, while requests of its one caller rise so many times. */
function cause(threadsBefore: number, threads: number, times: number) {
  const latency = (job: string, before: number, during: number): MadeSeries[] => [
    counter('http_server_requests_seconds_count', { job, status: '200' }, 1200, 1200 * times),
    counter('http_server_requests_seconds_sum', { job, status: '200' }, 1200 * before, 1200 * times * during),
  ];
  const series = [
    ...latency('desk', 0.05, 4),
    ...latency('booking', 0.03, 3.9),
    gauge('tomcat_threads_config_max_threads', 'booking', threadsBefore, threads),
    {
      ...gauge('tomcat_threads_busy_threads', 'booking', 2),
      value: (i: number) => (i < ONSET_MINUTE ? 2 + (i % 2) : threads),
    },
  ];
  const topology = { desk: ['booking'] };
  return diagnose(metricEvidence({ series, topology, question: 'Booking is slow' })).hypotheses[0];
}

test('threads that are all busy since there are fewer of them are not the doing of more requests', () => {
  expect(cause(200, 5, 2.4)).toMatchObject({ component: 'service/booking', cause: 'thread_pool_exhausted' });
});

test('as many threads as ever, or hardly fewer, are used up by more requests', () => {
  expect(cause(200, 200, 2.4)).toMatchObject({ component: 'service/desk', cause: 'traffic_spike' });
  expect(cause(200, 160, 2.4)).toMatchObject({ component: 'service/desk', cause: 'traffic_spike' });
});
