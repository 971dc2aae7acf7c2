import { isCounter, isUndeclared } from './counter.ts';
import type { Series } from './provider.ts';
import { mayTellOfRequests } from './slis/request-metrics.ts';

/**
 * The series, those of requests without a type typed as counters where another of their name has a counter's course and none
 * of them ever fell more than a restart explains: all series of one name are of one type (Prometheus, "Data model"), and one
 * that counts rare failures hardly ever rises.
 */
export function withCounterFamilies<S extends Series>(series: readonly S[]): readonly S[] {
  const untyped = series.filter(({ type }) => isUndeclared(type));
  const counters = new Set(
    [...Map.groupBy(untyped, ({ name }) => name)].flatMap(([name, family]) =>
      family.length > 1 && mayTellOfRequests(name) && family.some(isCounter) && family.every(hardlyFalls) ? [name] : [],
    ),
  );
  if (counters.size === 0) return series;
  return series.map((one) => (counters.has(one.name) && isUndeclared(one.type) ? { ...one, type: 'counter' } : one));
}

function hardlyFalls({ values }: Series): boolean {
  let falls = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[i - 1]!) falls++;
  return falls <= 1;
}
