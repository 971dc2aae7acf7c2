import { describe, expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { AS_OF, iso, level, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const minute = (i: number) => iso(AS_OF - (239 - i) * 60);
const gauge = (name: string, labels: Record<string, string>, before: number, during = before): MadeSeries => ({
  name,
  labels,
  value: level(before, during),
});

/** A program that writes `text` four times a minute since the onset, among its usual lines. */
function says(service: string, text: string, lines = 2000): ServiceLogs {
  const seen = { firstSeen: minute(ONSET_MINUTE), lastSeen: minute(238) };
  const pattern = {
    template: text,
    count: 56,
    level: 'error' as const,
    ...seen,
    samples: [{ text, timestamp: seen.firstSeen }],
  };
  return {
    service,
    lines,
    levels: { error: 56, info: lines - 56 },
    firstSeen: minute(0),
    lastSeen: minute(239),
    patterns: [pattern],
  };
}
const quiet = (service: string): ServiceLogs => ({
  service,
  lines: 900,
  levels: { info: 900 },
  firstSeen: minute(0),
  lastSeen: minute(239),
  patterns: [],
});

const KILLED = 'java.lang.OutOfMemoryError: Java heap space';
const PASSWORD = 'FATAL:  password authentication failed for user "letters"';

/** What is measured of queues by the brokers people run, each before and during. */
const QUEUES: Readonly<Record<string, { readonly series: readonly MadeSeries[]; readonly taker: string }>> = {
  SQS: {
    series: [
      gauge('aws_sqs_approximate_age_of_oldest_message_maximum', { dimension_QueueName: 'acme-letters' }, 2, 1900),
      gauge('aws_sqs_approximate_number_of_messages_visible_average', { dimension_QueueName: 'acme-letters' }, 3, 5200),
    ],
    taker: 'letter-worker',
  },
  'Pub/Sub': {
    series: [
      gauge(
        'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_oldest_unacked_message_age',
        { subscription_id: 'letters-to-print', job: 'stackdriver' },
        2,
        1900,
      ),
    ],
    taker: 'letter-printing-consumer',
  },
  'Pub/Sub, called after who subscribes': {
    series: [
      gauge(
        'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_oldest_unacked_message_age',
        { subscription_id: 'letters-worker', job: 'stackdriver' },
        2,
        1900,
      ),
    ],
    taker: 'worker',
  },
  Kafka: {
    series: [
      gauge('kafka_consumergroup_group_lag_seconds', { group: 'letters-cg', topic: 'letters', job: 'kafka' }, 1, 1900),
    ],
    taker: 'letters-processor',
  },
  'Service Bus': {
    series: [
      gauge('azure_servicebus_namespaces_active_messages_average', { entity_name: 'letters', job: 'azure' }, 4, 7000),
    ],
    taker: 'lettersHandler',
  },
  'Service Bus by resource and entity': {
    series: [gauge('azure_servicebus_active_messages_average', { resource: 'sb-mail', entity: 'letters' }, 4, 7000)],
    taker: 'letters-worker',
  },
};

describe.each(Object.entries(QUEUES))('a queue of %s fills', (_, { series, taker }) => {
  const top = (logs: readonly ServiceLogs[]) =>
    diagnose(metricEvidence({ series, logs, question: 'letters come late' })).hypotheses[0];

  test('for what ails the program that takes from it', () => {
    const found = top([says(taker, KILLED), quiet('shop')]);
    expect(found).toMatchObject({ cause: 'oom_killed', component: `service/${taker}` });
    expect(found!.chain).toContainEqual(expect.objectContaining({ cause: 'queue_backlog' }));
  });

  test('by itself where nothing is wrong with that program, or only with another', () => {
    expect(top([quiet(taker), quiet('shop')])).toMatchObject({ cause: 'queue_backlog' });
    const other = top([quiet(taker), says('mail-worker', KILLED)]);
    expect(other).toMatchObject({ cause: 'queue_backlog' });
  });
});

test('the store that a consumer fails at is why its queue fills', () => {
  const evidence = metricEvidence({
    series: QUEUES.SQS!.series,
    topology: { shop: ['letter-store'], 'letter-worker': ['letter-store'] },
    logs: [says('letter-store', PASSWORD), quiet('shop'), quiet('letter-worker')],
    question: 'letters come late',
  });
  expect(diagnose(evidence).hypotheses[0]).toMatchObject({
    cause: 'database_credentials_invalid',
    component: 'service/letter-store',
  });
});

test('a consumer is told by what scales it and by its own lines as well as by its name', () => {
  const keda = {
    kind: 'ScaledObject',
    apiVersion: 'keda.sh/v1alpha1',
    metadata: { name: 'scribe', namespace: 'shop' },
    spec: {
      scaleTargetRef: { name: 'scribe' },
      triggers: [
        { type: 'aws-sqs-queue', metadata: { queueURL: 'https://sqs.eu-west-1.amazonaws.com/1/acme-letters' } },
      ],
    },
  };
  const line = 'received 10 messages from acme-letters';
  const pattern = { template: line, count: 400, level: 'info' as const, samples: [{ text: line }] };
  const base = { series: QUEUES.SQS!.series, question: 'letters come late' };
  const first = (made: object) => diagnose(metricEvidence({ ...base, ...made })).hypotheses[0];
  const dying = says('scribe', KILLED);
  expect(first({ logs: [dying] })).toMatchObject({ cause: 'queue_backlog' });
  expect(first({ logs: [dying], objects: [keda] })).toMatchObject({ cause: 'oom_killed' });
  expect(first({ logs: [{ ...dying, patterns: [...dying.patterns, pattern] }] })).toMatchObject({
    cause: 'oom_killed',
  });
});

test('a consumer is told by what its spans are called where nobody calls it, and a sender by none', () => {
  const span = (caller: string, callee: string, operation: string) => ({
    ...{ caller, callee, operation, calls: 40, errors: 0, p50Ms: 20, p99Ms: 60, ownP50Ms: 20 },
  });
  const first = (...traces: readonly ReturnType<typeof span>[]) =>
    diagnose(
      metricEvidence({
        series: QUEUES.SQS!.series,
        logs: [says('scribe', KILLED)],
        traces,
        question: 'letters come late',
      }),
    ).hypotheses[0];
  expect(first(span('', 'scribe', 'process acme-letters'))).toMatchObject({ cause: 'oom_killed' });
  expect(first(span('', 'scribe', 'process acme-letters-dlq'))).toMatchObject({ cause: 'queue_backlog' });
  expect(first(span('shop', 'acme-letters', 'send acme-letters'))).toMatchObject({ cause: 'queue_backlog' });
});

test('who is refused the taking from a queue is its consumer, and who is refused the sending is not', () => {
  const denied = (action: string) =>
    says(
      'scribe',
      `AccessDenied: User: arn:aws:sts::1:assumed-role/scribe/0a is not authorized to perform: sqs:${action} on resource: arn:aws:sqs:eu-west-1:1:acme-letters because no identity-based policy allows it`,
    );
  const first = (action: string) =>
    diagnose(metricEvidence({ series: QUEUES.SQS!.series, logs: [denied(action)], question: 'letters come late' }))
      .hypotheses[0];
  const found = first('ReceiveMessage');
  expect(found).toMatchObject({ cause: 'cloud_permission_denied', component: 'service/scribe' });
  expect(found!.chain).toContainEqual(expect.objectContaining({ cause: 'queue_backlog' }));
  expect(first('SendMessage')?.chain ?? []).not.toContainEqual(expect.objectContaining({ cause: 'queue_backlog' }));
});

// AWS, "Lambda metrics": Throttles are requests for which no concurrency was left; "Using Lambda with Amazon SQS": their messages
// come back to the queue. Which queue a function is handed stands in an event source mapping, and in no figure.
test('the only function that nobody calls takes from the only queue of which no taker is known', () => {
  const lambda = (name: string) => [
    gauge('aws_lambda_invocations_sum', { function_name: name }, 1600, 1500),
    gauge('aws_lambda_throttles_sum', { function_name: name }, 0, 900),
  ];
  const first = (topology: Record<string, string[]>, more: readonly MadeSeries[] = []) =>
    diagnose(
      metricEvidence({
        series: [...QUEUES.SQS!.series, ...lambda('scribe'), ...more],
        topology: { shop: ['till'], scribe: ['archive'], ...topology },
        logs: [quiet('shop')],
        question: 'letters come late',
      }),
    ).hypotheses[0];
  const backlog = expect.objectContaining({ cause: 'queue_backlog', component: 'service/acme-letters' });
  const found = first({});
  expect(found).toMatchObject({ cause: 'cloud_quota_exceeded', component: 'service/scribe' });
  expect(found!.chain).toContainEqual(backlog);
  expect(first({ till: ['scribe'] })?.chain ?? []).not.toContainEqual(backlog);
  const second = gauge('aws_lambda_invocations_sum', { function_name: 'painter' }, 90);
  expect(first({}, [second])?.chain ?? []).not.toContainEqual(backlog);
});

test('letters set aside wait for a person: neither their age nor their number is a backlog', () => {
  const verdict = (name: string) =>
    diagnose(
      metricEvidence({
        series: [
          gauge('aws_sqs_approximate_age_of_oldest_message_maximum', { dimension_QueueName: name }, 900_000),
          gauge('aws_sqs_approximate_number_of_messages_visible_average', { dimension_QueueName: name }, 40),
        ],
        logs: [quiet('shop')],
      }),
    ).hypotheses.map(({ cause }) => cause);
  for (const name of ['letters-dlq', 'LettersDLQ', 'letters_error', 'letters.DLT', 'dead-letter-letters'])
    expect([name, verdict(name)]).toEqual([name, []]);
  expect(verdict('letters')).toEqual(['queue_backlog']);
});

test('an age is a backlog only where messages wait', () => {
  const of = { dimension_QueueName: 'letters' };
  const causes = (waiting: number) =>
    diagnose(
      metricEvidence({
        series: [
          gauge('aws_sqs_approximate_age_of_oldest_message_maximum', of, 2, 1900),
          gauge('aws_sqs_approximate_number_of_messages_visible_average', of, 0, waiting),
        ],
        logs: [quiet('shop')],
      }),
    ).hypotheses.map(({ cause }) => cause);
  expect(causes(0)).toEqual([]);
  expect(causes(300)).toEqual(['queue_backlog']);
});

test('a burst that was worked off and that nobody felt is what a queue is for', () => {
  const burst = (last: number) =>
    diagnose(
      metricEvidence({
        series: [
          {
            name: 'aws_sqs_approximate_number_of_messages_visible_average',
            labels: { dimension_QueueName: 'letters' },
            value: (i) => (i >= 190 && i < last ? 3000 : 0),
          },
        ],
        logs: [quiet('shop')],
      }),
    ).hypotheses.map(({ cause }) => cause);
  expect(burst(222)).toEqual([]);
  expect(burst(240)).toEqual(['queue_backlog']);
});

test('tasks that fail are weighed against those that are done', () => {
  const of = { name: 'letters.print', queue_name: 'letters', hostname: 'celery@letter-worker' };
  const count = (name: string, before: number, during: number): MadeSeries => {
    let total = 0;
    const sums = Array.from({ length: 240 }, (_, i) => (total += 60 * (i < ONSET_MINUTE ? before : during)));
    return { name, labels: of, type: 'counter', value: (i) => Math.floor(sums[i]!) };
  };
  const causes = (failing: number) =>
    diagnose(
      metricEvidence({
        series: [count('celery_task_failed_total', 0.02, failing), count('celery_task_succeeded_total', 40, 110)],
        logs: [quiet('letter-worker')],
        question: 'letters fail',
      }),
    ).hypotheses.map(({ cause, component }) => `${component} ${cause}`);
  expect(causes(0.1)).toEqual([]);
  expect(causes(20)).toContain('service/letter-worker availability_regression');
});

test('who is told how often a message was received takes from the queue that it calls', () => {
  const stuck = says('scribe', 'job 4f0c9a1b failed: receive_count=31, message returned to queue');
  const first = (topology: Record<string, string[]>, logs: ServiceLogs) =>
    diagnose(metricEvidence({ series: QUEUES.SQS!.series, topology, logs: [logs], question: 'letters come late' }))
      .hypotheses[0];
  expect(first({ scribe: ['acme-letters'] }, stuck)).toMatchObject({
    cause: 'poison_message',
    component: 'service/scribe',
  });
  const dying = says('scribe', KILLED);
  expect(first({ scribe: ['acme-letters'] }, dying)).toMatchObject({ cause: 'queue_backlog' });
});

test('how long jobs wait in a queue of Sidekiq is no latency of requests, and no service is called after it', () => {
  const waits = gauge('sidekiq_queue_latency', { job: 'sidekiq', queue: 'letters' }, 0.4, 2400);
  const limited = says('sidekiq', 'PostError: 429 Too Many Requests: sending rate of the plan exceeded');
  const given = { series: [waits], topology: { sidekiq: [] }, question: 'letters come late' };
  const answer = diagnose(metricEvidence({ ...given, logs: [limited] }));
  expect(answer.hypotheses[0]).toMatchObject({ cause: 'upstream_rate_limited', component: 'service/sidekiq' });
  expect(answer.hypotheses.map(({ component }) => component)).not.toContain('service/letters');
  expect(diagnose(metricEvidence({ ...given, logs: [quiet('sidekiq')] })).hypotheses[0]).toMatchObject({
    cause: 'queue_backlog',
  });
});

test('of those who call a queue, the one that is kept from its work as the queue begins to grow took from it', () => {
  const denied = (action: string, from: number): ServiceLogs => {
    const logs = says(
      'scribe',
      `AccessDeniedException: User: arn:aws:sts::1:assumed-role/scribe/0a is not authorized to perform: ${action} on resource: arn:aws:kms:eu-west-1:1:key/0a because no identity-based policy allows it`,
    );
    return { ...logs, patterns: logs.patterns.map((one) => ({ ...one, firstSeen: minute(from) })) };
  };
  const first = (logs: ServiceLogs, callees = ['acme-letters']) =>
    diagnose(
      metricEvidence({
        series: QUEUES.SQS!.series,
        topology: { desk: ['acme-letters'], scribe: callees },
        logs: [logs, quiet('desk')],
        question: 'letters come late',
      }),
    ).hypotheses[0];
  const found = first(denied('kms:Decrypt', ONSET_MINUTE));
  expect(found).toMatchObject({ cause: 'cloud_permission_denied', component: 'service/scribe' });
  expect(found!.chain).toContainEqual(expect.objectContaining({ cause: 'queue_backlog' }));
  const untied = { cause: 'queue_backlog', component: 'service/acme-letters' };
  expect(first(denied('sqs:SendMessage', ONSET_MINUTE))?.chain ?? []).not.toContainEqual(untied);
  expect(first(denied('kms:Decrypt', ONSET_MINUTE - 90))?.chain ?? []).not.toContainEqual(untied);
  expect(first(denied('kms:Decrypt', ONSET_MINUTE), [])?.chain ?? []).not.toContainEqual(untied);
});

test('a consumer whose provider turns its calls away leaves its queue to grow, a sender who is turned away does not', () => {
  const refused = says('scribe', 'ThrottlingException: Rate exceeded when calling the SendEmail operation');
  const found = (callees: readonly string[]) =>
    diagnose(
      metricEvidence({
        series: QUEUES.SQS!.series,
        topology: { desk: ['acme-letters'], scribe: [...callees] },
        logs: [refused, quiet('desk')],
        question: 'letters come late',
      }),
    ).hypotheses[0];
  const queue = expect.objectContaining({ cause: 'queue_backlog', component: 'service/acme-letters' });
  expect(found(['acme-letters'])).toMatchObject({ cause: 'upstream_rate_limited', component: 'service/scribe' });
  expect(found(['acme-letters'])!.chain).toContainEqual(queue);
  expect(found([])?.chain ?? []).not.toContainEqual(queue);
});

// SQS's guide, "Dead-letter queues": a message that was received `maxReceiveCount` times is moved away.
test('several messages that come back are what a function fails at where it works most others off and was not changed', () => {
  const line = (id: string, received: number, words = "TypeError: Cannot read properties of null (reading 'zip')") =>
    `ERROR ${words} messageId=${id} ApproximateReceiveCount=${received}, batch returned to queue acme-letters`;
  const first = (lines: readonly string[], failed = 400, more: Partial<Parameters<typeof metricEvidence>[0]> = {}) => {
    const logs = says('scribe', lines[0]!);
    const pattern = { ...logs.patterns[0]!, samples: lines.map((text) => ({ text, timestamp: minute(ONSET_MINUTE) })) };
    const function_name = 'scribe';
    const series = [
      ...QUEUES.SQS!.series,
      gauge('aws_lambda_invocations_sum', { function_name }, 1600, 1500),
      gauge('aws_lambda_errors_sum', { function_name }, 0, failed),
    ];
    const made = { series, logs: [{ ...logs, patterns: [pattern] }], question: 'letters come late', ...more };
    return diagnose(metricEvidence(made)).hypotheses[0]?.cause;
  };
  const back = [line('4f0c9a1b-77', 5), line('5a0c9a1b-78', 3)];
  expect(first(back)).toBe('poison_message');
  expect(first([line('4f0c9a1b-77', 1), line('5a0c9a1b-78', 1)])).not.toBe('poison_message');
  expect(first(back, 1450)).not.toBe('poison_message');
  const refused = 'Error: connect ECONNREFUSED 10.0.0.4:5432';
  expect(first([line('4f0c9a1b-77', 5, refused), line('5a0c9a1b-78', 3, refused)])).not.toBe('poison_message');
  const deploy = { timestamp: minute(ONSET_MINUTE - 3), kind: 'deploy' as const, service: 'scribe' };
  expect(first(back, 400, { changes: [{ ...deploy, id: '77', summary: 'read zip codes' }] })).not.toBe(
    'poison_message',
  );
});
