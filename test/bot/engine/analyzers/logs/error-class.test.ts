import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../../../bot/domain/signals.ts';
import { errorClass } from '../../../../../bot/engine/analyzers/logs/error-class.ts';
import { application, evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

const now = range(20, 30);
const topology = { till: ['ledger-db', 'desk'], desk: [] };

test.each([
  ['java.lang.OutOfMemoryError: Java heap space', 'service/till', 'oom_killed'],
  // What stands in quotes is a name, whatever it sounds like.
  [
    'ERROR:  database is not accepting commands that assign new transaction IDs to avoid wraparound data loss in database "apm"',
    'service/ledger-db',
    'transaction_id_wraparound',
  ],
  ['could not write file "base/1": No space left on device', 'service/ledger-db', 'database_storage_full'],
  ['x509: certificate has expired: Get "https://desk:443/"', 'service/desk', 'certificate_expired'],
  [
    'Get "https://desk:80/": http: server gave HTTP response to HTTPS client',
    'service/desk',
    'service_protocol_mismatch',
  ],
  ['exec /app/run: exec format error', 'service/till', 'image_architecture_mismatch'],
  ['exec: "runn": executable file not found in $PATH', 'service/till', 'invalid_command'],
  ["cannot open '/var/lib/store/journal': Permission denied", 'service/till', 'volume_mount_permission_denied'],
  ['FATAL: sorry, too many clients already', 'service/ledger-db', 'database_connection_exhausted'],
  [
    'HikariPool-1 - Connection is not available, request timed out after 30000ms.',
    'service/till',
    'connection_pool_exhausted',
  ],
  [
    'weblogic.common.resourcepool.ResourceLimitException: No resources currently available in pool TillDS to allocate to applications, please increase the size of the pool and retry..',
    'service/till',
    'connection_pool_exhausted',
  ],
  ["The certificate with label 'tillkey' has expired.", 'service/till', 'certificate_expired'],
  ['ERROR: deadlock detected', 'service/ledger-db', 'lock_contention'],
  ['recovery still waiting after 1001 ms: recovery conflict on lock', 'service/ledger-db', 'replication_lag'],
  ['ERROR: cannot execute INSERT in a read-only transaction', 'service/ledger-db', 'database_read_only'],
  [
    'MongoServerError: connection refused because too many open connections: 819',
    'service/ledger-db',
    'database_connection_exhausted',
  ],
  ['MongoServerError: WriteConflict error: please retry', 'service/ledger-db', 'lock_contention'],
  ['MongoServerError: not primary', 'service/ledger-db', 'database_failover'],
  ['HTTP 429 Too Many Requests from https://api.cards.example/v1/charge', 'service/till', 'upstream_rate_limited'],
  ['ThrottlingException: Rate exceeded', 'service/till', 'upstream_rate_limited'],
  ['Get "http://desk/a": 429 Too Many Requests', 'service/desk', 'upstream_rate_limited'],
  ['panic: required key TOKEN missing value', 'service/till', 'application_crash_on_start'],
  ["KeyError: 'PAYMENT_TOKEN'", 'service/till', 'application_crash_on_start'],
  [
    '[2026-03-04T05:12:01.123Z] "- - -" 0 NR filter_chain_not_found - "-" 0 0 3 - "-" "-" "-" "-" "-" - - 10.1.2.7:9080 10.1.0.4:41822 - -',
    'service/till',
    'service_protocol_mismatch',
  ],
  [
    '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "curl/8" "0a" "desk:80" "-" outbound|80||desk.shop.svc.cluster.local - 10.96.2.7:80 10.1.0.4:41822 - default',
    'service/desk',
    'workload_unavailable',
  ],
  [
    'server login failed: FATAL no pg_hba.conf entry for host "10.1.0.9", user "till", database "till", no encryption',
    'service/till',
    'database_credentials_invalid',
  ],
  [
    "Scanned over 100001 tombstones during query 'SELECT * FROM till.sales LIMIT 100'; query aborted",
    'service/ledger-db',
    'slow_query',
  ],
  ['listen tcp :8080: bind: address already in use', 'service/till', 'container_port_conflict'],
  ['password authentication failed for user "app"', 'service/till', 'database_credentials_invalid'],
  [
    'pods is forbidden: User "system:serviceaccount:shop:till" cannot list resource "pods"',
    'service/till',
    'rbac_forbidden',
  ],
])('%s is laid to %s', (text, component, cause) => {
  const logs = [logsOf('till', [pattern('error', text, now)]), logsOf('desk', []), logsOf('ledger-db', [])];
  expect(findingsOf(errorClass.analyze(evidenceOf({ logs, topology })))).toEqual([
    expect.objectContaining({ component, cause }),
  ]);
});

test('what a database says of itself is laid to it, by its image too, below warning level too', () => {
  const objects = application({ name: 'store', image: 'registry.test/postgres:18' });
  const text = 'LOG: checkpoints are occurring too frequently (9 seconds apart)';
  const evidence = evidenceOf({ objects, logs: [logsOf('store', [pattern('info', text, now)])] });
  expect(findingsOf(errorClass.analyze(evidence))[0]).toMatchObject({
    component: 'service/store',
    cause: 'checkpoint_storm',
    strength: 0.75,
  });
});

test.each([
  ['Memory cgroup out of memory: Killed process 4711 (desk) total-vm:2411220kB, anon-rss:1541124kB', 'service/desk'],
  // What no part of the system is called like is told of the machine.
  ['Memory cgroup out of memory: Killed process 4711 (java) total-vm:2411220kB, anon-rss:1541124kB', 'node/app-1'],
  // Without a limit of its own it is the machine that has no memory left.
  ['Out of memory: Killed process 4711 (desk) total-vm:2411220kB, anon-rss:1541124kB', 'node/app-1'],
])('the kernel’s %s is laid to %s', (text, component) => {
  const logs = [logsOf('kern', [pattern('error', `app-1 kernel: ${text}`, now)]), logsOf('desk', [])];
  expect(findingsOf(errorClass.analyze(evidenceOf({ logs, topology })))).toMatchObject([{ component }]);
});

test('a guessed party makes a weak finding', () => {
  const evidence = evidenceOf({ logs: [logsOf('till', [pattern('error', 'deadlock detected', now)])] });
  expect(findingsOf(errorClass.analyze(evidence))[0]?.strength).toBeLessThan(0.5);
});

test.each([
  ['a deadlock now and then', pattern('error', 'ERROR: deadlock detected', [22, 27], 1)],
  ['telemetry', pattern('error', 'telemetry: 429 too many requests', now)],
  ['a plain line', pattern('info', 'certificate has expired for test user, renewed', now)],
  ['an ordinary error', pattern('error', 'order 7 was rejected', now)],
  [
    'kubectl’s own words',
    pattern('error', 'Error from server (BadRequest): container "x" is waiting to start: no space left on device'),
  ],
  ['a replica without delay', pattern('info', 'replication lag: 0', now)],
  [
    'a request that its client gave up',
    pattern(
      'error',
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 0 DC downstream_remote_disconnect - "-" 0 0 812 - "-" "curl/8" "0a" "desk:80" "10.1.2.7:80" outbound|80||desk.shop.svc.cluster.local - 10.96.2.7:80 10.1.0.4:41822 - default',
      now,
    ),
  ],
  [
    'a path that nobody serves',
    pattern(
      'error',
      '[2026-03-04T05:12:01.123Z] "GET /wp HTTP/1.1" 404 NR route_not_found - "-" 0 0 0 - "10.1.0.4" "curl/8" "0a" "shop.test" "-" - - 10.1.2.7:80 10.1.0.4:41822 - -',
      now,
    ),
  ],
  [
    'a challenge that waits',
    pattern(
      'error',
      '"propagation check failed" err="wrong status code \'404\', expected \'200\'" resource_kind="Challenge" dnsName="new.shop.test" type="HTTP-01"',
      now,
    ),
  ],
  ['a setting', pattern('info', 'rate limiting enabled, query timeout (ms): 500', now)],
])('is clear for %s', (_, noise) => {
  expect(errorClass.analyze(evidenceOf({ logs: [logsOf('till', [noise])], topology })).status).toBe('clear');
});

test('a shell that does not find a command says its name and the line; what a program does not find is no command', () => {
  const analyze = (text: string) =>
    errorClass.analyze(evidenceOf({ logs: [logsOf('till', [pattern('error', text, now)])], topology }));
  for (const shell of ['/entry.sh: line 4: runn: not found', 'sh: runn: not found', 'bash: runn: command not found'])
    expect(findingsOf(analyze(shell))).toMatchObject([{ cause: 'invalid_command' }]);
  for (const own of ['get basket 4411: not found', 'load price 17 of crate 3: not found', 'lookup: not found'])
    expect(analyze(own).status).toBe('clear');
});

test('what is as frequent before the window as in it is usual, unless it fills the log and so shows no usual', () => {
  const steady = (perMinute: number) => {
    const evidence = evidenceOf({
      logs: [logsOf('till', [pattern('error', 'ERROR: deadlock detected', range(0, 30), perMinute)])],
      topology,
    });
    return errorClass.analyze({ ...evidence, window: { ...evidence.window, start: minute(15) } });
  };
  expect(steady(1).status).toBe('clear');
  expect(findingsOf(steady(20))[0]).toMatchObject({ cause: 'lock_contention', grade: 'coincides' });
});

test('what keeps a program from running is not there while its pods are ready', () => {
  const refused = pattern('error', 'environment variable TOKEN is not set', now);
  const analyze = (ready: boolean) =>
    errorClass.analyze(
      evidenceOf({ objects: application({ name: 'till', ready }), logs: [logsOf('till', [refused])] }),
    );
  expect(analyze(false).status).toBe('found');
  expect(analyze(true).status).toBe('clear');
});

test('what was last seen before the investigated window is the past', () => {
  const evidence = evidenceOf({
    logs: [logsOf('till', [pattern('error', 'java.lang.OutOfMemoryError', range(5, 12))])],
  });
  expect(errorClass.analyze(evidence).status).toBe('found');
  const later = { ...evidence, window: { ...evidence.window, start: minute(20) } };
  expect(errorClass.analyze(later).status).toBe('clear');
});

test('is unknown without logs', () => {
  expect(errorClass.analyze(evidenceOf({})).status).toBe('unknown');
});

test('the kernel of a machine is told by the host before it, whatever log its line stands in', () => {
  const full = 'web-1 kernel: nf_conntrack: nf_conntrack: table full, dropping packet';
  const findings = findingsOf(
    errorClass.analyze(evidenceOf({ logs: [logsOf('till', [pattern('warn', full, range(20, 30))])] })),
  );
  expect(findings).toEqual([expect.objectContaining({ component: 'node/web-1', cause: 'conntrack_table_full' })]);
});

test('what came again and again tells when it ended, once its service has gone on without it for long', () => {
  const untilOf = (minutes: readonly number[]) => {
    const lines = pattern('error', 'FATAL: sorry, too many clients already', minutes, 12);
    const [finding] = findingsOf(errorClass.analyze(evidenceOf({ logs: [logsOf('till', [lines])], topology })));
    return finding?.until;
  };
  expect(untilOf(range(10, 14))).toBe(new Date(Date.parse(minute(14)) - 1).toISOString());
  expect(untilOf(range(10, 29))).toBeUndefined();
});

describe('a client that refuses a certificate', () => {
  const refused = (host: string) =>
    pattern('error', `Get "https://${host}/v1": tls: failed to verify certificate: x509: certificate has expired`, now);
  const first = (host: string, objects: KubernetesObject[]) =>
    findingsOf(
      errorClass.analyze(evidenceOf({ objects, logs: [logsOf('till', [refused(host)]), logsOf('desk', [])] })),
    )[0];
  const till = application({ name: 'till' });

  test('blames the server of that name, inside by the Ingress of its host, or else outside', () => {
    const served: KubernetesObject = {
      kind: 'Ingress',
      metadata: { name: 'front', namespace: 'shop' },
      spec: {
        rules: [
          {
            host: '*.shop.example.org',
            http: { paths: [{ backend: { service: { name: 'desk', port: { number: 80 } } } }] },
          },
        ],
      },
    };
    expect(first('pay.shop.example.org', [...till, served])?.component).toBe('service/desk');
    expect(first('api.cards.example.org', [...till, served])?.component).toBe('service/api.cards.example.org');
  });

  test('is not said to present it where nobody else is known', () => {
    const unnamed = pattern('error', 'x509: certificate has expired', now);
    const [finding] = findingsOf(errorClass.analyze(evidenceOf({ objects: till, logs: [logsOf('till', [unnamed])] })));
    expect(finding).toMatchObject({ statement: 'till is shown a certificate that has expired.', grade: 'said' });
  });

  test('tells the server, which then speaks of its own', () => {
    const alert = 'http: TLS handshake error from 203.0.113.9:5123: remote error: tls: expired certificate';
    const logs = [logsOf('desk', [pattern('error', alert, now)])];
    expect(findingsOf(errorClass.analyze(evidenceOf({ objects: till, logs })))[0]).toMatchObject({
      component: 'service/desk',
      cause: 'certificate_expired',
    });
  });
});

describe('of a program that runs on two nodes', () => {
  const [deployment, replicaSet, pod, ...rest] = application({ name: 'watcher', ready: false, node: 'worker-b' });
  const [, , well] = application({ name: 'watcher', ready: true, node: 'worker-a', podIp: '10.1.0.9' });
  const other = { ...well!, metadata: { ...well!.metadata, name: 'watcher-1-other', uid: 'p-other' } };
  const logs = [logsOf('watcher', [pattern('error', 'failed to create fsnotify watcher: too many open files', now)])];

  test('the node where it is ill is the one that it speaks of', () => {
    const objects = [deployment!, replicaSet!, pod!, other, ...rest];
    expect(findingsOf(errorClass.analyze(evidenceOf({ objects, logs })))[0]).toMatchObject({
      component: 'node/worker-b',
      cause: 'inotify_limit_reached',
      grade: 'said',
    });
  });
});

describe('a name that only resolves inside', () => {
  const refusing = (host: string) =>
    logsOf('till', [pattern('error', `certificate has expired for https://${host}/v1/pay`, now)]);
  const told = (service: string) =>
    logsOf(service, [
      pattern('warn', 'TLS handshake error from 10.0.0.9:5063: remote error: tls: expired certificate', now),
    ]);
  const blamed = (host: string, ...servers: string[]) =>
    findingsOf(errorClass.analyze(evidenceOf({ topology: {}, logs: [refusing(host), ...servers.map(told)] })))
      .map(({ component }) => component)
      .sort();

  test('is of the one server that is told that its certificate has expired', () => {
    expect(blamed('pay1.internal', 'pay-api')).toEqual(['service/pay-api']);
  });

  test('stays as it is where two are told so or none is, and so does a name outside', () => {
    expect(blamed('pay1.internal')).toEqual(['service/pay1.internal']);
    expect(blamed('pay1.internal', 'pay-api', 'ledger')).toContain('service/pay1.internal');
    expect(blamed('api.cards.example', 'pay-api')).toContain('service/api.cards.example');
  });
});

test('an event of a list is of the resource that it names', () => {
  const event = (text: string) =>
    findingsOf(
      errorClass.analyze(evidenceOf({ topology: {}, logs: [logsOf('events', [pattern('warn', text, now)])] })),
    );
  const started = 'Started cross AZ failover to DB instance: bills-2';
  expect(event(`bills: ${started}`)).toMatchObject([{ component: 'service/bills', cause: 'database_failover' }]);
  expect(event(`WARN: ${started}`)).toMatchObject([{ component: 'service/events' }]);
  const table = 'bills db-instance Multi-AZ instance failover started';
  expect(event(table)).toMatchObject([{ component: 'service/bills' }]);
});

test('what stands first in a log that is called after nobody is what a line is of', () => {
  const of = (service: string, text: string) =>
    findingsOf(
      errorClass.analyze(
        evidenceOf({ topology: { hoist: ['till'], till: [] }, logs: [logsOf(service, [pattern('error', text, now)])] }),
      ),
    )[0]?.component;
  const text = 'java.lang.OutOfMemoryError: Java heap space';
  expect(of('machines', `till ${text}`)).toBe('service/till');
  expect(of('machines', `quay ${text}`)).toBe('service/machines');
  expect(of('hoist', `till ${text}`)).toBe('service/hoist');
});

test('a database that names its user explains the service that is called so', () => {
  const slow = (user: string) =>
    findingsOf(
      errorClass.analyze(
        evidenceOf({
          topology,
          logs: [logsOf('ledger-db', [pattern('error', `[7] ${user}@books ERROR:  deadlock detected`, now)])],
        }),
      ),
    )[0]?.explains;
  expect(slow('till')).toEqual(['service/till']);
  expect(slow('admin')).toEqual([]);
});

test('statements that take longer than a database was told to log count where it logged none before', () => {
  const text = 'LOG:  duration: 412.442 ms  execute S_3: SELECT * FROM seats WHERE venue = $1';
  const causes = (minutes: readonly number[], perMinute = 4) => {
    const store = logsOf('ledger-db', [pattern('info', text, minutes, perMinute)]);
    const result = errorClass.analyze(evidenceOf({ topology, logs: [logsOf('till', []), store] }));
    return result.status === 'found' ? result.findings.map(({ cause }) => cause) : [];
  };
  expect(causes(range(14, 30))).toEqual(['slow_query']);
  expect(causes(range(0, 30))).toEqual([]);
  expect(causes(range(14, 16))).toEqual([]);
});

test('a server that is called after what runs on it is the database that its clients speak of', () => {
  const text = "SqlException: The transaction log for database 'Orders' is full due to 'LOG_BACKUP'.";
  const blamed = (store: string) => {
    const result = errorClass.analyze(
      evidenceOf({ topology: { till: [store, 'desk'] }, logs: [logsOf('till', [pattern('error', text, now)])] }),
    );
    return findingsOf(result).map(({ component }) => component);
  };
  for (const store of ['sqlprd02', 'sql01', 'db-3']) expect(blamed(store)).toEqual([`service/${store}`]);
  expect(blamed('squall-3')).toEqual(['service/till']);
});

test('what a later line says to be over has ended with that line', () => {
  const until = (...patterns: ReturnType<typeof pattern>[]) => {
    const result = errorClass.analyze(evidenceOf({ topology, logs: [logsOf('box-1', patterns)] }));
    return findingsOf(result).map((finding) => finding.until);
  };
  const down = pattern('info', 'kernel: igb 0000:03:00.0 enp3s0: igb: enp3s0 NIC Link is Down', [5], 1);
  const up = pattern('info', 'systemd-networkd[402]: enp3s0: Gained carrier', [12], 1);
  expect(until(down, up)).toEqual([up.lastSeen]);
  expect(until(down)).toEqual([undefined]);
  expect(until(down, pattern('info', up.template, [2], 1))).toEqual([undefined]);
});

test('a database that is called after what it keeps speaks of itself', () => {
  const full = 'FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute';
  const grade = (name: string) =>
    findingsOf(errorClass.analyze(evidenceOf({ topology: {}, logs: [logsOf(name, [pattern('error', full, now)])] })))[0]
      ?.grade;
  expect(grade('reportsdb')).toBe('said');
  expect(grade('reports')).toBe('coincides');
});

test('a call that failed for too many of them is the caller’s, an answer that says so may be its own', () => {
  const grade = (text: string) =>
    findingsOf(errorClass.analyze(evidenceOf({ topology: {}, logs: [logsOf('till', [pattern('error', text, now)])] })))
      .filter(({ cause }) => cause === 'upstream_rate_limited')
      .map((finding) => finding.grade);
  expect(grade('Sending SMS failed: Sms.Exceptions.ApiException: Too Many Requests, code 20429, HTTP 429')).toEqual([
    'said',
  ]);
  expect(grade('answered 429 Too Many Requests to 10.0.0.7')).not.toContain('said');
});

describe('a handshake of which the caller does not know why it fails', () => {
  // BoringSSL's CERTIFICATE_VERIFY_FAILED is its code for any reason; the other side's proxy gives one.
  const vague = pattern('error', 'desk answered 503 reset reason: TLS_error: CERTIFICATE_VERIFY_FAILED', now);
  const exact = pattern('warn', 'TLS error: CERTIFICATE_EXPIRED: peer certificate', now);
  const about = (caller: string) =>
    findingsOf(
      errorClass.analyze(
        evidenceOf({ logs: [logsOf('till', [pattern('error', caller, now)]), logsOf('desk', [exact])] }),
      ),
    ).find(({ cause }) => cause === 'certificate_expired');

  test('is about the certificate of the one it names, as that one says', () => {
    expect(about(vague.samples[0]!.text)).toMatchObject({
      component: 'service/desk',
      grade: 'said',
      statement: 'desk presents a certificate that has expired.',
    });
  });

  test('leaves open whose it is where it names another', () => {
    expect(about(vague.samples[0]!.text.replace('desk', 'mill'))?.grade).toBe('said');
  });
});

describe('what keeps a program from running', () => {
  const line = 'could not open file "global.stat": Operation not permitted';
  const of = (minutes: readonly number[], perMinute: number) =>
    errorClass.analyze(
      evidenceOf({ topology, logs: [logsOf('ledger-db', [pattern('warn', line, minutes, perMinute)])] }),
    ).status;

  test('does not where it came once and the program wrote on', () => expect(of([20], 1)).toBe('clear'));
  test('does where it came last', () => expect(of([29], 1)).toBe('found'));
  test('does where it comes again', () => expect(of([20, 22], 2)).toBe('found'));
  test('does, and still does, where others of it wrote on and a container of it keeps ending', () => {
    const wrong = pattern('error', 'exec /usr/local/bin/start: exec format error', [10, 12], 1);
    const objects = application({ name: 'till', ready: false, waiting: 'CrashLoopBackOff', exitCode: 255 });
    const found = errorClass.analyze(
      evidenceOf({ objects, logs: [logsOf('till', [pattern('info', 'sold 3', range(0, 30)), wrong])] }),
    );
    expect(findingsOf(found)).toMatchObject([{ cause: 'image_architecture_mismatch', lasts: true }]);
  });
});

describe('what fills a log of errors from its first line', () => {
  const line =
    '[error] 31#31: *9 upstream prematurely closed connection while reading response header from upstream, client: 10.1.0.4, upstream: "http://10.1.2.7:80/"';
  const level = {
    ...{ service: 'edge', side: 'server', unit: 'ratio', basis: 'counter', metric: 'requests' },
  } as const;
  const steady = {
    ...level,
    indicator: 'error_ratio',
    points: 30,
    stepSeconds: 60,
    value: 0.004,
    last: 0.003,
  } as const;
  const status = (worst: number) => {
    const evidence = evidenceOf({ logs: [logsOf('edge', [pattern('error', line, range(0, 30))], [])] });
    const items = [{ ...steady, worst, course: [] }];
    const slis = { status: 'observed', tool: 'list_slis', query: 'all', at: minute(30), value: { items, leftOut: [] } };
    const window = { start: minute(15), end: minute(30) };
    return errorClass.analyze({ ...evidence, window, slis } as never).status;
  };

  test('is no fault where the requests that fail are counted and few', () => expect(status(0.01)).toBe('clear'));
  test('may be one where many fail', () => expect(status(0.2)).toBe('found'));
});

describe('requests that are refused for their size', () => {
  const text = '[error] 20#25: *7 client intended to send too large body: 1760643 bytes, client: 198.51.100.7';
  const told = (minutes: readonly number[]) =>
    errorClass.analyze(evidenceOf({ logs: [logsOf('till', [pattern('error', text, minutes)])], topology }));

  test('are a lead where a time without them went before, and many came', () => {
    expect(findingsOf(told(now))).toMatchObject([{ component: 'service/till', cause: 'bad_config_change' }]);
  });

  test.each([
    ['they came all the time', range(0, 30)],
    ['a few came', [24, 27]],
  ])('are how it always is where %s', (_, minutes) => {
    expect(told(minutes).status).toBe('clear');
  });
});
