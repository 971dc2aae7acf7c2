import type { Dialect } from '../../core/model.ts';
import { iso } from '../../core/span.ts';
import { camel, comma, dot, padded, verb } from './times.ts';

/** Programs on the JVM and the stores they like. */
export const quarkus: Dialect = {
  line: ({ at, level, service, text }, r) =>
    `${comma(at)} ${padded(level)} [org.vela.${camel(service)}Resource] (executor-thread-${r.int(1, 40)}) ${text}`,
  access: (at, service, path, status, ms, r) =>
    `${comma(at)} INFO  [io.quarkus.http.access-log] (vert.x-eventloop-thread-${r.int(0, 3)}) ${service} "${verb(r)} ${path} HTTP/1.1" ${status} ${r.int(80, 4000)} ${ms}`,
};

export const cassandra: Dialect = {
  line: ({ at, level, text }, r) =>
    `${padded(level)} [${r.pick(['ScheduledTasks:1', 'Native-Transport-Requests-3', 'CompactionExecutor:4'])}] ${comma(at)} ${text}`,
  usual: (r) =>
    r.pick([
      'NoSpamLogger.java:105 - Maximum memory usage reached (512.000MiB), cannot allocate chunk of 8.000MiB',
      `CompactionTask.java:252 - Compacted ({hex}) 4 sstables to [/var/lib/cassandra/data/vela/events-{hex}/nb-{id}-big,] to level=0.  ${r.int(20, 90)}.114MiB to 31.402MiB (~61% of original) in 4,112ms.`,
      'Flushing.java:179 - Enqueuing flush of events, Reason: MEMTABLE_PERIOD_EXPIRED',
    ]),
};

export const pulsar: Dialect = {
  line: ({ at, level, text }, r) =>
    `${iso(at, 3).replace('.', ',').replace('Z', '+0000')} [pulsar-io-4-${r.int(1, 8)}] ${padded(level)} ${text}`,
  usual: (r) =>
    r.pick([
      'org.apache.pulsar.broker.service.ServerCnx - New connection from /{ip}:{n}',
      'org.apache.pulsar.broker.loadbalance.impl.ModularLoadManagerImpl - Load balancer: no bundle to unload',
      'org.apache.bookkeeper.mledger.impl.ManagedLedgerImpl - [vela/default/persistent/scans] Created new ledger {n}',
    ]),
};

export const bookkeeper: Dialect = {
  line: ({ at, level, text }, r) =>
    `${iso(at, 3).replace('.', ',').replace('Z', '+0000')} [${r.pick(['LedgerDirsMonitorThread', 'GarbageCollectorThread', 'SyncThread-7-1'])}] ${padded(level)} ${text}`,
  usual: (r) =>
    r.pick([
      'org.apache.bookkeeper.bookie.GarbageCollectorThread - Extracting entry log meta from entryLogId: {n}',
      'org.apache.bookkeeper.bookie.Journal - garbage collected journal {hex}.txn',
    ]),
};

/** Micronaut's logback pattern: the clock without a date. */
export const micronaut: Dialect = {
  line: ({ at, level, service, text }, r) =>
    `${dot(at).slice(11)} [io-executor-thread-${r.int(1, 30)}] ${padded(level)} s.libris.${camel(service)}Controller - ${text}`,
  access: (at, _service, path, status, ms, r) =>
    `${dot(at).slice(11)} [default-nioEventLoopGroup-1-${r.int(1, 8)}] INFO  HTTP_ACCESS_LOGGER - ${verb(r)} ${path} HTTP/1.1 - ${status} ${r.int(90, 9000)} ${ms}ms`,
};

export const solr: Dialect = {
  line: ({ at, level, text }, r) =>
    `${dot(at)} ${padded(level)} (qtp{n}-${r.int(14, 90)}) [c:books s:shard1 r:core_node3 x:books_shard1_replica_n1] ${text}`,
  usual: (r) =>
    `o.a.s.c.S.Request webapp=/solr path=/select params={q=title:{hex}&rows=20&wt=json} hits=${r.int(0, 4000)} status=0 QTime=${r.int(2, 60)}`,
};

export const zookeeper: Dialect = {
  line: ({ at, level, text }) => `${comma(at)} [myid:1] - ${padded(level)} ${text}`,
  usual: () => '[CommitProcessor:1:o.a.z.s.LearnerSessionTracker@116] - Committing global session 0x{hex}',
};

export const flink: Dialect = {
  line: ({ at, level, text }) => `${comma(at)} ${padded(level)} ${text}`,
  usual: (r) =>
    `org.apache.flink.runtime.checkpoint.CheckpointCoordinator    [] - Completed checkpoint {n} for job {hex} (${r.int(20_000_000, 90_000_000)} bytes, checkpointDuration=${r.int(400, 1900)} ms, finalizationTime=4 ms).`,
};

export const streams: Dialect = {
  line: ({ at, level, service, text }) =>
    `[${comma(at)}] ${upperOf(level)} stream-thread [${service}-StreamThread-1] ${text}`,
  usual: () =>
    'Processed {n} total records, ran 0 punctuators, and committed 12 total tasks since the last update (org.apache.kafka.streams.processor.internals.StreamThread)',
};
const upperOf = (level: string): string => level.toUpperCase().replace('FATAL', 'ERROR');
