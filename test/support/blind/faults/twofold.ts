import type { Scenario } from '../core/model.ts';
import { both } from './derived.ts';

/** Pairs of faults, by their keys, and what is typed about them. */
export const pairs: [a: string, b: string, report: string][] = [
  ['mailer-secret', 'orders-disk-full', 'checkout broken and no mails since tonight, same cause?'],
  ['taxes-undefined', 'venues-selector', 'event pages AND carts show errors, what is going on'],
  ['joiner-poison', 'rollup-config', 'reports and dashboards both stale. kafka??'],
  ['offers-oom', 'card-provider-out', 'search bad, booking bad. mesh trouble? please help'],
  ['shop-read-only', 'nginx-timeout', 'Kasse kaputt: mal 500, mal 504'],
  ['rules-memory-request', 'meters-scan', 'portal slow, no alarms, meters cluster is a mess tonight'],
];

export const twofold = (of: (key: string) => Scenario): Scenario[] =>
  pairs.map(([a, b, report]) => both(of(a), of(b), report));
