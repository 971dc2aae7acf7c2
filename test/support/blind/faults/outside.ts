import type { Scenario } from '../core/model.ts';
import { claimdesk, harborline, metropol, mosaic, vireo } from './systems.ts';

/** Providers, clouds, queues and brokers. */
export const outside: Scenario[] = [
  {
    key: 'payments-limited',
    system: metropol,
    report: 'purchase failing for ~1 in 3 during onsale',
    components: ['service/payments'],
    causes: ['upstream_rate_limited'],
    what: 'The payment provider limits the calls of payments (429).',
    quote: '429 Too Many Requests',
    elsewhere: true,
    effects: {
      payments: {
        errors: 0.36,
        code: 503,
        said: [
          'provider call failed: POST https://api.payfast.example/v2/charges: 429 Too Many Requests {"error":"rate_limit_exceeded","retry_after":30}',
        ],
      },
      purchase: { errors: 0.33, code: 502, traffic: 1.8, said: ['payments answered 503 for order {n}'] },
    },
    traces: true,
  },
  {
    key: 'card-provider-out',
    system: mosaic,
    report: 'bookings fail at payment. payment-adapter had a deploy yesterday, roll back?',
    components: ['service/payment-adapter'],
    causes: ['external_service_outage'],
    what: 'The acquirer that payment-adapter calls answers 503 since the beginning.',
    quote: 'acquirer.nordpay.example.*503 Service Unavailable',
    elsewhere: true,
    effects: {
      'payment-adapter': {
        errors: 0.94,
        code: 502,
        slow: 8,
        said: [
          'charge: POST https://acquirer.nordpay.example/v1/authorize: 503 Service Unavailable: "maintenance page"',
          'charge: POST https://acquirer.nordpay.example/v1/authorize: net/http: TLS handshake timeout',
        ],
      },
      booking: { errors: 0.7, code: 502, slow: 4, said: ['payment-adapter answered 502 Bad Gateway'] },
      ingressgateway: { errors: 0.09, code: 502 },
    },
    changes: [
      {
        before: 1500,
        kind: 'deploy',
        service: 'payment-adapter',
        summary: 'payment-adapter: wording of receipts',
        files: ['receipts/texts_en.json'],
      },
    ],
  },
  {
    key: 'intake-denied',
    system: claimdesk,
    report: 'customers cannot upload photos of damages',
    components: ['service/intake-fn'],
    causes: ['cloud_permission_denied', 'bad_config_change'],
    what: 'The role of intake-fn may no longer write to the bucket, after its policy was changed.',
    quote: 'not authorized to perform: s3:PutObject',
    effects: {
      'intake-fn': {
        errors: 0.97,
        said: [
          'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::111122223333:assumed-role/intake-fn/intake-fn is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::claim-docs-prod/2026/{hex}" because no identity-based policy allows the s3:PutObject action',
        ],
      },
      'claims-api': { errors: 0.18, code: 502, said: ['intake-fn: unexpected status 500'] },
    },
    changes: [
      {
        before: 4,
        kind: 'config',
        service: 'intake-fn',
        summary: 'Least privilege for functions',
        files: ['iam/intake-fn.tf'],
        diff: '-      "s3:PutObject",\n       "s3:GetObject",',
      },
    ],
    without: ['alerts'],
  },
  {
    key: 'quotes-token',
    system: claimdesk,
    report: 'quotes not calculated anymore, quote engine 500',
    components: ['service/quote-engine'],
    causes: ['credentials_expired'],
    what: 'The session token with which quote-engine reads its tariffs has expired and is not renewed.',
    quote: 'ExpiredToken',
    effects: {
      'quote-engine': {
        errors: 0.92,
        said: [
          'ExpiredTokenException: The security token included in the request is expired\n    at throwDefaultError (/app/node_modules/@smithy/smithy-client/dist-cjs/index.js:867:20)\n    at de_CommandError (/app/node_modules/@aws-sdk/client-dynamodb/dist-cjs/index.js:2124:14)',
        ],
      },
      'claims-api': { errors: 0.3, code: 502, said: ['quote-engine: 500 Internal Server Error'] },
    },
    without: ['metrics'],
  },
  {
    key: 'sessionizer-rebalance',
    system: vireo,
    report: 'sessions topic stalls every few minutes, kafka problems?',
    components: ['service/sessionizer'],
    causes: ['consumer_rebalance_loop'],
    what: 'sessionizer takes longer between polls than allowed, is thrown out of its group, and rejoins without end.',
    quote: 'max.poll.interval.ms',
    elsewhere: true,
    effects: {},
    logs: [
      {
        in: 'sessionizer',
        every: 70,
        level: 'warn',
        say: '[Consumer clientId=sessionizer-1, groupId=sessionizer] consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time processing messages.',
      },
      {
        in: 'sessionizer',
        every: 75,
        level: 'info',
        say: '[Consumer clientId=sessionizer-1, groupId=sessionizer] Member sessionizer-1-{hex} sending LeaveGroup request to coordinator kafka-1.kafka:9092 due to consumer poll timeout has expired.',
      },
      {
        in: 'sessionizer',
        every: 75,
        level: 'info',
        say: '[Consumer clientId=sessionizer-1, groupId=sessionizer] (Re-)joining group',
      },
      {
        in: 'kafka',
        every: 75,
        level: 'info',
        say: '[GroupCoordinator 1]: Preparing to rebalance group sessionizer in state PreparingRebalance with old generation {n} (__consumer_offsets-12) (reason: Removing member sessionizer-1-{hex} on LeaveGroup) (kafka.coordinator.group.GroupCoordinator)',
      },
    ],
    metrics: (m, s) => {
      for (const partition of ['0', '1', '2'])
        m.gauge(
          'kafka_consumergroup_lag',
          { consumergroup: 'sessionizer', topic: 'events', partition },
          s.whole((at) => 240 + s.grown(at) * 480_000),
        );
      for (const l of m.labelsOf('jvm_memory_used_bytes', { job: 'sessionizer' })) {
        const { area: _area, id: _id, ...target } = l;
        m.counter('kafka_consumer_coordinator_rebalance_total', target, s.stage(0, 0.014), 3);
      }
    },
    alerts: [
      {
        name: 'KafkaConsumerLag',
        labels: { severity: 'warning', consumergroup: 'sessionizer' },
        summary: 'Lag of sessionizer grows',
      },
    ],
  },
  {
    key: 'joiner-poison',
    topology: false,
    system: vireo,
    report: 'ad reports missing clicks from one partition. joiner pods are green',
    components: ['service/ad-joiner'],
    causes: ['poison_message'],
    what: 'ad-joiner cannot deserialize one record and tries it again and again; its partition stands still.',
    quote: 'Error deserializing key/value for partition clicks-2 at offset 88120443',
    effects: {},
    logs: [
      {
        in: 'ad-joiner',
        every: 10,
        say: 'Error deserializing key/value for partition clicks-2 at offset 88120443. If needed, please seek past the record to continue consumption.\norg.apache.kafka.common.errors.RecordDeserializationException: Error deserializing VALUE for partition clicks-2 at offset 88120443.\nCaused by: org.apache.kafka.common.errors.SerializationException: Unknown magic byte!',
      },
    ],
    metrics: (m, s) => {
      for (const partition of ['0', '1', '2', '3'])
        m.gauge(
          'kafka_consumergroup_lag',
          { consumergroup: 'ad-joiner', topic: 'clicks', partition },
          partition === '2' ? s.whole((at) => 150 + s.grown(at) * 610_000) : s.whole(s.flat(170, 0.4)),
        );
    },
  },
  {
    key: 'harbor-broker',
    system: harborline,
    report: 'booking confirm button spins, no mails either. booking-api pods ok?',
    components: ['service/broker'],
    causes: ['message_broker_alarm'],
    what: 'RabbitMQ has raised its memory alarm and blocks everybody who publishes.',
    quote: 'memory resource limit alarm set on node',
    elsewhere: true,
    effects: {
      'booking-api': {
        errors: 0.47,
        slow: 70,
        code: 504,
        said: [
          'System.TimeoutException: The operation has timed out. Waiting for publisher confirm on exchange bookings',
          'RabbitMQ connection blocked by broker: low on memory',
        ],
      },
      portal: { errors: 0.3, code: 504, slow: 20 },
    },
    metrics: (m, s) => {
      m.set('rabbitmq_alarms_memory_used_watermark', {}, (at) => (s.on(at) ? 1 : 0));
      m.set('rabbitmq_process_resident_memory_bytes', {}, s.stage(1.1e9, 1.68e9, 0.01));
      const l = m.labelsOf('rabbitmq_connections', {})[0]!;
      m.gauge('rabbitmq_queue_messages_ready', { ...l, queue: 'notify' }, s.whole(s.ramp(900_000, 1_020_000)));
    },
    logs: [
      {
        in: 'broker',
        after: 0,
        level: 'warn',
        say: [
          'memory resource limit alarm set on node rabbit@broker-0.\n\n**********************************************************\n*** Publishers will be blocked until this alarm clears ***\n**********************************************************\n',
        ],
      },
      {
        in: 'broker',
        after: -0.1,
        level: 'info',
        say: ['vm_memory_high_watermark set. Memory used:1682210816 allowed:1600000000'],
      },
    ],
  },
];
