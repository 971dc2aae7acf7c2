import type { Scenario } from '../../core/model.ts';
import { crate } from '../systems/all.ts';

/** Rails with Sidekiq, PgBouncer and PostgreSQL. */
export const ofCrate: Scenario[] = [
  {
    key: 'small-pool',
    system: crate,
    report: 'storefront: 1 of 3 pages time out. postgres at 5% cpu, what is going on',
    components: ['service/pgbouncer'],
    causes: ['connection_pool_exhausted', 'bad_config_change'],
    what: 'The pool of pgbouncer was cut from 40 to 4 connections; clients wait for one until they are turned away.',
    quote: 'query_wait_timeout',
    elsewhere: true,
    effects: {
      storefront: {
        errors: 0.33,
        slow: 30,
        said: [
          'ActiveRecord::ConnectionNotEstablished (connection to server at "pgbouncer.crate" (172.30.9.12), port 6432 failed: FATAL:  query_wait_timeout\n):',
        ],
      },
      'seller-admin': {
        errors: 0.29,
        slow: 22,
        said: ['PG::ConnectionBad (PQconsumeInput() FATAL:  query_wait_timeout):'],
      },
      media: { errors: 0.2, slow: 20 },
    },
    metrics: (m, s) => {
      m.set('pgbouncer_databases_pool_size', {}, (at) => (s.on(at) ? 4 : 40));
      m.set('pgbouncer_pools_client_waiting_connections', {}, s.whole(s.stage(0, 61, 0.15)));
      m.set('pgbouncer_pools_client_maxwait_seconds', {}, s.whole(s.stage(0, 118, 0.05)));
      m.set('pgbouncer_pools_server_active_connections', {}, s.whole(s.stage(8, 4, 0)));
      m.set('pgbouncer_pools_server_idle_connections', {}, s.whole(s.stage(16, 0, 0)));
    },
    logs: [
      {
        in: 'pgbouncer',
        every: 9,
        level: 'warn',
        say: 'C-0x{hex}: crate/app@{ip}:{n} pooler error: query_wait_timeout',
      },
    ],
    changes: [
      {
        before: 2,
        kind: 'config',
        service: 'pgbouncer',
        summary: 'pgbouncer.ini from the template of the new chart',
        files: ['charts/pgbouncer/values.yaml'],
        diff: '-default_pool_size = 40\n+default_pool_size = 4',
      },
    ],
  },
  {
    key: 'wraparound',
    system: crate,
    report: 'nobody can buy or list anything, browsing works. please!!',
    components: ['service/postgres'],
    causes: ['transaction_id_wraparound'],
    what: 'PostgreSQL gives out no transaction ids any more, since tables were not frozen in time; reads still work.',
    quote: 'is not accepting commands that assign new transaction IDs',
    elsewhere: true,
    effects: {
      storefront: {
        errors: 0.14,
        said: [
          'ActiveRecord::StatementInvalid (PG::ProgramLimitExceeded: ERROR:  database is not accepting commands that assign new transaction IDs to avoid wraparound data loss in database "app"):',
        ],
      },
      'seller-admin': {
        errors: 0.41,
        said: [
          'ActiveRecord::StatementInvalid (PG::ProgramLimitExceeded: ERROR:  database is not accepting commands that assign new transaction IDs to avoid wraparound data loss in database "app"):',
        ],
      },
      media: { errors: 0.08 },
    },
    logs: [
      {
        in: 'postgres',
        every: 50,
        level: 'warn',
        after: -60,
        until: 0,
        say: 'app@app||database "app" must be vacuumed within 3{n} transactions',
      },
      {
        in: 'postgres',
        every: 5,
        say: 'app@app||database is not accepting commands that assign new transaction IDs to avoid wraparound data loss in database "app"',
      },
    ],
  },
  {
    key: 'one-by-one',
    system: crate,
    report: 'storefront feels a bit slower since the release, product wants to know if real',
    components: ['service/storefront'],
    causes: ['latency_regression', 'bad_deploy', 'slow_query'],
    what: 'A release asks for photos and sellers one by one: pages take a third longer, nothing fails.',
    quote: 'activerecord_queries_total\\{.*storefront',
    effects: { storefront: { slow: 1.36 } },
    metrics: (m, s) => {
      for (const l of m.labelsOf('puma_backlog', { container: 'storefront' })) {
        const { index: _index, ...target } = l;
        m.counter('activerecord_queries_total', { ...target, kind: 'Listing Load' }, s.flat(40, 0.05));
        m.counter('activerecord_queries_total', { ...target, kind: 'Photo Load' }, s.stage(41, 780, 0.05));
        m.counter('activerecord_queries_total', { ...target, kind: 'Seller Load' }, s.stage(40, 760, 0.05));
      }
    },
    changes: [
      {
        before: 1,
        kind: 'deploy',
        service: 'storefront',
        summary: 'storefront 41f0: cards with several photos',
        files: ['app/controllers/listings_controller.rb', 'app/views/listings/_card.html.erb'],
        diff: '-    @listings = Listing.recent.includes(:photos, :seller)\n+    @listings = Listing.recent',
      },
    ],
    alerts: [
      {
        name: 'RailsP95Drift',
        labels: { severity: 'warning', container: 'storefront' },
        summary: 'storefront p95 is 30% above last week',
      },
    ],
  },
  {
    key: 'altered-table',
    system: crate,
    report: '',
    components: ['service/postgres', 'service/seller-admin'],
    causes: ['lock_contention', 'bad_deploy'],
    what: 'A migration of seller-admin holds an exclusive lock on listings, and all that reads them waits.',
    quote: 'still waiting for AccessShareLock on relation',
    elsewhere: true,
    effects: {
      storefront: {
        errors: 0.16,
        slow: 28,
        said: [
          'ActiveRecord::QueryCanceled (PG::QueryCanceled: ERROR:  canceling statement due to statement timeout):',
        ],
      },
      'seller-admin': { errors: 0.1, slow: 20 },
    },
    metrics: (m, s) => {
      m.set('pg_locks_count', { mode: 'accessexclusivelock' }, (at) => (s.on(at) ? 1 : 0));
      m.set('pg_stat_activity_max_tx_duration', {}, (at) => (s.on(at) ? at - s.onset + 1 : 0.4));
    },
    logs: [
      {
        in: 'postgres',
        every: 6,
        level: 'info',
        say: 'app@app||process {id} still waiting for AccessShareLock on relation 16412 of database 16384 after 1000.{id} ms\nDETAIL:  Process holding the lock: 4410. Wait queue: 4471, 4472, 4480.',
      },
      {
        in: 'seller-admin',
        after: -0.1,
        level: 'info',
        say: [
          'Migrating to ValidateListingPrices (20260412081530)',
          '-- add_check_constraint(:listings, "price_cents > 0", {:name=>"positive_price"})',
        ],
      },
    ],
    changes: [
      {
        before: 1,
        kind: 'deploy',
        service: 'seller-admin',
        summary: 'seller-admin: prices have to be positive',
        files: ['db/migrate/20260412081530_validate_listing_prices.rb'],
        diff: '+    add_check_constraint :listings, "price_cents > 0", name: "positive_price"',
      },
    ],
  },
  {
    key: 'no-smtp',
    system: crate,
    report: '',
    components: ['service/sidekiq'],
    causes: ['external_service_outage'],
    what: 'The provider of mail refuses sidekiq with 421; the queue of mails grows.',
    quote: 'Net::SMTPServerBusy: 421',
    effects: {},
    metrics: (m, s) => {
      m.set('sidekiq_jobs_waiting_count', { queue: 'mailers' }, s.whole(s.ramp(6, 5200)));
      m.set('sidekiq_queue_latency', { queue: 'mailers' }, s.ramp(0.4, 1300));
    },
    logs: [
      {
        in: 'sidekiq',
        every: 8,
        level: 'warn',
        say: 'class=ActionMailer::MailDeliveryJob jid={hex} elapsed=10.02: fail\nNet::SMTPServerBusy: 421 4.3.2 smtp.mailpost.example: service not available, closing transmission channel',
      },
    ],
    alerts: [
      {
        name: 'SidekiqQueueLatency',
        labels: { severity: 'warning', queue: 'mailers' },
        summary: 'Jobs in mailers wait for more than 5 minutes',
      },
    ],
  },
  {
    key: 'checkpoints',
    system: crate,
    report: 'storefront was slow for half an hour, over now. db team says nothing happened',
    components: ['service/postgres'],
    causes: ['checkpoint_storm'],
    what: 'A bulk load made PostgreSQL checkpoint every few seconds; commits waited for the disk.',
    quote: 'checkpoints are occurring too frequently',
    elsewhere: true,
    effects: {
      storefront: { slow: 4.5 },
      'seller-admin': { slow: 5, errors: 0.03 },
      media: { slow: 2.4, silent: true },
    },
    metrics: (m, s) => {
      const [l] = m.labelsOf('pg_up', {});
      m.counter('pg_stat_bgwriter_checkpoints_req_total', l!, s.stage(0.0001, 0.11), 12);
      m.counter('pg_stat_bgwriter_checkpoints_timed_total', l!, s.flat(0.0033, 0.1), 4120);
      m.counter('pg_stat_bgwriter_checkpoint_sync_time_total', l!, s.stage(2, 640, 0.2), 91_000);
    },
    logs: [
      {
        in: 'postgres',
        every: 10,
        level: 'info',
        say: 'checkpoints are occurring too frequently (9 seconds apart)\nHINT:  Consider increasing the configuration parameter "max_wal_size".',
      },
    ],
  },
];
