import { expect, test } from '@jest/globals';
import { withCounterFamilies } from '../../../backends/metrics/counter-families.ts';

const minutes = 30;
const series = (name: string, status: string, value: (i: number) => number) => ({
  name,
  labels: { status },
  timestamps: Float64Array.from({ length: minutes }, (_, i) => i * 60),
  values: Float64Array.from({ length: minutes }, (_, i) => value(i)),
});
const types = (name: string, rare: (i: number) => number) =>
  withCounterFamilies([series(name, '200', (i) => 4000 + 90 * i), series(name, '500', rare)]).map(
    (one) => (one as { type?: string }).type,
  );

test('rare failures are counted as the successes of the same name are', () => {
  expect(types('nginx_ingress_controller_requests', (i) => 12 + Math.floor(i / 9))).toEqual(['counter', 'counter']);
});

test('a figure that falls again and again makes no counter of its family, nor does a queue', () => {
  expect(types('nginx_ingress_controller_requests', (i) => i % 3)).toEqual([undefined, undefined]);
  expect(types('broker_messages_ready', () => 212)).toEqual([undefined, undefined]);
});
