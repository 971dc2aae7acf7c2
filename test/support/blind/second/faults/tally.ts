import type { Scenario } from '../../core/model.ts';
import { tally } from '../systems/all.ts';

/** Functions on AWS. */
export const ofTally: Scenario[] = [
  {
    key: 'ledger-throttled',
    system: tally,
    report: 'receipts API 500s since the import started',
    components: ['service/tally-ledger', 'service/tally-receipts-fn'],
    causes: ['upstream_rate_limited', 'cloud_quota_exceeded', 'traffic_spike'],
    what: 'More is written to the table than its provisioned capacity allows; DynamoDB throttles.',
    quote: 'ProvisionedThroughputExceededException',
    elsewhere: true,
    effects: {
      'tally-receipts-fn': {
        errors: 0.38,
        slow: 5,
        said: [
          'ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.\n    at throwDefaultError (/var/task/node_modules/@smithy/smithy-client/dist-cjs/index.js:867:20)',
        ],
      },
      'tally-api': { errors: 0.28, slow: 3 },
    },
    metrics: (m, s) => {
      m.set('aws_dynamodb_consumed_write_capacity_units_sum', {}, s.whole(s.stage(2100, 3600, 0.002)));
      m.set('aws_dynamodb_write_throttle_events_sum', {}, s.whole(s.stage(0, 1180, 0.1)));
    },
  },
  {
    key: 'rates-concurrency',
    system: tally,
    report: 'api had 5xx for ~25 min. recovered. cause?',
    components: ['service/tally-rates-fn'],
    causes: ['cloud_quota_exceeded', 'upstream_rate_limited'],
    what: 'tally-rates-fn had as many executions at once as are reserved for it; further calls were throttled.',
    quote: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    elsewhere: true,
    effects: {
      'tally-receipts-fn': {
        errors: 0.3,
        said: [
          'TooManyRequestsException: Rate Exceeded. Reason: ReservedFunctionConcurrentInvocationLimitExceeded (calling tally-rates-fn)',
        ],
      },
      'tally-api': { errors: 0.24 },
      'tally-rates-fn': { slow: 40, silent: true },
    },
    metrics: (m, s) => {
      m.set('aws_lambda_throttles_sum', { function_name: 'tally-rates-fn' }, s.whole(s.stage(0, 410, 0.1)));
      m.set('aws_lambda_concurrent_executions_maximum', { function_name: 'tally-rates-fn' }, s.whole(s.stage(1, 5, 0)));
    },
  },
  {
    key: 'torn-message',
    system: tally,
    report: 'exports do not arrive any more',
    components: ['service/tally-export-fn', 'service/tally-export-queue'],
    causes: ['poison_message'],
    what: 'One message of the queue is not JSON; the function fails on it again and again, and the group behind it waits.',
    quote: 'SyntaxError: Unexpected end of JSON input',
    effects: {
      'tally-export-fn': {
        errors: 0.97,
        said: [
          'SyntaxError: Unexpected end of JSON input\n    at JSON.parse (<anonymous>)\n    at handler (/var/task/export.js:22:21) messageId=7f3c2b1e-0a44-4d1c-9e2d-55c1f0a9b8e7 messageGroupId=exports ApproximateReceiveCount={id}',
        ],
      },
    },
    metrics: (m, s) => {
      const q = { queue_name: 'tally-export-queue' };
      m.set('aws_sqs_approximate_age_of_oldest_message_maximum', q, (at) => (s.on(at) ? Math.round(at - s.onset) : 3));
      m.set('aws_sqs_approximate_number_of_messages_visible_average', q, s.whole(s.ramp(4, 2700)));
      m.set('aws_sqs_number_of_messages_deleted_sum', q, s.whole(s.stage(118, 0)));
    },
  },
  {
    key: 'rounding-flag',
    system: tally,
    report: 'receipts in other currencies fail. no deploy today!',
    components: ['service/tally-receipts-fn'],
    causes: ['feature_flag_change', 'application_error'],
    what: 'A flag turned the new rounding on for all; it fails for currencies without decimals.',
    quote: 'roundV2',
    effects: {
      'tally-receipts-fn': {
        errors: 0.12,
        said: [
          "TypeError: Cannot read properties of null (reading 'scale')\n    at roundV2 (/var/task/money.js:88:31)\n    at total (/var/task/receipt.js:41:12)",
        ],
      },
      'tally-api': { errors: 0.09 },
    },
    changes: [
      {
        before: 0.5,
        kind: 'flag',
        service: 'tally-receipts-fn',
        summary: 'money.round_v2: 0% -> 100%',
        files: ['appconfig/money.json'],
      },
      {
        before: 900,
        kind: 'deploy',
        service: 'tally-api',
        summary: 'Wording of error 404',
        files: ['api/errors.json'],
      },
    ],
  },
];
