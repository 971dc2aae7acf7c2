import type { Scenario } from '../../core/model.ts';
import { river } from '../systems/all.ts';
import { machine } from '../systems/machine.ts';

/** Flink and Kafka Streams on machines. */
export const ofRiver: Scenario[] = [
  {
    key: 'no-checkpoints',
    system: river,
    report: 'fares job restarts all the time, revenue dashboard stale',
    components: ['service/fares-flink'],
    causes: ['cloud_permission_denied', 'credentials_expired'],
    what: 'Flink may no longer write its checkpoints to the bucket; after some failures the job starts again.',
    quote: 'Exceeded checkpoint tolerable failure threshold',
    effects: {},
    metrics: (m, s) => {
      m.set(
        'flink_jobmanager_job_numRestarts',
        {},
        s.whole((at) => (s.on(at) ? (at - s.onset) / 110 : 0)),
      );
      m.set(
        'flink_jobmanager_job_numberOfFailedCheckpoints',
        {},
        s.whole((at) => (s.on(at) ? 1 + (at - s.onset) / 50 : 1)),
      );
      m.set('flink_taskmanager_job_task_numRecordsOutPerSecond', {}, s.stage(820, 190, 0.3));
      m.set('flink_jobmanager_numRunningJobs', {}, (at) => (s.on(at) && Math.floor(at / s.step) % 3 ? 0 : 1));
    },
    logs: [
      {
        in: 'fares-flink',
        every: 40,
        level: 'warn',
        say: 'org.apache.flink.runtime.checkpoint.CheckpointFailureManager     [] - Failed to trigger or complete checkpoint {n} for job {hex}. (0 consecutive failed attempts so far)\njava.nio.file.AccessDeniedException: river-state/checkpoints/{hex}: getFileStatus on s3://river-state/checkpoints: com.amazonaws.services.s3.model.AmazonS3Exception: Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)',
      },
      {
        in: 'fares-flink',
        every: 110,
        level: 'info',
        say: 'org.apache.flink.runtime.executiongraph.ExecutionGraph        [] - Job fares ({hex}) switched from state RUNNING to RESTARTING.\norg.apache.flink.util.FlinkRuntimeException: Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed due to Access Denied, view the Checkpoint History tab',
      },
    ],
    alerts: [
      {
        name: 'FlinkJobRestarting',
        labels: { severity: 'critical', job: 'fares-flink' },
        summary: 'Job fares has restarted more than 3 times',
      },
    ],
  },
  {
    key: 'joiner-disk',
    system: river,
    report: '',
    components: ['node/st-2', 'service/ride-joiner'],
    causes: ['node_disk_filling', 'database_storage_full', 'ephemeral_storage_limit_exceeded'],
    what: 'The disk of st-2 is full of old state; RocksDB cannot flush, and the threads of ride-joiner die.',
    quote: 'No space left on device',
    effects: {},
    metrics: (m, s) => {
      machine(m, 'st-2', s, { disk: (at) => (s.on(at) ? 20_480 : 2e8 + ((s.onset - at) / (s.onset - s.start)) * 9e9) });
      m.set('kafka_streams_stream_thread_failed_stream_threads', {}, (at) => (s.on(at) ? 1 : 0));
      m.set('kafka_streams_stream_thread_process_rate', {}, s.stage(610, 0));
      m.set('kafka_consumer_fetch_manager_records_lag_max', {}, s.whole(s.ramp(80, 790_000)));
    },
    logs: [
      {
        in: 'ride-joiner',
        every: 45,
        say: 'Encountered the following exception during processing: org.apache.kafka.streams.errors.ProcessorStateException: task [0_3] Exception caught while trying to restore state\nCaused by: org.rocksdb.RocksDBException: While appending to file: /var/lib/kafka-streams/ride-joiner/0_3/rocksdb/rides/004112.sst: No space left on device',
      },
    ],
    alerts: [
      {
        name: 'ConsumerLagHigh',
        labels: { severity: 'warning', job: 'ride-joiner' },
        summary: 'ride-joiner is behind',
      },
    ],
  },
  {
    key: 'broker-killed',
    system: river,
    report: '',
    components: ['service/kafka-3', 'node/kf-3'],
    causes: ['oom_killed', 'node_memory_pressure', 'workload_unavailable', 'dependency_unavailable'],
    what: 'The kernel of kf-3 killed its broker for lack of memory; topics have too few replicas to be written.',
    quote: 'Out of memory: Killed process 4410 \\(java\\)',
    elsewhere: true,
    effects: {
      'kafka-3': { down: true },
      'meter-api': {
        errors: 0.34,
        code: 503,
        slow: 3,
        said: [
          'produce meters: kafka server: messages are rejected since there are fewer in-sync replicas than required (NOT_ENOUGH_REPLICAS)',
        ],
      },
    },
    metrics: (m, s) => {
      machine(m, 'kf-3', s, {
        memory: (at) => (s.on(at) ? 9e9 : 3e9 - ((at - s.start) / (s.onset - s.start)) * 2.9e9),
      });
      for (const job of ['kafka-1', 'kafka-2']) {
        m.set('kafka_server_replica_manager_underreplicatedpartitions_value', { job }, s.whole(s.stage(0, 41, 0)));
        m.set('kafka_server_replica_manager_underminisrpartitioncount_value', { job }, s.whole(s.stage(0, 12, 0)));
      }
    },
    logs: [
      {
        in: 'kf-3',
        after: -0.1,
        say: [
          'kernel: java invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0',
          'kernel: Out of memory: Killed process 4410 (java) total-vm:14123412kB, anon-rss:13911204kB, file-rss:0kB, shmem-rss:0kB, UID:998',
          'systemd[1]: kafka.service: Main process exited, code=killed, status=9/KILL',
        ],
      },
      {
        in: 'kafka-1',
        every: 30,
        level: 'info',
        say: '[Partition meters-4 broker=1] Shrinking ISR from 1,3 to 1. Leader: (highWatermark: {n}, endOffset: {n}). Out of sync replicas: (brokerId: 3, endOffset: {n}). (kafka.cluster.Partition)',
      },
    ],
  },
];
