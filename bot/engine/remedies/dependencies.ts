import type { CAUSES } from '../../domain/cause.ts';
import { type AdviceFor, lastWords, recentLogs } from './advice.ts';
import { databaseAccessAdvice } from './database-access.ts';
import { databaseLoadAdvice } from './database-load.ts';

type Code = Exclude<
  (typeof CAUSES.dependencies)[number],
  keyof typeof databaseAccessAdvice | keyof typeof databaseLoadAdvice
>;

const others: AdviceFor<Code> = {
  dependency_unavailable: {
    check: {
      say: 'See whether it answers.',
      run: ['kubectl -n {namespace} get endpoints {service}', 'kubectl -n {namespace} get pods -o wide'],
    },
    remedy: {
      say: 'Bring {callee|it} back, or let its callers go on without it.',
      risk: 'callers that go on without it may answer with less, or with old data.',
      undo: true,
    },
  },
  connection_pool_exhausted: {
    check: { say: 'Compare pool use with its size.', run: recentLogs },
    remedy: {
      say: 'Find what holds connections (slow queries, leaks); only then enlarge the pool.',
      risk: 'a larger pool can exhaust the connections of the database for everyone.',
      undo: true,
    },
  },
  upstream_rate_limited: {
    check: { say: 'Look for 429 answers and what Retry-After says.', run: recentLogs },
    remedy: {
      say: 'Slow the calls, cache, or ask for a higher limit.',
      risk: 'retries without a pause lengthen the block.',
      undo: true,
    },
  },
  credentials_expired: {
    check: { say: 'Read which credential is refused, and since when.', run: recentLogs },
    remedy: {
      say: 'Renew the credential, let the pods load it, and find why it was not renewed by itself.',
      risk: 'an old credential that is revoked too early cuts off whoever still uses it.',
    },
  },
  cloud_permission_denied: {
    check: { say: 'Read which action on which resource is denied to which role.', run: recentLogs },
    remedy: {
      say: 'Give the role just that action on that resource.',
      risk: 'a policy that is too wide opens more than the action.',
      undo: true,
    },
  },
  external_service_outage: {
    check: { say: 'Look at the status page of {callee|the external service}, and call it from outside the cluster.' },
    remedy: {
      say: 'Go on without it (queue, cached answer, second provider) and tell its operator.',
      risk: 'what is queued meanwhile arrives at once when it is back.',
    },
  },
  consumer_rebalance_loop: {
    check: { say: 'Read why its members leave the group.', run: recentLogs },
    remedy: {
      say: 'Let a member handle its batch in less than max.poll.interval.ms: smaller batches, or a longer interval.',
      risk: 'with a longer interval a dead consumer is noticed later.',
      undo: true,
    },
    engines: {
      kafka: {
        check: {
          say: 'Watch the state of the groups and their members.',
          run: 'kafka-consumer-groups.sh --bootstrap-server localhost:9092 --describe --all-groups --state',
        },
      },
    },
  },
  poison_message: {
    check: { say: 'Read which message fails again and again.', run: lastWords },
    remedy: {
      say: 'Put that message aside (a dead-letter queue), and let the consumer refuse its like.',
      risk: 'what is put aside is not done until somebody does it.',
      undo: true,
    },
  },
  message_broker_alarm: {
    check: { say: 'Read the alarms of the broker.' },
    remedy: {
      say: 'Free memory or disk of the broker: let consumers catch up, enlarge the disk.',
      risk: 'emptying a queue loses its messages.',
    },
    engines: {
      rabbitmq: {
        check: { say: 'Read the alarms.', run: 'rabbitmq-diagnostics alarms && rabbitmq-diagnostics memory_breakdown' },
        remedy: {
          say: 'Let consumers catch up or enlarge the disk; publishers stay blocked until the alarm clears.',
          risk: 'raising the watermark can end in an OOM kill; purging a queue loses its messages.',
        },
      },
      kafka: {
        check: {
          say: 'List partitions without enough replicas.',
          run: 'kafka-topics.sh --bootstrap-server localhost:9092 --describe --under-replicated-partitions',
        },
        remedy: {
          say: 'Bring the missing brokers back, or free their disks by shorter retention.',
          risk: 'shorter retention deletes messages that consumers have not read.',
        },
      },
    },
  },
};

export const dependenciesAdvice: AdviceFor<(typeof CAUSES.dependencies)[number]> = {
  ...databaseLoadAdvice,
  ...databaseAccessAdvice,
  ...others,
};
