import type { Scenario } from '../../core/model.ts';
import { vela } from '../systems/all.ts';

/** Quarkus with Cassandra and Pulsar. */
export const ofVela: Scenario[] = [
  {
    key: 'bookies-full',
    system: vela,
    report: 'scanners in all depots show "not saved", scan-gateway broken??',
    components: ['service/bookkeeper'],
    causes: ['database_storage_full', 'message_broker_alarm'],
    what: 'The disks of the bookies are 97 % full: they serve reads only, and Pulsar cannot persist what is published.',
    quote: 'Used space fraction: 0\\.97\\d+ > threshold 0\\.95',
    elsewhere: true,
    effects: {
      'scan-gateway': {
        errors: 0.82,
        slow: 40,
        said: [
          'HTTP Request to /scan-gateway failed, error id: {uuid}-1\norg.apache.pulsar.client.api.PulsarClientException$BrokerPersistenceException: org.apache.bookkeeper.mledger.ManagedLedgerException: Not enough non-faulty bookies available',
        ],
      },
    },
    metrics: (m, s) => {
      m.set('bookie_SERVER_STATUS', {}, (at) => (s.on(at) ? 0 : 1));
      m.set('bookie_ledger_writable_dirs', {}, (at) => (s.on(at) ? 0 : 1));
      m.set('bookie_ledger_dir_data_bookkeeper_ledgers_usage', {}, (at) =>
        Math.min(97.1, 90 + ((at - s.start) / (s.onset - s.start)) * 5),
      );
      m.set('pulsar_rate_in', {}, s.stage(140, 3));
    },
    logs: [
      {
        in: 'bookkeeper',
        every: 60,
        say: 'org.apache.bookkeeper.util.DiskChecker - Space left on device /pulsar/data/bookkeeper/ledgers/current : 1610612736, Used space fraction: 0.971{id} > threshold 0.95.',
      },
      {
        in: 'bookkeeper',
        every: 60,
        level: 'warn',
        say: 'org.apache.bookkeeper.bookie.LedgerDirsMonitor - LedgerDirsMonitor check process: All ledger directories are non writable',
      },
      {
        in: 'pulsar',
        every: 8,
        say: 'org.apache.bookkeeper.client.LedgerCreateOp - Not enough bookies to create ledger',
      },
    ],
  },
  {
    key: 'cassandra-collects',
    system: vela,
    report: 'shipments gives 500 for about one in ten, depots complain',
    components: ['service/cassandra'],
    causes: ['garbage_collection_pressure', 'memory_leak'],
    what: 'cassandra-1 spends its time in full collections of its heap; quorum reads that need it time out.',
    quote: 'GCInspector.*G1 Old Generation GC in \\d+ms',
    elsewhere: true,
    effects: {
      shipments: {
        errors: 0.12,
        slow: 9,
        said: [
          'HTTP Request to /shipments failed, error id: {uuid}-4\ncom.datastax.oss.driver.api.core.servererrors.ReadTimeoutException: Cassandra timeout during read query at consistency LOCAL_QUORUM (2 responses were required but only 1 replica responded). In case this was generated during read repair, the consistency level is not representative of the actual consistency.',
        ],
      },
      tariff: { errors: 0.07, slow: 6 },
      'scan-gateway': { errors: 0.1, slow: 5, said: ["shipments: Received: 'Internal Server Error, status code 500'"] },
      'depot-portal': { errors: 0.14, slow: 3 },
    },
    metrics: (m, s) => {
      const one = { instance: 'cassandra-1:8080' };
      for (const [name, rate] of [
        ['sum', 0.81],
        ['count', 0.1],
      ] as const) {
        const family = `cassandra_jvm_gc_collection_seconds_${name}`;
        const [labels] = m.labelsOf(family, one);
        m.drop(family, one);
        m.counter(family, labels!, s.stage(0, rate, 0.08), 2);
      }
      m.set('cassandra_jvm_memory_pool_used_bytes', one, s.stage(5.1e9, 8.46e9, 0.01));
      m.set('cassandra_thread_pool_pending_tasks', one, s.whole(s.stage(0, 412, 0.3)));
    },
    logs: [
      {
        in: 'cassandra',
        every: 14,
        level: 'warn',
        say: 'GCInspector.java:294 - G1 Old Generation GC in 8{id}ms.  G1 Old Gen: 8461498112 -> 8440112304; G1 Survivor Space: 33554432 -> 0;',
      },
      {
        in: 'cassandra',
        every: 30,
        level: 'info',
        say: 'StatusLogger.java:65 - MutationStage                     32       {id}       {n}         0                 0',
      },
    ],
    traces: true,
  },
  {
    key: 'tariff-health',
    system: vela,
    report: 'depot-portal shows no prices any more, tariff deploy an hour ago went fine in test',
    components: ['service/tariff'],
    causes: ['readiness_probe_incorrect_path', 'bad_deploy', 'bad_config_change'],
    what: 'tariff moved all its paths under /tariff, health included; the probe asks for the old path and gets 404.',
    quote: 'Readiness probe failed: HTTP probe failed with statuscode: 404',
    effects: {
      tariff: { down: true },
      'depot-portal': {
        errors: 0.55,
        slow: 2,
        said: ['tariff: java.net.ConnectException: Connection refused: tariff.parcels/172.30.14.9:8080'],
      },
    },
    cluster: (c) => {
      c.deployment('tariff').spec.strategy = { type: 'Recreate' };
      const pods = c.rollout(
        'tariff',
        (t) => {
          t.spec.containers[0].image = 'quay.vela.example/parcels/tariff:2.0.0';
          t.spec.containers[0].env.push({ name: 'QUARKUS_HTTP_ROOT_PATH', value: '/tariff' });
          t.spec.containers[0].livenessProbe = { tcpSocket: { port: 8080 }, periodSeconds: 10 };
        },
        { fresh: 2, replaced: 2, after: -0.3 },
      );
      c.notReady(pods);
      for (const pod of pods)
        c.event(pod, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 404', { count: 140 });
    },
    logs: [
      {
        in: 'tariff',
        level: 'info',
        after: 0.1,
        say: [
          'tariff 2.0.0 on JVM (powered by Quarkus 3.15.1) started in 2.114s. Listening on: http://0.0.0.0:8080',
          'Profile prod activated.',
        ],
      },
      { in: 'tariff', every: 10, level: 'info', say: 'kube-probe "GET /healthz HTTP/1.1" 404 82' },
    ],
    changes: [
      {
        before: 2,
        kind: 'deploy',
        service: 'tariff',
        summary: 'tariff 2.0.0: serve everything under /tariff',
        files: ['tariff/src/main/resources/application.properties'],
        diff: '+quarkus.http.root-path=/tariff',
      },
    ],
  },
  {
    key: 'skewed-tokens',
    system: vela,
    report: 'had 401/500 from shipments on a third of calls, "token not yet valid". fine again now, why?',
    components: ['node/vela-w2'],
    causes: ['clock_skew'],
    what: 'The clock of vela-w2 was 94 s behind; the pods there took fresh tokens as not yet valid, until it was stepped.',
    quote: 'not yet valid as the evaluation time',
    elsewhere: true,
    effects: {
      shipments: {
        errors: 0.3,
        code: 401,
        said: [
          'SRJWT07000: Failed to verify a token: org.jose4j.jwt.consumer.InvalidJwtException: JWT (claims->{"sub":"depot-{id}"}) rejected due to invalid claims. Additional details: [[6] The JWT is not yet valid as the evaluation time NumericDate{n} is before the Not Before claim time (even when providing 30 seconds of leeway to account for clock skew).]',
        ],
      },
      'scan-gateway': { errors: 0.28, said: ["shipments: Received: 'Unauthorized, status code 401'"] },
    },
    metrics: (m, s) => {
      for (const node of vela.nodes) {
        const l = { instance: `${node}:9100`, job: 'node-exporter', node };
        m.gauge(
          'node_timex_offset_seconds',
          l,
          node === 'vela-w2' ? (at) => (s.on(at) ? -94.2 : -0.00003) : s.flat(0.00002, 0.5),
        );
        m.gauge('node_timex_sync_status', l, (at) => (node === 'vela-w2' && s.on(at) ? 0 : 1));
      }
    },
    logs: [
      {
        in: 'vela-w2',
        after: -2,
        say: [
          "chronyd[712]: Can't synchronise: no selectable sources",
          'chronyd[712]: System clock wrong by 94.211804 seconds',
        ],
      },
      {
        in: 'vela-w2',
        after: 28,
        say: ['chronyd[712]: Selected source 10.0.0.2', 'chronyd[712]: System clock was stepped by 94.211804 seconds'],
      },
    ],
  },
];
