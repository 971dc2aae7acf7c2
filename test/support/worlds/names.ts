import type { RandomSource } from '../random-source.ts';

/** Names of services by trade, entry first; the same number in each, so that trades can be exchanged. */
const TRADES: readonly (readonly string[])[] = [
  [
    'storefront',
    'checkout',
    'payments',
    'catalog',
    'inventory',
    'shipping',
    'pricing',
    'accounts',
    'notifier',
    'search',
    'reviews',
    'loyalty',
  ],
  [
    'portal',
    'transfers',
    'ledger',
    'cards',
    'limits',
    'statements',
    'fx-rates',
    'customers',
    'mailer',
    'lookup',
    'audit',
    'rewards',
  ],
  [
    'webapp',
    'booking',
    'billing',
    'flights',
    'seats',
    'ticketing',
    'fares',
    'travellers',
    'messenger',
    'finder',
    'ratings',
    'miles',
  ],
  [
    'player-ui',
    'subscriptions',
    'invoices',
    'titles',
    'rights',
    'playback',
    'plans',
    'profiles',
    'pusher',
    'discovery',
    'comments',
    'badges',
  ],
  [
    'console',
    'dispatch',
    'settlement',
    'fleet',
    'depots',
    'routing',
    'tariffs',
    'drivers',
    'alerts-out',
    'geocoder',
    'feedback',
    'bonuses',
  ],
];

const NAMESPACES = ['shop', 'prod', 'core', 'live', 'apps', 'platform-prod'];
const CLUSTERS = ['prod-eu1', 'prod-us-east', 'live', 'blue', 'k8s-prod-02'];

/** The names of one system. */
export interface Names {
  /** The nth service, entry first. */
  service(n: number): string;
  readonly namespace: string;
  readonly cluster: string;
}

/** Draws a system's names; `trade` fixes them, so that one system can be made twice under other names. */
export function drawNames(random: RandomSource, trade = random.whole(0, TRADES.length - 1)): Names {
  const words = TRADES[trade % TRADES.length]!;
  const suffix = ['', '', '-api', '-service', '-svc'][trade % 5]!;
  const namespace = NAMESPACES[(trade * 5 + random.whole(0, NAMESPACES.length - 1)) % NAMESPACES.length]!;
  return {
    service: (n) => (n === 0 ? words[0]! : `${words[n % words.length]}${suffix}`),
    namespace,
    cluster: random.pick(CLUSTERS),
  };
}
