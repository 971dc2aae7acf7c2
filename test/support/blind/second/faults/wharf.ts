import type { Scenario } from '../../core/model.ts';
import { wharf } from '../systems/all.ts';

/** Containers on Fargate, with Aurora. */
export const ofWharf: Scenario[] = [
  {
    key: 'aurora-failover',
    system: wharf,
    report: 'orders threw errors for some minutes, all quiet now. please explain for the postmortem',
    components: ['service/wharf-aurora'],
    causes: ['database_failover'],
    onset: 44,
    until: 38,
    what: 'Aurora failed over to its reader; connections broke, and some wrote to the old writer for some minutes.',
    quote: 'Completed failover to DB instance',
    elsewhere: true,
    effects: {
      orders: {
        errors: 0.55,
        slow: 4,
        said: [
          'insert order: pq: cannot execute INSERT in a read-only transaction',
          'begin: read tcp 10.2.4.9:40122->10.2.9.14:5432: read: connection reset by peer',
        ],
      },
      stock: { errors: 0.3, slow: 3, said: ['reserve: pq: the database system is shutting down'] },
      invoices: { errors: 0.2 },
    },
    logs: [
      {
        in: 'rds',
        after: -0.3,
        say: [
          '{"Source":"wharf-aurora","Message":"Started cross AZ failover to DB instance: wharf-aurora-reader"}',
          '{"Source":"wharf-aurora-reader","Message":"DB instance restarted"}',
        ],
        raw: true,
      },
      {
        in: 'rds',
        after: 2,
        say: ['{"Source":"wharf-aurora","Message":"Completed failover to DB instance: wharf-aurora-reader"}'],
        raw: true,
      },
    ],
    metrics: (m, s) =>
      m.set(
        'aws_rds_database_connections_average',
        { dbinstance_identifier: 'wharf-aurora-writer' },
        s.whole((at) => (s.on(at) ? 4 : at > s.until ? 2 : 38)),
      ),
  },
  {
    key: 'invoices-secret',
    system: wharf,
    report: '',
    components: ['service/invoices'],
    causes: ['cloud_permission_denied', 'missing_secret'],
    what: 'Tasks of invoices cannot start any more: their role may no longer read the secret.',
    quote: 'is not authorized to perform: secretsmanager:GetSecretValue',
    effects: { invoices: { errors: 0.3, slow: 4, code: 503 } },
    metrics: (m, s) =>
      m.set(
        'aws_applicationelb_healthy_host_count_minimum',
        { target_group: 'targetgroup/invoices/73e2d6bc24d8a067' },
        s.whole(s.stage(3, 1, 0)),
      ),
    logs: [
      {
        in: 'ecs',
        every: 70,
        raw: true,
        say: '{"detail-type":"ECS Task State Change","group":"service:invoices","lastStatus":"STOPPED","stoppedReason":"ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/invoices-exec/{hex} is not authorized to perform: secretsmanager:GetSecretValue on resource: invoices/db because no identity-based policy allows the secretsmanager:GetSecretValue action"}',
      },
      {
        in: 'ecs',
        every: 140,
        raw: true,
        say: '{"detail-type":"ECS Service Action","group":"service:invoices","eventName":"SERVICE_TASK_START_IMPAIRED"}',
      },
    ],
    changes: [
      {
        before: 30,
        kind: 'config',
        service: 'invoices',
        summary: 'Narrow the execution roles',
        files: ['iam/exec-roles.tf'],
        diff: '-      "secretsmanager:GetSecretValue",',
      },
    ],
  },
  {
    key: 'no-fargate',
    system: wharf,
    report: 'orders slow, auto scaling seems stuck at 3',
    components: ['service/orders'],
    causes: ['cloud_capacity_insufficient'],
    what: 'orders should have more tasks for the evening, but Fargate has no capacity left in its zone.',
    quote: 'Capacity is unavailable at this time',
    effects: { orders: { traffic: 1.9, slow: 7, errors: 0.05, code: 504 } },
    metrics: (m, s) => {
      m.set('aws_ecs_cpuutilization_average', { service_name: 'orders' }, s.stage(30, 98.6, 0.005));
      m.gauge(
        'ecs_containerinsights_desired_task_count',
        { job: 'ecs', instance: '', cluster_name: 'wharf', service_name: 'orders' },
        s.whole(s.stage(3, 8, 0)),
      );
      m.gauge(
        'ecs_containerinsights_running_task_count',
        { job: 'ecs', instance: '', cluster_name: 'wharf', service_name: 'orders' },
        () => 3,
      );
    },
    logs: [
      {
        in: 'ecs',
        every: 60,
        raw: true,
        say: '(service orders) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
      },
    ],
  },
  {
    key: 'reader-behind',
    system: wharf,
    report: '',
    components: ['service/wharf-aurora'],
    causes: ['replication_lag'],
    what: 'The reader of Aurora is 40 s behind; orders does not find what it has just written.',
    quote: 'aws_rds_aurora_replica_lag_average',
    elsewhere: true,
    effects: {
      orders: { errors: 0.06, said: ['confirm: order {n} not found on reader endpoint (written 1.{id}s ago)'] },
    },
    metrics: (m, s) => m.set('aws_rds_aurora_replica_lag_average', {}, s.stage(18, 41_000, 0.1)),
  },
];
