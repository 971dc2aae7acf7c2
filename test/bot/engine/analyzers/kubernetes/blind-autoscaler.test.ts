import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { deployment, object } from '../../../../support/kubernetes.ts';
import { AS_OF, iso, level, type MadeSeries, metricEvidence } from '../../../../support/metric-evidence.ts';

const labels = { namespace: 'market', service: 'stall' };

/** A scaler that has read no metrics since the day before, with so many pods of at most so many. */
function blind(current: number, most: number): KubernetesObject {
  return object('HorizontalPodAutoscaler', 'stall', {
    spec: {
      minReplicas: 1,
      maxReplicas: most,
      scaleTargetRef: { kind: 'Deployment', name: 'stall' },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    },
    status: {
      currentReplicas: current,
      desiredReplicas: current,
      conditions: [
        {
          type: 'ScalingActive',
          status: 'False',
          reason: 'FailedGetResourceMetric',
          message:
            'the HPA was unable to compute the replica count: failed to get cpu utilization: missing request for cpu in container mesh of Pod stall-1-a',
          lastTransitionTime: iso(AS_OF - 80_000),
        },
      ],
    },
  });
}

function first(scaler: KubernetesObject, cores: (minute: number) => number, busy: boolean) {
  const growing = (per: number, more: number): ((i: number) => number) => {
    let sum = 0;
    return (i) => (sum += i >= 200 && busy ? more : per);
  };
  const used = ((): ((i: number) => number) => {
    let sum = 0;
    return (i) => (sum += 60 * cores(i));
  })();
  const series: MadeSeries[] = [
    {
      name: 'container_cpu_usage_seconds_total',
      labels: { namespace: 'market', pod: 'stall-1-a', container: 'main' },
      type: 'counter',
      value: used,
    },
    { name: 'http_requests_total', labels: { ...labels, code: '200' }, type: 'counter', value: growing(1800, 4000) },
    { name: 'http_request_duration_seconds_count', labels, type: 'counter', value: growing(1800, 4000) },
    { name: 'http_request_duration_seconds_sum', labels, type: 'counter', value: growing(180, 6000) },
  ];
  const objects = [...deployment('stall', {}, 'field-1'), scaler];
  const { verdict, hypotheses } = diagnose(metricEvidence({ series, objects, question: 'stall is slow' }));
  return { verdict, first: hypotheses[0] === undefined ? '' : `${hypotheses[0].component} ${hypotheses[0].cause}` };
}

describe('an autoscaler that has read no metrics for long', () => {
  test('is why a surge is felt where it could still add pods', () => {
    expect(first(blind(1, 6), level(0.05, 0.09, 200), true)).toEqual({
      verdict: 'fault',
      first: 'service/stall hpa_metrics_unavailable',
    });
  });

  test('does not explain a surge that it could do nothing about', () => {
    expect(first(blind(6, 6), level(0.05, 0.09, 200), true).first).not.toContain('hpa_metrics_unavailable');
  });

  test('lies dormant while its pods are under its target', () => {
    expect(first(blind(1, 6), level(0.04), false).verdict).not.toBe('fault');
  });
});
