import type { CAUSES } from '../../domain/cause.ts';
import { type AdviceFor, editWorkload, RESTARTS, recentLogs, restart, useOfPods } from './advice.ts';

const compareUse = { say: 'Compare use with the limit.', run: useOfPods };
const scaleOut = {
  run: 'kubectl -n {namespace} scale {kind}/{workload} --replicas={moreReplicas}',
  kinds: ['deployment'],
} as const;

export const performanceAdvice: AdviceFor<(typeof CAUSES.performance)[number]> = {
  pod_cpu_overload: {
    check: compareUse,
    remedy: {
      say: 'Scale out if it keeps no state, or raise its CPU.',
      ...scaleOut,
      risk: 'more replicas load what they call, databases above all.',
      undo: true,
    },
  },
  pod_cpu_throttled: {
    check: compareUse,
    remedy: {
      say: 'Raise or drop the CPU limit.',
      run: editWorkload,
      risk: `${RESTARTS} Without a limit it can take CPU from its neighbours.`,
      undo: true,
    },
  },
  pod_memory_pressure: {
    check: compareUse,
    remedy: {
      say: 'Raise the memory limit.',
      run: editWorkload,
      risk: `${RESTARTS} A leak only takes longer to fill it.`,
      undo: true,
    },
  },
  pod_network_delay: {
    check: { say: 'Time a call to it from a pod on the same node and from one on another node.' },
    remedy: { say: 'Restart the pod elsewhere, and look for a traffic rule on its interface.', ...restart },
  },
  pod_network_packet_loss: {
    check: {
      say: 'Count resent segments.',
      run: 'kubectl -n {namespace} exec {kind}/{workload} -- cat /proc/net/snmp',
    },
    remedy: { say: 'Restart the pod elsewhere, and look for a traffic rule on its interface.', ...restart },
  },
  traffic_spike: {
    check: { say: 'See where the traffic comes from.', run: recentLogs },
    remedy: {
      say: 'Scale out if it keeps no state, or limit the source.',
      ...scaleOut,
      risk: 'more replicas load what they call; a limit turns callers away.',
    },
  },
  hpa_at_maximum: {
    check: { say: 'Read the autoscaler.', run: 'kubectl -n {namespace} describe {autoscalerKind} {autoscaler}' },
    remedy: {
      say: 'Raise maxReplicas if the nodes and the databases behind can bear it.',
      run: 'kubectl -n {namespace} edit {autoscalerKind} {autoscaler}',
      risk: 'more replicas load what they call, and may find no node.',
    },
  },
  hpa_metrics_unavailable: {
    check: { say: 'Read the autoscaler.', run: 'kubectl -n {namespace} describe hpa {autoscaler}' },
    remedy: {
      say: 'Bring the metrics API back, or give the containers the requests that the autoscaler reckons by.',
      risk: 'until then it does not scale: watch the load by hand.',
    },
  },
  latency_regression: {
    check: { say: 'See which calls are slow.', run: recentLogs },
    remedy: {
      say: 'Put right what makes them slow; a trace shows where the time goes.',
      risk: 'scaling out does not help where the time is spent waiting for others.',
      undo: true,
    },
  },
  availability_regression: {
    check: { say: 'See which calls fail.', run: recentLogs },
    remedy: {
      say: 'Put right what makes them fail; the error of a failed call names it.',
      risk: 'a restart may hide it for a while without ending it.',
      undo: true,
    },
  },
  slow_query: {
    check: { say: 'List the running queries, longest first.' },
    remedy: {
      say: 'Read its plan; add the index or change the query.',
      risk: 'building an index loads the database, and some ways of building it block writes.',
      undo: true,
    },
    engines: {
      postgresql: {
        check: {
          say: 'List the running queries, longest first.',
          run: "SELECT pid, now() - query_start AS runs, left(query, 200) AS query FROM pg_stat_activity WHERE state <> 'idle' ORDER BY runs DESC LIMIT 20;",
        },
        remedy: {
          say: 'Read its plan with EXPLAIN; add the index with CREATE INDEX CONCURRENTLY, or change the query.',
          risk: 'an index built without CONCURRENTLY blocks writes to the table.',
          undo: true,
        },
      },
      mysql: {
        check: {
          say: 'List the running statements, longest first.',
          run: "SELECT id, time, state, left(info, 200) FROM information_schema.processlist WHERE command <> 'Sleep' ORDER BY time DESC LIMIT 20;",
        },
        remedy: {
          say: 'Read its plan with EXPLAIN; add the index with ALGORITHM=INPLACE, LOCK=NONE, or change the query.',
          risk: 'altering a large table loads the disk and makes replicas lag.',
          undo: true,
        },
      },
      mongodb: {
        check: {
          say: 'List operations that run for more than a second.',
          run: 'db.currentOp({ active: true, secs_running: { $gt: 1 } })',
        },
      },
      redis: {
        check: { say: 'Read the slow log.', run: 'redis-cli SLOWLOG GET 20' },
        remedy: {
          say: 'Replace commands that walk everything (KEYS, large ranges) by SCAN or smaller ones.',
          risk: 'one slow command blocks all clients; do not run KEYS to look.',
          undo: true,
        },
      },
      elasticsearch: {
        check: { say: 'List running searches.', run: "curl -s 'localhost:9200/_tasks?actions=*search*&detailed'" },
        remedy: {
          say: 'Cancel the heavy search, and bound what users may ask for.',
          risk: 'whoever waits for the cancelled search gets an error.',
          undo: true,
        },
      },
    },
  },
  lock_contention: {
    check: { say: 'See who waits for whom.' },
    remedy: {
      say: 'End the transaction that holds the lock, and shorten it in the code.',
      risk: 'the transaction that is ended is rolled back.',
      undo: true,
    },
    engines: {
      postgresql: {
        check: {
          say: 'See who waits for whom.',
          run: 'SELECT pid, pg_blocking_pids(pid) AS blocked_by, left(query, 200) AS query FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0;',
        },
        remedy: {
          say: 'End the session that holds the lock with pg_terminate_backend(its pid), and shorten its transaction in the code.',
          risk: 'its transaction is rolled back, which can take as long as it ran.',
          undo: true,
        },
      },
      mysql: {
        check: {
          say: 'See who waits for whom.',
          run: 'SELECT waiting_pid, blocking_pid, wait_age, waiting_query FROM sys.innodb_lock_waits;',
        },
        remedy: {
          say: 'End the blocking connection with KILL (its blocking_pid), and shorten its transaction in the code.',
          risk: 'its transaction is rolled back, which can take longer than it ran.',
          undo: true,
        },
      },
      sqlserver: {
        check: {
          say: 'See who waits for whom.',
          run: 'SELECT session_id, blocking_session_id, wait_type, wait_time FROM sys.dm_exec_requests WHERE blocking_session_id <> 0;',
        },
      },
      mongodb: {
        check: { say: 'List operations that wait for a lock.', run: 'db.currentOp({ waitingForLock: true })' },
      },
    },
  },
  hpa_target_missing: {
    check: {
      say: 'Compare the target of the autoscaler with the workloads there are.',
      run: 'kubectl -n {namespace} describe hpa {autoscaler}',
    },
    remedy: {
      say: 'Name a workload that exists in scaleTargetRef.',
      run: 'kubectl -n {namespace} edit hpa {autoscaler}',
      risk: 'as soon as it finds its target it scales it.',
    },
  },
  queue_backlog: {
    check: { say: 'Compare how fast {queue|the queue} is filled with how fast it is read.' },
    remedy: {
      say: 'Put right what makes its consumers slow or away; more consumers help if what they write to can bear it.',
      risk: 'emptying the queue by hand loses the messages.',
      undo: true,
    },
    engines: {
      kafka: {
        check: {
          say: 'Read the lag of each consumer group.',
          run: 'kafka-consumer-groups.sh --bootstrap-server localhost:9092 --describe --all-groups',
        },
        remedy: {
          say: 'Put right what makes the consumers slow; more of them help only up to the number of partitions.',
          risk: 'skipping offsets loses messages, resetting them repeats messages.',
          undo: true,
        },
      },
      rabbitmq: {
        check: {
          say: 'Read depth and consumers of each queue.',
          run: 'rabbitmqctl list_queues name messages_ready messages_unacknowledged consumers',
        },
      },
    },
  },
  cache_eviction: {
    check: { say: 'Compare evictions and hit rate with before.' },
    remedy: {
      say: 'Give the cache more memory, or shorten what is kept in it.',
      risk: 'an emptied cache sends all load to the database.',
      undo: true,
    },
    engines: {
      redis: {
        check: { say: 'Read memory, policy and evictions.', run: 'redis-cli INFO memory && redis-cli INFO stats' },
        remedy: {
          say: 'Raise maxmemory if the machine has it, or set shorter times to live.',
          risk: 'maxmemory near what the server may take ends with it killed; a flush sends all load to the database.',
          undo: true,
        },
      },
      memcached: { check: { say: 'Read evictions.', run: 'echo stats | nc -w1 localhost 11211' } },
    },
  },
  cache_stampede: {
    check: { say: 'See whether many callers reckon the same entry anew at the same time.', run: recentLogs },
    remedy: {
      say: 'Let one caller fill an entry while the others wait or get the old one; spread the times to live.',
      risk: 'flushing the cache makes it worse.',
      undo: true,
    },
  },
  retry_storm: {
    check: { say: 'Compare calls received with calls first sent: the surplus is retries.', run: recentLogs },
    remedy: {
      say: 'Bound retries (a budget, back-off with jitter), and shed load until the callee has recovered.',
      risk: 'fewer retries let some calls fail at once.',
      undo: true,
    },
  },
};
