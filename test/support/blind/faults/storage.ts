import type { Scenario } from '../core/model.ts';
import { brickyard, nightjar, thermo } from './systems.ts';

/** Databases, and the connections to them. */
export const storage: Scenario[] = [
  {
    key: 'shop-read-only',
    system: brickyard,
    report: 'Bestellungen gehen nicht durch, Seiten laden aber',
    components: ['service/shop-mysql'],
    causes: ['database_read_only'],
    what: 'After maintenance shop-mysql runs with read_only, so orders cannot be written.',
    quote: '--read-only option so it cannot execute this statement',
    elsewhere: true,
    effects: {
      'shop-php': {
        errors: 0.21,
        said: [
          'SQLSTATE[HY000]: General error: 1290 The MySQL server is running with the --read-only option so it cannot execute this statement {"exception":"[object] (Illuminate\\\\Database\\\\QueryException(code: HY000)"}',
        ],
      },
      www: { errors: 0.17, code: 500 },
    },
    metrics: (m, s) => m.set('mysql_global_variables_read_only', { job: 'shop-mysql' }, (at) => (s.on(at) ? 1 : 0)),
    logs: [
      {
        in: 'shop-mysql',
        after: -0.6,
        level: 'info',
        say: [
          '[MY-013172] [Server] Received SHUTDOWN from user root. Shutting down mysqld (Version: 8.0.39).',
          '[MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.0.39) starting as process 41022',
          "[MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.0.39'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306",
        ],
      },
    ],
  },
  {
    key: 'report-password',
    system: nightjar,
    report: 'report-api all red since the quarterly rotation',
    components: ['service/report-api', 'service/warehouse-pg'],
    causes: ['database_credentials_invalid'],
    what: 'The password of the user report was changed in the database, report-api still uses the old one.',
    quote: 'password authentication failed for user "report"',
    effects: {
      'report-api': {
        errors: 0.98,
        said: [
          'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "warehouse-pg.settlement" (10.43.2.8), port 5432 failed: FATAL:  password authentication failed for user "report"',
        ],
      },
    },
    logs: [
      {
        in: 'warehouse-pg',
        every: 12,
        level: 'fatal',
        say: 'report@warehouse||password authentication failed for user "report"\nDETAIL:  Connection matched file "/var/lib/postgresql/data/pg_hba.conf" line 99: "host all all all scram-sha-256"',
      },
    ],
    lost: ['rates-feed'],
  },
  {
    key: 'warehouse-archiving',
    system: nightjar,
    report: 'disk alert on warehouse, growing 2 GB a minute, what is eating it?',
    onset: 70,
    minutes: 100,
    components: ['service/warehouse-pg'],
    causes: ['wal_archiving_failed'],
    what: 'Archiving of the write-ahead log fails (the bucket answers 403), so pg_wal fills the volume.',
    quote: 'archive command failed with exit code',
    effects: {},
    logs: [
      {
        in: 'warehouse-pg',
        every: 20,
        level: 'info',
        say: 'archive command failed with exit code 1\nDETAIL:  The failed archive command was: wal-g wal-push pg_wal/0000000100000A4C000000B1',
      },
      {
        in: 'warehouse-pg',
        every: 25,
        raw: true,
        say: 'ERROR: failed to upload: AccessDenied: Access Denied status code: 403, request id: {hex}',
      },
      {
        in: 'warehouse-pg',
        every: 240,
        level: 'warn',
        say: 'archiving write-ahead log file "0000000100000A4C000000B1" failed too many times, will try again later',
      },
    ],
    metrics: (m, s) => {
      const l = { namespace: 'settlement', persistentvolumeclaim: 'data-warehouse-pg-0' };
      m.gauge('kubelet_volume_stats_capacity_bytes', l, () => 5.2e11);
      m.gauge('kubelet_volume_stats_available_bytes', l, s.ramp(2.1e11, 6.2e10, 0.001));
      const [base] = m.labelsOf('pg_up', {});
      m.counter('pg_stat_archiver_failed_count', base!, s.stage(0, 0.05), 4);
      m.counter('pg_stat_archiver_archived_count', base!, s.stage(0.3, 0), 918_223);
    },
    alerts: [
      {
        name: 'KubePersistentVolumeFillingUp',
        labels: { severity: 'warning', namespace: 'settlement', persistentvolumeclaim: 'data-warehouse-pg-0' },
        summary: 'The volume will be full within four hours.',
        after: 20,
      },
    ],
  },
  {
    key: 'meters-wraparound',
    system: thermo,
    report: 'ingest errors 100 %, meters buffer locally. Timescale is UP so it must be ingest',
    components: ['service/meters-ts'],
    causes: ['transaction_id_wraparound'],
    what: 'PostgreSQL accepts no more writes, to avoid a wraparound of transaction ids.',
    quote: 'database is not accepting commands',
    elsewhere: true,
    effects: {
      'telemetry-ingest': {
        errors: 0.99,
        said: [
          'insert readings: ERROR: database is not accepting commands that assign new transaction IDs to avoid wraparound data loss in database "meters" (SQLSTATE 54000)',
        ],
      },
      'mqtt-bridge': { errors: 0.95, code: 503 },
      'device-registry': { errors: 0.2 },
    },
    logs: [
      {
        in: 'meters-ts',
        every: 6,
        say: 'ingest@meters||database is not accepting commands that assign new transaction IDs to avoid wraparound data loss in database "meters"\nHINT:  Execute a database-wide VACUUM in that database.',
      },
      {
        in: 'meters-ts',
        after: -40,
        level: 'warn',
        say: 'ingest@meters||database "meters" must be vacuumed within 1904212 transactions',
      },
    ],
  },
  {
    key: 'sessions-stopped',
    system: brickyard,
    report: 'alle Kunden ausgeloggt, Seite 500',
    components: ['service/sessions'],
    causes: ['dependency_unavailable', 'workload_unavailable'],
    what: 'Redis for sessions was stopped on by-web1 by an unattended upgrade and did not start again.',
    quote: 'redis-server.service: Failed with result',
    elsewhere: true,
    effects: {
      sessions: { down: true },
      'shop-php': {
        errors: 0.97,
        said: [
          'Connection refused [tcp://10.8.0.2:6379] {"exception":"[object] (Predis\\\\Connection\\\\ConnectionException(code: 111): Connection refused [tcp://10.8.0.2:6379]"}',
        ],
      },
      www: { errors: 0.85, code: 500 },
    },
    logs: [
      {
        in: 'by-web1',
        after: -0.3,
        say: [
          'systemd[1]: Stopping redis-server.service - Advanced key-value store...',
          'systemd[1]: redis-server.service: Deactivated successfully.',
          'redis-server[51200]: *** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***',
          'redis-server[51200]: Bad directive or wrong number of arguments',
          "systemd[1]: redis-server.service: Failed with result 'exit-code'.",
          'systemd[1]: Failed to start redis-server.service - Advanced key-value store.',
        ],
      },
    ],
    alerts: [
      {
        name: 'SystemdUnitFailed',
        labels: { severity: 'warning', instance: 'by-web1:9100', name: 'redis-server.service' },
        summary: 'Unit failed. See the journal.',
      },
    ],
  },
];
