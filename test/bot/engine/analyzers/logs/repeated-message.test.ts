import { expect, test } from '@jest/globals';
import { repeatedMessage } from '../../../../../bot/engine/analyzers/logs/repeated-message.ts';
import { evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const now = range(20, 30);
const failing = pattern('error', 'message 860570 failed', now);
const sampled = (...texts: string[]) => ({ ...failing, samples: texts.map((text) => ({ text })) });
const analyze = (one: ReturnType<typeof pattern>) =>
  repeatedMessage.analyze(evidenceOf({ logs: [logsOf('till', [one])] }));

test('one message that fails for minutes is one that its reader cannot get past', () => {
  expect(findingsOf(analyze(failing))).toEqual([
    expect.objectContaining({ component: 'service/till', cause: 'poison_message', grade: 'said' }),
  ]);
  expect(analyze(sampled('a1: offset=8123 failed', 'b2: offset=8123 failed', 'c3: offset=8123 failed')).status).toBe(
    'found',
  );
});

test('a record of Kafka is one by its topic, partition and offset', () => {
  expect(analyze(sampled('cannot read rates-2@5113: not JSON', 'cannot read rates-2@5113: not JSON')).status).toBe(
    'found',
  );
  expect(analyze(sampled('cannot read rates-2@5113: x', 'cannot read rates-2@5114: x')).status).toBe('clear');
});

test.each([
  (id: number) => `SequenceNumber: '4966301843${id}' shardId-000000000002: ValueError: no weight`,
  (id: number) => `cannot apply crate, stream_seq=88${id}: unknown field`,
  (id: number) => `consume failed: stream=CRATES seq=88${id} deliveries=4: json: unexpected end of JSON input`,
  (id: number) => `redelivered, handler has not acked subject=crates.moved consumer=hoist seq=${id}`,
  (id: number) => `nak failed reply=$JS.ACK.CRATES.hoist.44.88${id}.9021.1772600000000000000.0: timeout`,
  (id: number) => `cannot apply, negative ack msgId=1204:${id}:-1 topic=persistent://shop/crates: not JSON`,
  (id: number) => `Could not convert message id=ID:hoist-7-1772600000:1:1:1:${id}: MessageConversionException`,
])('a record of a stream is one by its sequence', (told) => {
  expect(analyze(sampled(told(4071), told(4071))).status).toBe('found');
  expect(analyze(sampled(told(4071), told(4072))).status).toBe('clear');
});

test('a task of Celery is one by the id behind its name, whatever its pool has counted', () => {
  const lost = (job: number, task: string) =>
    `Task handler raised error: WorkerLostError('exited prematurely: signal 9 (SIGKILL) Job: ${job}.') task=mail.send[${task}]`;
  const [one, other] = ['5b1d0f6e-1c2a-4d3b-9e8f-00a1b2c3d4e5', '0c77aa10-93be-4f6d-8a11-5d0e9f8c7b6a'];
  expect(analyze(sampled(lost(1071, one), lost(2404, one))).status).toBe('found');
  expect(analyze(sampled(lost(1071, one), lost(2404, other))).status).toBe('clear');
});

test('what a logger appends to the last frame of a trace is read', () => {
  const trace = (id: string) =>
    `TypeError: cannot read crates\n    at unload (/app/hoist.js:12:7)\n    at Object.handle (/app/hoist.js:40:3) messageId=${id} ApproximateReceiveCount=31`;
  expect(analyze(sampled(trace('4f0c9a1b-77'), trace('4f0c9a1b-77'))).status).toBe('found');
  expect(analyze(sampled(trace('4f0c9a1b-77'), trace('5a0c9a1b-78'))).status).toBe('clear');
});

test.each([
  ['messages that differ', sampled('message 86057 failed', 'message 86058 failed')],
  ['messages that are well', pattern('warn', 'message 860570 stored', now)],
  ['a status of HTTP in what an error says', pattern('error', 'Failure executing. Message: 404 page not found.', now)],
  ['a number of its own, not of a message', pattern('error', 'audit write failed seq=88120 user=7', now)],
  ['a few retries', pattern('error', 'message 860570 failed', [28, 29], 3)],
  [
    'a stack trace through a file called events',
    pattern('error', 'call to desk failed: Error: timeout\n    at Server.emit (node:events:514:28)', now),
  ],
  ['a place in a file', pattern('error', 'charge failed at lib/job:1234:17', now)],
  [
    'a place that cannot be noted down',
    pattern('error', 'Offset commit failed on partition bills-2 at offset 77012: not aware of this member', now),
  ],
  ['an error without a message', pattern('error', 'charge failed', now)],
])('is clear for %s', (_, one) => {
  expect(analyze(one).status).toBe('clear');
});

test('is unknown without logs', () => {
  expect(repeatedMessage.analyze(evidenceOf({})).status).toBe('unknown');
});

test('a short id is a message of which its receiver tells how often it was delivered', () => {
  const told = (id: string, count: string) => `SyntaxError: not valid JSON; messageId=${id}${count}, returned`;
  expect(analyze(sampled(told('5f1c', ' ApproximateReceiveCount=9'), told('5f1c', ' receiveCount=12'))).status).toBe(
    'found',
  );
  expect(analyze(sampled(told('5f1c', ' receiveCount=9'), told('6a20', ' receiveCount=1'))).status).toBe('clear');
  // What is called so may be a kind of message, where nothing tells of deliveries.
  expect(analyze(sampled(told('login', ''), told('login', ''))).status).toBe('clear');
});

test('what goes back to its queue again and again is one message by whatever its number is called', () => {
  const back = (crate: number, words: string) => `lift raised KeyError('weight') crate=${crate} status=500 ${words}`;
  for (const words of ["delivery_info={'redelivered': True}", '-- requeueing', 'nack, requeued']) {
    expect(analyze(sampled(back(88071, words), back(88071, words))).status).toBe('found');
    // Several of them are how a fault of the program looks.
    expect(analyze(sampled(back(88071, words), back(88072, words))).status).toBe('clear');
  }
  expect(analyze(sampled(back(88071, 'gave up'), back(88071, 'gave up'))).status).toBe('clear');
  const unnamed = 'lift raised, requeueing: status=500 port=5672';
  expect(analyze(sampled(unnamed, unnamed)).status).toBe('clear');
});
