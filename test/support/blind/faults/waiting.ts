import type { Scenario } from '../core/model.ts';
import { harborline, mosaic, thermo, vireo } from './systems.ts';

/** Too much work, or work that takes too long. */
export const waiting: Scenario[] = [
  {
    key: 'meters-scan',
    system: thermo,
    report: 'portal readings page takes 8 seconds',
    components: ['service/meters-ts'],
    causes: ['slow_query'],
    what: 'The query of the readings page scans the whole table, since its index is gone.',
    quote: 'duration: \\d+\\.\\d+ ms  execute .*SELECT r.at, r.kwh',
    elsewhere: true,
    effects: {
      'portal-api': { slow: 90, errors: 0.07, code: 504 },
      'meters-ts': { cpu: 4 },
      'device-registry': { slow: 1.6, silent: true },
    },
    logs: [
      {
        in: 'meters-ts',
        every: 9,
        level: 'info',
        say: [
          'portal@meters||duration: 7{id}.204 ms  execute <unnamed>: SELECT r.at, r.kwh FROM readings r WHERE r.serial = $1 AND r.at > $2 ORDER BY r.at',
          'portal@meters||duration: 8{id}.871 ms  execute <unnamed>: SELECT r.at, r.kwh FROM readings r WHERE r.serial = $1 AND r.at > $2 ORDER BY r.at',
        ],
      },
      { in: 'meters-ts', after: -1, level: 'info', say: 'admin@meters||statement: DROP INDEX readings_serial_at_idx' },
    ],
    metrics: (m, s) => {
      m.set('pg_stat_activity_count', { state: 'active' }, s.whole(s.stage(9, 44, 0.1)));
      m.set('pg_stat_activity_max_tx_duration', { state: 'active' }, s.stage(0.4, 8.4, 0.1));
      const [l] = m.labelsOf('pg_stat_database_blks_read', {});
      m.drop('pg_stat_database_blks_read');
      m.counter('pg_stat_database_blks_read', l!, s.stage(60, 41_000, 0.1));
    },
  },
  {
    key: 'sql-locks',
    system: harborline,
    report: 'bookings hang, cannot save. api pods restarted twice by hand, no change',
    components: ['service/sql01'],
    causes: ['lock_contention'],
    what: 'A session holds a table lock on Bookings in sql01; all writes wait for it.',
    quote: 'ALTER INDEX IX_Bookings_Voyage ON dbo.Bookings REBUILD',
    elsewhere: true,
    effects: {
      'booking-api': {
        errors: 0.41,
        slow: 60,
        code: 500,
        said: [
          'Microsoft.Data.SqlClient.SqlException (0x80131904): Execution Timeout Expired.  The timeout period elapsed prior to completion of the operation or the server is not responding.\n   at Microsoft.Data.SqlClient.SqlConnection.OnError(SqlException exception, Boolean breakConnection)\nError Number:-2,State:0,Class:11',
        ],
      },
      portal: { slow: 20, errors: 0.3, code: 504 },
    },
    metrics: (m, s) => {
      m.set('mssql_lock_waits', {}, s.whole(s.ramp(4, 96)));
      m.set('mssql_connections', {}, s.whole(s.ramp(66, 160)));
    },
    logs: [
      {
        in: 'sql01',
        every: 30,
        raw: true,
        say: '{iso} blocked_process_report duration={n}000 database_name=app <blocked-process-report><blocked-process><process id="process{hex}" waitresource="OBJECT: 5:1029578706:0" waittime="{n}" lockMode="IX" status="suspended" spid="{id}" clientapp="booking-api"><inputbuf>INSERT INTO dbo.Bookings (VoyageId, Customer) VALUES (@p0, @p1)</inputbuf></process></blocked-process><blocking-process><process status="running" spid="71" clientapp="SQLAgent - Maintenance"><inputbuf>ALTER INDEX IX_Bookings_Voyage ON dbo.Bookings REBUILD</inputbuf></process></blocking-process></blocked-process-report>',
      },
    ],
  },
  {
    key: 'rollup-behind',
    system: vireo,
    report: 'dashboards are 20 min behind and it is getting worse',
    onset: 60,
    minutes: 110,
    components: ['service/rollup-writer'],
    causes: ['queue_backlog'],
    what: 'More events come in than the rollup-writer can write; its lag on the topic grows without end.',
    quote: 'kafka_consumergroup_lag\\{.*rollup-writer',
    effects: { collector: { traffic: 1.6 }, 'rollup-writer': { cpu: 9 } },
    metrics: (m, s) => {
      for (const partition of ['0', '1', '2', '3']) {
        m.gauge(
          'kafka_consumergroup_lag',
          { consumergroup: 'rollup-writer', topic: 'sessions', partition },
          s.whole((at) => 300 + s.grown(at) * 910_000),
        );
        m.gauge(
          'kafka_consumergroup_lag',
          { consumergroup: 'sessionizer', topic: 'events', partition },
          s.whole(s.flat(240, 0.4)),
        );
      }
      m.drop('kafka_server_brokertopicmetrics_messagesin_total');
      m.counter(
        'kafka_server_brokertopicmetrics_messagesin_total',
        { namespace: 'clickpath', job: 'kafka', service: 'kafka', topic: 'events' },
        s.stage(2400, 3900),
      );
    },
    logs: [
      {
        in: 'rollup-writer',
        every: 30,
        level: 'info',
        say: 'wrote batch of 50000 rows in {ms} ms, consumer is behind',
      },
    ],
    alerts: [
      {
        name: 'KafkaConsumerLag',
        labels: { severity: 'warning', consumergroup: 'rollup-writer' },
        summary: 'Lag of rollup-writer grows',
      },
    ],
  },
  {
    key: 'offers-evicted',
    system: mosaic,
    report: 'search is slow, about twice of normal. fares-db cpu up',
    components: ['service/offers-cache'],
    causes: ['cache_eviction'],
    what: 'offers-cache has reached its memory limit and evicts keys that are still wanted, so everything is computed anew.',
    quote: 'redis_evicted_keys_total',
    elsewhere: true,
    onset: 45,
    effects: {
      offers: { slow: 3.4 },
      search: { slow: 2.3 },
      fares: { traffic: 3.6, slow: 2.2 },
      ingressgateway: { slow: 1.6 },
    },
    metrics: (m, s) => {
      const [l] = m.labelsOf('redis_evicted_keys_total', {});
      for (const name of ['redis_evicted_keys_total', 'redis_keyspace_hits_total', 'redis_keyspace_misses_total'])
        m.drop(name);
      m.counter('redis_evicted_keys_total', l!, s.stage(0, 310), 0);
      m.counter('redis_keyspace_hits_total', l!, s.stage(820, 290));
      m.counter('redis_keyspace_misses_total', l!, s.stage(34, 560));
      m.set('redis_memory_used_bytes', {}, (at) =>
        s.on(at) ? 3.999e9 : 3.3e9 + ((at - s.start) / (s.onset - s.start)) * 6.9e8,
      );
    },
  },
];
