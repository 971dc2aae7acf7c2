import { expect, test } from '@jest/globals';
import { sharedConcurrency } from '../../../../../bot/engine/analyzers/metrics/shared-concurrency.ts';
import { signalMoved } from '../../../../../bot/engine/analyzers/metrics/signal-moved.ts';
import { level, type MadeSeries, metricEvidence } from '../../../../support/metric-evidence.ts';

const figure = (name: string, of: string, before: number, during = before): MadeSeries => ({
  name: `aws_lambda_${name}_sum`,
  labels: { dimension_FunctionName: of },
  value: level(before, during),
});

/** The function behind the API is throttled; so many times as many runs of the batch and of itself as before. */
function blamed(batch: number, own = 1, throttles = 30) {
  const series = [
    figure('invocations', 'quote', 60, 60 * own),
    figure('throttles', 'quote', 0, throttles),
    figure('invocations', 'batch', 10, 10 * batch),
    figure('throttles', 'batch', 0),
  ];
  const result = sharedConcurrency.analyze(metricEvidence({ series }));
  return result.status === 'found' ? result.findings.map(({ component }) => component) : result.status;
}

test('a function that is throttled without more to do goes short of what another takes', () => {
  expect(blamed(90)).toEqual(['service/batch']);
});

test.each([
  ['nobody takes more', 1, 1, 30],
  ['it is called more often itself', 1, 8, 30],
  ['both have more to do', 90, 8, 30],
  ['none is throttled', 90, 1, 0],
])('where %s, nobody is blamed for it', (_, batch, own, throttles) => {
  expect(blamed(batch, own, throttles)).toBe('clear');
});

test('a function that is throttled may not run more often at once, whoever takes what it lacks', () => {
  const moves = (throttles: number) => {
    const series = [figure('invocations', 'quote', 60), figure('throttles', 'quote', 0, throttles)];
    const result = signalMoved.analyze(metricEvidence({ series }));
    return result.status === 'found'
      ? result.findings.map(({ component, cause, grade }) => [component, cause, grade])
      : result.status;
  };
  // Each that is counted is a run refused for this very cause.
  expect(moves(30)).toEqual([['service/quote', 'cloud_quota_exceeded', 'shown']]);
  expect(moves(0)).toBe('clear');
});
