import type { Scenario } from '../core/model.ts';
import { over } from './derived.ts';

/** Faults that were over by the end, by their keys. */
export const past = [
  'tv-spot',
  'payments-limited',
  'ledger-disk',
  'sql-locks',
  'harbor-broker',
  'aurora-cpu',
  'thermo-conntrack',
  'clicks-packet-loss',
  'seats-deploy',
  'chat-clients',
];

export function recovered(of: (key: string) => Scenario): Scenario[] {
  const seats = of('seats-deploy');
  return [
    over(of('tv-spot'), 'Shop war eben ganz weg, jetzt geht er wieder. Was war das?'),
    over(
      of('payments-limited'),
      'purchase was failing a while ago, seems ok now, want to know why before I go back to sleep',
    ),
    over(of('ledger-disk'), 'got paged for slow transfers', {
      logs: [
        {
          in: 'fj-db-01',
          after: 28,
          say: [
            'pg_basebackup[40112]: pg_basebackup: base backup completed',
            'systemd[1]: pg-basebackup-full.service: Deactivated successfully.',
          ],
        },
      ],
    }),
    over(of('sql-locks'), 'saving bookings hung for half an hour, it works again??'),
    over(of('harbor-broker'), 'confirmations were stuck earlier. alert is resolved. root cause pls', {
      logs: [
        {
          in: 'broker',
          after: 28,
          level: 'warn',
          say: [
            'memory resource limit alarm cleared on node rabbit@broker-0',
            'memory resource limit alarm cleared across the cluster',
          ],
        },
      ],
    }),
    over(of('aurora-cpu'), 'timeouts in claims desk (again). now quiet'),
    over(of('thermo-conntrack'), 'had a burst of timeouts in meters, any idea', {
      logs: [{ in: 'th-w2', after: 27, say: ['sysctl[7741]: net.netfilter.nf_conntrack_max = 524288'] }],
      metrics: (m, s) => {
        for (const node of ['th-w1', 'th-w2', 'th-w3']) {
          const l = { instance: `${node}:9100`, job: 'node-exporter', node };
          const grown = (at: number): number =>
            s.on(at) ? 131072 : at < s.onset ? 94_000 + ((at - s.start) / (s.onset - s.start)) * 36_000 : 97_000;
          m.gauge('node_nf_conntrack_entries_limit', l, (at) => (node === 'th-w2' && at >= s.until ? 524288 : 131072));
          m.gauge('node_nf_conntrack_entries', l, node === 'th-w2' ? s.whole(grown) : s.whole(s.flat(41_000, 0.05)));
        }
      },
    }),
    over(of('clicks-packet-loss'), 'p99 of the collector went crazy, came back by itself', {
      logs: [
        {
          in: 'ip-10-3-2-40',
          after: 28,
          say: ['kernel: mlx5_core 0000:00:05.0 eth0: Link down', 'kernel: mlx5_core 0000:00:05.0 eth0: Link up'],
        },
      ],
    }),
    over(seats, 'seat picker had errors after a release, they say it is rolled back. true?', {
      changes: [
        ...(seats.changes ?? []),
        {
          before: -28,
          kind: 'deploy',
          service: 'seats',
          summary: 'seats: roll back to the version before 4.7.0',
          files: [],
        },
      ],
      cluster: (c) => {
        c.rollout('seats', () => undefined, { fresh: 1, replaced: 1, after: 27.5 });
      },
    }),
    over(of('chat-clients'), 'chat was down-ish around the alert, looks fine now'),
  ];
}
