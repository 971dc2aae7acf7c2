import type { Scenario } from '../core/model.ts';
import { chirrup, claimdesk, fjord, tulip } from './systems.ts';

/** Databases, and the connections to them. */
export const databases: Scenario[] = [
  {
    key: 'ledger-pool',
    system: fjord,
    report: 'transfers dead, 504 everywhere, dba says postgres idle. firewall?',
    components: ['service/ledger'],
    causes: ['connection_pool_exhausted', 'bad_deploy'],
    what: 'ledger leaks connections since its last deploy: its pool is empty while the database is idle.',
    quote: 'HikariPool-1 - Connection is not available, request timed out after 30000ms',
    elsewhere: true,
    effects: {
      ledger: {
        errors: 0.7,
        slow: 300,
        said: [
          'HikariPool-1 - Connection is not available, request timed out after 30000ms (total=20, active=20, idle=0, waiting=41)\njava.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms\n\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:686)',
        ],
      },
      transfers: {
        errors: 0.8,
        slow: 80,
        code: 504,
        said: ['Read timed out executing POST http://fj-app-01:8081/ledger/postings'],
      },
      cards: { errors: 0.6, slow: 90, code: 504 },
      'edge-proxy': { errors: 0.6, code: 504, slow: 60 },
    },
    metrics: (m, s) => {
      m.set('hikaricp_connections_active', { job: 'ledger' }, s.whole(s.stage(4, 20, 0)));
      m.set('hikaricp_connections_pending', { job: 'ledger' }, s.whole(s.stage(0, 41, 0.1)));
    },
    logs: [
      {
        in: 'ledger',
        every: 90,
        level: 'warn',
        say: 'Connection leak detection triggered for org.postgresql.jdbc.PgConnection@{hex} on thread nio-8080-exec-4, stack trace follows\njava.lang.Exception: Apparent connection leak detected\n\tat no.fjord.ledger.PostingAuditor.record(PostingAuditor.java:57)',
      },
    ],
    changes: [
      {
        before: 14,
        kind: 'deploy',
        service: 'ledger',
        summary: 'ledger 5.2: audit every posting',
        files: ['ledger/src/main/java/no/fjord/ledger/PostingAuditor.java'],
        diff: '+    Connection c = dataSource.getConnection();\n+    c.prepareStatement(AUDIT).executeUpdate();',
      },
    ],
  },
  {
    key: 'chat-clients',
    system: chirrup,
    report: 'chat-web 500s, rooms do not load',
    components: ['service/chat-pg'],
    causes: ['database_connection_exhausted'],
    what: 'PostgreSQL of the chat has no connection slot left; idle ones hold them all.',
    quote: 'sorry, too many clients already',
    elsewhere: true,
    effects: {
      'chat-web': {
        errors: 0.44,
        slow: 3,
        said: [
          'Postgrex.Protocol (#PID<0.{n}.0>) failed to connect: ** (Postgrex.Error) FATAL 53300 (too_many_connections) sorry, too many clients already',
          '** (DBConnection.ConnectionError) connection not available and request was dropped from queue after 2004ms.',
        ],
      },
    },
    metrics: (m, s) => {
      m.set('pg_stat_activity_count', { state: 'idle' }, s.whole(s.stage(34, 186, 0.01)));
    },
    logs: [{ in: 'chat-pg', every: 6, level: 'fatal', say: 'chat@chat||sorry, too many clients already' }],
  },
  {
    key: 'aurora-cpu',
    system: claimdesk,
    report: 'claims desk timing out for all adjusters. API team already scaled out ECS, no change',
    components: ['service/claims-aurora'],
    causes: ['database_cpu_saturation', 'slow_query'],
    what: 'The processor of claims-aurora is at 99 %, by a reporting query that somebody runs on it.',
    quote: 'aws_rds_cpuutilization_average',
    elsewhere: true,
    effects: {
      'claims-api': {
        slow: 26,
        errors: 0.12,
        code: 504,
        said: [
          'query claims: context deadline exceeded (5s)',
          'Error 1205 (HY000): Lock wait timeout exceeded; try restarting transaction',
        ],
      },
      'quote-engine': { slow: 14, errors: 0.08, code: 504 },
      'adjuster-ui': { slow: 20, errors: 0.1, code: 504 },
    },
    metrics: (m, s) => {
      const l = {
        account_id: '111122223333',
        region: 'eu-central-1',
        dimension_DBInstanceIdentifier: 'claims-aurora-1',
        tag_Name: 'claims-aurora',
      };
      m.gauge('aws_rds_cpuutilization_average', l, s.stage(31, 99.1, 0.01));
      m.gauge('aws_rds_database_connections_average', l, s.whole(s.stage(48, 170)));
      m.gauge('aws_rds_freeable_memory_average', l, s.stage(9.2e9, 4.1e9));
    },
    logs: [
      {
        in: 'claims-aurora-slowquery',
        every: 240,
        raw: true,
        say: '# Time: {iso}Z\n# User@Host: bi_adhoc[bi_adhoc] @  [10.20.7.41]  Id: {n}\n# Query_time: 418.201044  Lock_time: 0.000102 Rows_sent: 0  Rows_examined: 912004411\nSELECT c.region, SUM(p.amount) FROM claims c JOIN payouts p ON p.claim_no = c.claim_no GROUP BY c.region, DATE(p.paid_at);',
      },
    ],
  },
  {
    key: 'orders-disk-full',
    system: tulip,
    report: 'orders are not going through, checkout red, stock red. deploy from this morning?',
    components: ['service/orders-db'],
    causes: ['database_storage_full'],
    what: 'The volume of orders-db is full; PostgreSQL cannot extend its files.',
    quote: 'could not extend file',
    elsewhere: true,
    effects: {
      checkout: {
        errors: 0.93,
        said: [
          'could not execute statement [ERROR: could not extend file "base/16402/24611": No space left on device]\norg.springframework.dao.DataAccessResourceFailureException: could not execute statement',
        ],
      },
      stock: {
        errors: 0.6,
        said: [
          'could not execute statement [ERROR: could not extend file "base/16402/24577": No space left on device]',
        ],
      },
      'web-bff': { errors: 0.14, code: 502 },
    },
    logs: [
      {
        in: 'orders-db',
        every: 7,
        say: 'orders@orders||could not extend file "base/16402/24611": No space left on device\nHINT:  Check free disk space.',
      },
    ],
    metrics: (m, s) => {
      const l = { namespace: 'tulip-prod', persistentvolumeclaim: 'data-orders-db-0' };
      m.gauge('kubelet_volume_stats_capacity_bytes', l, () => 1.0522e11);
      m.gauge('kubelet_volume_stats_available_bytes', l, (at) =>
        at >= s.onset ? 0 : ((s.onset - at) / (s.onset - s.start)) * 3.1e9,
      );
    },
    traces: true,
  },
  {
    key: 'statements-lag',
    system: fjord,
    report: 'customers do not see the transfers they just made, support flooded',
    onset: 48,
    components: ['service/ledger-pg-replica'],
    causes: ['replication_lag'],
    what: 'The replica that statements reads from is half an hour behind the ledger.',
    quote: 'pg_replication_lag_seconds\\{.*ledger-pg-replica',
    elsewhere: true,
    effects: {},
    metrics: (m, s) =>
      m.set('pg_replication_lag_seconds', { job: 'ledger-pg-replica' }, (at) =>
        s.on(at) ? 0.1 + (at - s.onset) * 0.97 : 0.1,
      ),
    logs: [
      {
        in: 'ledger-pg-replica',
        every: 300,
        level: 'info',
        say: 'recovery still waiting after {ms}.021 ms: recovery conflict on snapshot',
      },
      {
        in: 'ledger-pg-replica',
        every: 400,
        level: 'info',
        say: 'report@ledger||duration: 1{n}00.412 ms  statement: COPY (SELECT * FROM postings_history) TO STDOUT',
      },
    ],
    alerts: [
      {
        name: 'PostgresReplicationLag',
        labels: { severity: 'warning', instance: 'fj-db-02' },
        summary: 'Replica lags by more than five minutes',
        after: 6,
      },
    ],
  },
];
