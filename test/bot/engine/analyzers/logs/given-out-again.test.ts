import { expect, test } from '@jest/globals';
import { repeatedMessage } from '../../../../../bot/engine/analyzers/logs/repeated-message.ts';
import { AS_OF, iso, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

const minute = (i: number) => iso(AS_OF - (239 - i) * 60);
/** Pub/Sub's own figure of what waits: it grows from the onset on, or stays. */
const queue = (grows: number): MadeSeries => ({
  name: 'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_num_undelivered_messages',
  labels: { subscription_id: 'crates-sub' },
  value: (i) => 40 + (i % 3) + Math.max(0, i - ONSET_MINUTE) * grows,
});

function told(grows: number, ...came: (readonly [id: number, attempt: number])[]) {
  const samples = came.map(([id, attempt]) => ({
    text: `received job messageId=11820034${id} deliveryAttempt=${attempt}`,
  }));
  const template = 'received job messageId=<*> deliveryAttempt=<*>';
  const seen = { firstSeen: minute(ONSET_MINUTE), lastSeen: minute(238) };
  const logs = {
    service: 'hoist',
    lines: 400,
    levels: { info: 400 },
    firstSeen: minute(0),
    lastSeen: minute(239),
    patterns: [{ template, count: 42, level: 'info' as const, ...seen, samples }],
  };
  return repeatedMessage.analyze(metricEvidence({ series: [queue(grows)], logs: [logs] }));
}

test('a message that is given out again and again while others wait is one that its reader cannot get past', () => {
  const found = told(30, [41, 1], [41, 2], [41, 14]);
  expect(found).toMatchObject({ findings: [{ component: 'service/hoist', cause: 'poison_message' }] });
});

test('messages that come one after the other, or again while none waits, are no fault', () => {
  expect(told(30, [41, 1], [42, 1], [43, 1]).status).toBe('clear');
  expect(told(30, [41, 1], [41, 1]).status).toBe('clear');
  expect(told(0, [41, 1], [41, 2], [41, 3]).status).toBe('clear');
});

// RabbitMQ, "Consumer Acknowledgements": delivery tags are scoped to a channel and grow with each delivery, so that a message
// that a consumer sends back comes again under another one.
function sentBack(...ids: readonly string[]) {
  const samples = ids.map((id, n) => ({
    text: `could not read message_id=${id} delivery_tag=${4100 + 7 * n} redelivered=True: ValueError; requeue=True`,
  }));
  const template = 'could not read message_id=<*> delivery_tag=<*> redelivered=True: ValueError; requeue=True';
  const seen = { firstSeen: minute(ONSET_MINUTE), lastSeen: minute(238) };
  const logs = {
    service: 'hoist',
    lines: 400,
    levels: { info: 358, error: 42 },
    firstSeen: minute(0),
    lastSeen: minute(239),
    patterns: [{ template, count: 42, level: 'error' as const, ...seen, samples }],
  };
  return repeatedMessage.analyze(metricEvidence({ series: [queue(30)], logs: [logs] }));
}

test('a message is known by its own id, not by the tag of each delivery', () => {
  const found = sentBack('LAB-7-41', 'LAB-7-41', 'LAB-7-41');
  expect(found).toMatchObject({ findings: [{ component: 'service/hoist', cause: 'poison_message' }] });
  expect(sentBack('LAB-7-41', 'LAB-7-42', 'LAB-7-43').status).toBe('clear');
});
