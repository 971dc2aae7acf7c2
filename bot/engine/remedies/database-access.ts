import type { CAUSES } from '../../domain/cause.ts';
import { type AdviceFor, recentLogs } from './advice.ts';

type Code = Extract<
  (typeof CAUSES.dependencies)[number],
  'database_failover' | 'replication_lag' | 'database_read_only' | 'database_credentials_invalid'
>;

/** Every command is for the server's own shell or client, so it needs no address. */
export const databaseAccessAdvice: AdviceFor<Code> = {
  database_failover: {
    check: { say: 'See which server is primary, and since when.' },
    remedy: {
      say: 'Let clients connect to the new primary; find why the old one fell.',
      risk: 'switching back at once interrupts clients a second time.',
    },
    engines: {
      postgresql: {
        check: {
          say: 'See which server is primary, and since when.',
          run: 'SELECT pg_is_in_recovery(), pg_postmaster_start_time();',
        },
      },
      mysql: {
        check: { say: 'See which server takes writes.', run: 'SELECT @@hostname, @@read_only, @@super_read_only;' },
      },
      mongodb: { check: { say: 'See which member is primary.', run: 'rs.status()' } },
      redis: { check: { say: 'See which role it has.', run: 'redis-cli INFO replication' } },
    },
  },
  replication_lag: {
    check: { say: 'Measure how far each replica is behind.' },
    remedy: {
      say: 'Send reads that must be fresh to the primary, and ease the writes.',
      risk: 'the primary then carries the reads as well.',
    },
    engines: {
      postgresql: {
        check: {
          say: 'On the primary: measure the lag.',
          run: 'SELECT application_name, state, replay_lag FROM pg_stat_replication;',
        },
        remedy: {
          say: 'Send fresh reads to the primary; end long queries on the replica that hold up its replay.',
          risk: 'the primary then carries the reads as well; ended queries fail.',
        },
      },
      mysql: {
        check: { say: 'On the replica: read Seconds_Behind_Source and the last error.', run: 'SHOW REPLICA STATUS\\G' },
        remedy: {
          say: 'Send fresh reads to the primary; split large transactions, and use more replica workers.',
          risk: 'skipping a statement to go on makes the replica differ from the primary.',
        },
      },
      mongodb: { check: { say: 'Measure the lag.', run: 'rs.printSecondaryReplicationInfo()' } },
      redis: { check: { say: 'Compare the offsets.', run: 'redis-cli INFO replication' } },
      kafka: {
        check: {
          say: 'List partitions whose replicas are behind.',
          run: 'kafka-topics.sh --bootstrap-server localhost:9092 --describe --under-replicated-partitions',
        },
        remedy: {
          say: 'Bring the slow or missing broker back; look at its disk and network.',
          risk: 'an unclean leader election loses messages.',
        },
      },
    },
  },
  database_read_only: {
    check: { say: 'See whether it was made read-only, is a replica, or has no room left.' },
    remedy: {
      say: 'Send writes to the primary; if this is the primary, end what made it read-only.',
      risk: 'opening a replica for writes makes two primaries.',
    },
    engines: {
      postgresql: {
        check: {
          say: 'See whether it is a replica or set read-only.',
          run: 'SELECT pg_is_in_recovery(); SHOW default_transaction_read_only;',
        },
      },
      mysql: {
        check: {
          say: 'See whether it is set read-only.',
          run: 'SELECT @@hostname, @@read_only, @@super_read_only, @@innodb_read_only;',
        },
      },
      redis: {
        check: {
          say: 'See whether it is a replica or cannot save.',
          run: 'redis-cli INFO replication && redis-cli INFO persistence',
        },
      },
      mongodb: { check: { say: 'See which member is primary.', run: 'rs.status()' } },
      elasticsearch: {
        check: {
          say: 'See which indices are blocked.',
          run: "curl -s 'localhost:9200/_all/_settings/index.blocks.*?flat_settings'",
        },
        remedy: {
          say: 'Make room on the disks; the block ends by itself below the high watermark.',
          risk: 'taking the block away without making room fills the disk.',
        },
      },
    },
  },
  database_credentials_invalid: {
    check: { say: 'Read which user is refused from which address.', run: recentLogs },
    remedy: {
      say: 'Bring password in the Secret and in the database together, then let the pods load it.',
      risk: 'a new password cuts off every client that still has the old one.',
      undo: true,
    },
    engines: {
      postgresql: {
        check: {
          say: 'See whether the role exists and until when its password is valid.',
          run: 'SELECT rolname, rolcanlogin, rolvaliduntil FROM pg_roles ORDER BY rolname;',
        },
      },
      mysql: {
        check: {
          say: 'See whether the account exists for that host, is locked or expired.',
          run: 'SELECT user, host, account_locked, password_expired, plugin FROM mysql.user ORDER BY user;',
        },
      },
      mongodb: { check: { say: 'List the users of the database.', run: 'db.getUsers()' } },
      redis: { check: { say: 'List users and the last refusals.', run: 'redis-cli ACL LIST && redis-cli ACL LOG 10' } },
      rabbitmq: {
        check: {
          say: 'List users and what they may do.',
          run: 'rabbitmqctl list_users && rabbitmqctl list_permissions',
        },
      },
      kafka: { check: { say: 'Read which principal the broker refuses, in its server.log and kafka-authorizer.log.' } },
    },
  },
};
