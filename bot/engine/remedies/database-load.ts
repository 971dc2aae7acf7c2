import type { CAUSES } from '../../domain/cause.ts';
import type { AdviceFor } from './advice.ts';

type Code = Extract<
  (typeof CAUSES.dependencies)[number],
  | 'database_connection_exhausted'
  | 'database_cpu_saturation'
  | 'database_storage_full'
  | 'checkpoint_storm'
  | 'wal_archiving_failed'
  | 'transaction_id_wraparound'
>;

/** Every command is for the server's own shell or client, so it needs no address. */
export const databaseLoadAdvice: AdviceFor<Code> = {
  database_connection_exhausted: {
    check: { say: 'Count its connections by client and state, and compare them with the limit.' },
    remedy: {
      say: 'End connections that only wait, bound the pools of the clients, and put a pooler in front.',
      risk: 'a client whose connection is ended gets an error and connects anew.',
      undo: true,
    },
    engines: {
      postgresql: {
        check: {
          say: 'Count connections by client and state.',
          run: 'SELECT usename, client_addr, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3 ORDER BY 4 DESC;',
        },
        remedy: {
          say: 'End sessions that have been idle in a transaction for long, set idle_in_transaction_session_timeout, bound the pools.',
          risk: 'raising max_connections needs a restart and memory for each connection.',
          undo: true,
        },
      },
      mysql: {
        check: {
          say: 'Count connections by user and state.',
          run: 'SELECT user, command, count(*) FROM information_schema.processlist GROUP BY 1, 2 ORDER BY 3 DESC;',
        },
        remedy: {
          say: 'End sleeping connections, lower wait_timeout, bound the pools.',
          risk: 'raising max_connections takes memory for each connection.',
          undo: true,
        },
      },
      mongodb: {
        check: { say: 'Read current and available connections.', run: 'db.serverStatus().connections' },
      },
      redis: {
        check: { say: 'Count its clients.', run: 'redis-cli INFO clients && redis-cli CONFIG GET maxclients' },
        remedy: {
          say: 'Bound the pools of the clients, and set timeout so that idle ones are closed.',
          risk: 'closed clients connect anew, all at once perhaps.',
          undo: true,
        },
      },
    },
  },
  database_cpu_saturation: {
    check: { say: 'Find the queries that use the most time.' },
    remedy: {
      say: 'Put the heaviest query right, or give the database more CPU.',
      risk: 'a larger machine usually means a restart or a failover.',
      undo: true,
    },
    engines: {
      postgresql: {
        check: {
          say: 'Find the queries that use the most time.',
          run: 'SELECT calls, total_exec_time, left(query, 200) AS query FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 10;',
        },
      },
      mysql: {
        check: {
          say: 'Find the statements that use the most time.',
          run: 'SELECT exec_count, total_latency, left(query, 200) FROM sys.statement_analysis LIMIT 10;',
        },
      },
      mongodb: {
        check: { say: 'List what runs now.', run: 'db.currentOp({ active: true })' },
      },
      redis: {
        check: {
          say: 'See which commands use the time.',
          run: 'redis-cli INFO commandstats && redis-cli SLOWLOG GET 20',
        },
      },
    },
  },
  database_storage_full: {
    check: { say: 'See what uses the space.' },
    remedy: {
      say: 'Enlarge the storage first, then remove what nobody needs.',
      risk: 'deleting files of the database by hand destroys it.',
    },
    engines: {
      postgresql: {
        check: {
          say: 'See which databases and replication slots hold space.',
          run: 'SELECT slot_name, active, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) FROM pg_replication_slots; SELECT datname, pg_size_pretty(pg_database_size(datname)) FROM pg_database ORDER BY pg_database_size(datname) DESC;',
        },
        remedy: {
          say: 'Enlarge the storage; drop a replication slot that nobody reads; then vacuum or remove what is not needed.',
          risk: 'files in pg_wal must never be deleted by hand; a dropped slot means that its reader starts over.',
        },
      },
      mysql: {
        check: {
          say: 'See which tables and binary logs hold space.',
          run: 'SHOW BINARY LOGS; SELECT table_schema, sum(data_length + index_length) AS bytes FROM information_schema.tables GROUP BY 1 ORDER BY 2 DESC;',
        },
        remedy: {
          say: 'Enlarge the storage; purge binary logs that every replica has read.',
          risk: 'a replica that still needs a purged log must be built anew.',
        },
      },
      sqlserver: {
        check: {
          say: 'See what each log is kept for, and how full it is.',
          run: 'SELECT name, recovery_model_desc, log_reuse_wait_desc FROM sys.databases; DBCC SQLPERF(LOGSPACE);',
        },
        remedy: {
          say: 'End what the log is kept for: back the log up to a place that takes it, end the oldest transaction, or bring the replica back; then enlarge the disk.',
          risk: 'changing the recovery model to free the log breaks the chain of backups.',
        },
      },
      elasticsearch: {
        check: {
          say: 'See the disks and which indices are blocked.',
          run: "curl -s 'localhost:9200/_cat/allocation?v'",
        },
        remedy: {
          say: 'Enlarge the disks or delete old indices; above the flood-stage mark indices are read-only until there is room.',
          risk: 'deleted indices are gone unless there is a snapshot.',
        },
      },
      kafka: {
        check: {
          say: 'See which topics hold the space.',
          run: 'kafka-log-dirs.sh --bootstrap-server localhost:9092 --describe',
        },
        remedy: {
          say: 'Enlarge the disks, or shorten retention of the largest topics.',
          risk: 'shorter retention deletes messages that consumers have not read.',
        },
      },
      redis: {
        check: { say: 'Read memory and persistence.', run: 'redis-cli INFO memory && redis-cli INFO persistence' },
        remedy: {
          say: 'Enlarge the disk so that it can save again.',
          risk: 'with stop-writes-on-bgsave-error off it takes writes that a restart loses.',
        },
      },
    },
  },
  checkpoint_storm: {
    check: { say: 'Count the checkpoints that were forced.' },
    remedy: {
      say: 'Give the log between two checkpoints more room and spread the writes.',
      risk: 'recovery after a crash takes longer.',
    },
    engines: {
      postgresql: {
        check: { say: 'Count timed and requested checkpoints.', run: 'SELECT * FROM pg_stat_checkpointer;' },
        remedy: {
          say: 'Raise max_wal_size, and set checkpoint_completion_target to 0.9.',
          risk: 'recovery after a crash takes longer, and pg_wal needs more disk.',
        },
      },
      mysql: {
        check: { say: 'Read age of the checkpoint and the redo log.', run: 'SHOW ENGINE INNODB STATUS\\G' },
        remedy: {
          say: 'Raise innodb_redo_log_capacity.',
          risk: 'recovery after a crash takes longer.',
        },
      },
    },
  },
  wal_archiving_failed: {
    check: {
      say: 'Read the last failure of archiving.',
      run: 'SELECT last_failed_wal, last_failed_time, failed_count, last_archived_time FROM pg_stat_archiver;',
    },
    remedy: {
      say: 'Put archive_command or its target right; PostgreSQL then sends what has piled up.',
      risk: 'until then pg_wal grows; deleting its files by hand destroys the database.',
    },
  },
  transaction_id_wraparound: {
    check: {
      say: 'Read the age of each database and what holds back vacuum.',
      run: 'SELECT datname, age(datfrozenxid) FROM pg_database ORDER BY 2 DESC; SELECT pid, age(backend_xmin), left(query, 200) AS query FROM pg_stat_activity WHERE backend_xmin IS NOT NULL ORDER BY 2 DESC LIMIT 10;',
    },
    remedy: {
      say: 'End what holds back vacuum (old transactions, prepared ones, unused slots), then run VACUUM on the oldest tables.',
      risk: 'vacuum loads the disk; VACUUM FULL would lock the tables.',
    },
  },
};
