import type { Scenario } from '../../core/model.ts';
import { hof } from '../systems/all.ts';
import { machine } from '../systems/machine.ts';

/** HAProxy, Laravel and Galera on machines. */
export const ofHof: Scenario[] = [
  {
    key: 'galera-slow-disk',
    system: hof,
    report: 'Shop extrem langsam, Bestellungen haengen. db-1 und db-3 langweilen sich',
    components: ['node/db-2', 'service/galera-2'],
    causes: ['node_disk_io_saturation'],
    what: 'The array of db-2 is being checked; galera-2 cannot keep up and stops the writes of all three by flow control.',
    quote: 'node_disk_io_time_seconds_total\\{instance="db-2:9100"',
    elsewhere: true,
    effects: {
      haproxy: { slow: 9, errors: 0.05, code: 504 },
      'shop-php': {
        slow: 9,
        errors: 0.05,
        code: 504,
        said: [
          'SQLSTATE[HY000]: General error: 1205 Lock wait timeout exceeded; try restarting transaction (Connection: mysql, SQL: insert into `orders` (`cart_id`) values ({id}))',
        ],
      },
    },
    metrics: (m, s) => {
      machine(m, 'db-2', s, { wait: s.stage(0.01, 0.71), io: s.stage(0.07, 0.998, 0.001) });
      m.set('mysql_global_status_wsrep_flow_control_paused', {}, s.stage(0.0004, 0.83, 0.04));
      m.set('mysql_global_status_wsrep_local_recv_queue', { job: 'galera-2' }, s.whole(s.stage(0, 204, 0.15)));
      for (const job of ['galera-1', 'galera-2', 'galera-3']) {
        const [l] = m.labelsOf('mysql_up', { job });
        m.counter('mysql_global_status_wsrep_flow_control_sent', l!, s.stage(0, job === 'galera-2' ? 14 : 0), 3);
      }
    },
    logs: [
      {
        in: 'db-2',
        after: -0.2,
        say: [
          'kernel: md: data-check of RAID array md0',
          'mdadm[710]: RebuildStarted event detected on md device /dev/md/0',
        ],
      },
    ],
  },
  {
    key: 'idle-connections',
    system: hof,
    report: 'ab und zu 500 im Shop, vielleicht jeder zwanzigste Aufruf, vor allem nachts',
    components: ['service/haproxy', 'service/shop-php'],
    causes: ['idle_timeout_mismatch', 'bad_config_change'],
    what: 'HAProxy closes idle connections to the database after 30 s since a change; PHP keeps them longer and then fails.',
    quote: 'MySQL server has gone away',
    effects: {
      haproxy: { errors: 0.05 },
      'shop-php': {
        errors: 0.055,
        said: [
          'SQLSTATE[HY000]: General error: 2006 MySQL server has gone away (Connection: mysql, SQL: select * from `sessions` where `id` = {hex} limit 1)',
        ],
      },
    },
    logs: [
      {
        in: 'haproxy',
        every: 14,
        level: 'info',
        say: '10.0.1.12:{n} [{when}] fe_mysql be_galera/galera-1 1/0/30002 4120 cD 18/6/5/2/0 0/0',
      },
    ],
    changes: [
      {
        before: 4,
        kind: 'config',
        service: 'haproxy',
        summary: 'haproxy: one timeout for all frontends',
        files: ['haproxy/haproxy.cfg'],
        diff: ' listen fe_mysql\n-    timeout client 8h\n-    timeout server 8h\n+    timeout client 30s\n+    timeout server 30s',
      },
    ],
  },
  {
    key: 'old-password',
    system: hof,
    report: 'jeder zweite Aufruf im Shop 500 seit der Wartung',
    components: ['service/shop-php', 'node/web-2', 'service/galera-1'],
    causes: ['database_credentials_invalid', 'bad_config_change'],
    what: 'The password of the database was changed; web-2 still has the old one.',
    quote: "Access denied for user 'shop'@'web-2'",
    effects: {
      haproxy: { errors: 0.48 },
      'shop-php': {
        errors: 0.48,
        said: [
          "SQLSTATE[HY000] [1045] Access denied for user 'shop'@'web-2' (using password: YES) (Connection: mysql, SQL: select * from `products` limit 24)",
        ],
      },
    },
    logs: [
      { in: 'galera-1', every: 4, level: 'warn', say: "Access denied for user 'shop'@'web-2' (using password: YES)" },
    ],
    changes: [
      {
        before: 3,
        kind: 'config',
        summary: 'Rotate the password of the shop',
        files: ['host_vars/web-1/vault.yml', 'group_vars/galera/vault.yml'],
      },
    ],
  },
  {
    key: 'no-names',
    system: hof,
    report: 'Shop war 25 Minuten weg, ging dann wieder. Datenbank?',
    components: ['service/unbound', 'node/lb-1'],
    causes: ['dns_resolution_failure', 'workload_unavailable', 'dependency_unavailable'],
    what: 'The resolver unbound had crashed and was started by hand; PHP could not find its database by name.',
    quote: 'Temporary failure in name resolution',
    elsewhere: true,
    effects: {
      haproxy: { errors: 0.9, slow: 30, code: 500 },
      'shop-php': {
        errors: 0.92,
        slow: 40,
        said: [
          'SQLSTATE[HY000] [2002] php_network_getaddresses: getaddrinfo for db.hof.internal failed: Temporary failure in name resolution (Connection: mysql, SQL: select * from `products` limit 24)',
        ],
      },
      unbound: { down: true, silent: true },
    },
    logs: [
      {
        in: 'lb-1',
        after: -0.1,
        say: [
          'kernel: unbound[611]: segfault at 0 ip 00007f21c1a2 sp 00007ffe error 4 in unbound[5581+9000]',
          'systemd[1]: unbound.service: Main process exited, code=killed, status=11/SEGV',
          "systemd[1]: unbound.service: Failed with result 'signal'.",
        ],
      },
      {
        in: 'lb-1',
        after: 28,
        say: [
          'systemd[1]: Starting unbound.service - Unbound DNS server...',
          'systemd[1]: Started unbound.service - Unbound DNS server.',
        ],
      },
    ],
  },
];
