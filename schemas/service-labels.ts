import { METRIC_KNOWLEDGE } from './generated/metric-knowledge.ts';

const { service, beside } = METRIC_KNOWLEDGE.entity;
const CONDITIONS = Object.entries<readonly string[]>(beside);

/** Labels that may name the service which a series with such labels is about, the closest first; labels by their plain names. */
export function serviceLabelsAmong(labels: ReadonlyMap<string, unknown>): readonly string[] {
  const without = CONDITIONS.flatMap(([label, others]) =>
    labels.has(label) && !others.some((other) => labels.has(other)) ? [label] : [],
  );
  return without.length === 0 ? service : service.filter((label) => !without.includes(label));
}
