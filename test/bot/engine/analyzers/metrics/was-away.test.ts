import { describe, expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../../bot/domain/signals.ts';
import { wasAway } from '../../../../../bot/engine/analyzers/metrics/was-away.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { AS_OF, iso, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';
import { application } from '../logs/log-evidence.ts';

const FROM = ONSET_MINUTE - 20;
const UNTIL = ONSET_MINUTE - 5;
const at = (minute: number) => iso(AS_OF - (239 - minute) * 60);
const objects = [
  ...application({ name: 'sessions', image: 'redis:7.2', port: 6379 }),
  ...application({ name: 'till', ip: '10.96.0.2', podIp: '10.1.0.2' }),
];

/** `up` of one of its targets, 0 between two minutes: a failed scrape (Prometheus, "Jobs and instances"). */
const up = (instance: string, from = FROM, until = UNTIL): MadeSeries => ({
  name: 'up',
  labels: { job: 'sessions', service: 'sessions', namespace: 'shop', instance },
  value: (i) => (i >= from && i < until ? 0 : 1),
});

/** A caller that writes on, and wrote of refused calls between two minutes. */
const caller = (text: string, from = FROM, until = UNTIL): ServiceLogs => ({
  service: 'till',
  namespace: 'shop',
  lines: 960,
  levels: { warn: 45 },
  firstSeen: at(0),
  lastSeen: at(239),
  patterns: [
    { template: 'paid', count: 900, level: 'info', firstSeen: at(0), lastSeen: at(239), samples: [{ text: 'paid' }] },
    {
      template: text,
      count: 45,
      level: 'warn',
      firstSeen: at(from),
      lastSeen: at(until),
      samples: [{ text }],
    },
  ],
});
const REFUSED = 'Error 111 connecting to sessions:6379. Connection refused.';
const world = (series: readonly MadeSeries[], ...logs: ServiceLogs[]) => metricEvidence({ objects, series, logs });
const analyze = (...given: Parameters<typeof world>) => wasAway.analyze(world(...given));

describe('a service that was away for a while', () => {
  test('is told where no scrape of it succeeded and its callers could not reach it, though no request failed', () => {
    const evidence = world([up('10.1.0.1:9121')], caller(REFUSED));
    expect(wasAway.analyze(evidence)).toMatchObject({
      status: 'found',
      findings: [
        {
          component: 'service/sessions',
          cause: 'dependency_unavailable',
          grade: 'shown',
          explains: ['service/till'],
          until: expect.any(String),
        },
      ],
    });
    expect(diagnose(evidence)).toMatchObject({
      verdict: 'recovered',
      hypotheses: [{ component: 'service/sessions', cause: 'dependency_unavailable' }],
    });
  });

  test.each([
    ['nobody could not reach it: it was started anew', [up('a:9121')], []],
    ['another of its targets was there', [up('a:9121'), up('b:9121', 0, 0)], [caller(REFUSED)]],
    [
      'its targets were away one after the other',
      [up('a:9121', FROM, FROM + 6), up('b:9121', FROM + 8)],
      [caller(REFUSED)],
    ],
    ['it could not be reached long before that', [up('a:9121')], [caller(REFUSED, FROM - 30)]],
    ['it cannot be reached though it is back', [up('a:9121')], [caller(REFUSED, FROM, 239)]],
    ['it is away still', [up('a:9121', FROM, 240)], [caller(REFUSED, FROM, 239)]],
    ['it answered, and said no', [up('a:9121')], [caller('GET http://sessions:6379/: unexpected status 500')]],
  ])('is clear where %s', (_, series, logs) => {
    expect(analyze(series, ...logs).status).toBe('clear');
  });

  test('is unknown without logs or metrics', () => {
    expect(wasAway.analyze(metricEvidence({ series: [up('a:9121')] })).status).toBe('unknown');
    expect(wasAway.analyze(metricEvidence({ logs: [caller(REFUSED)] })).status).toBe('unknown');
  });
});
