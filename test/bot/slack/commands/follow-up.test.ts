import { expect, test } from '@jest/globals';
import { parseFollowUp } from '../../../../bot/slack/commands/follow-up.ts';

const subject = { target: { kind: 'service', name: 'shop' }, sinceSeconds: 3_600 } as const;
const read = (text: string) => parseFollowUp(text, subject);

test.each([
  ['show me the logs', 'logs', ''],
  ['logs?', 'logs', ''],
  ['can you show me the error logs of payments please', 'logs', 'payments'],
  ['what do the logs say?', 'logs', ''],
  ['any errors in basket?', 'logs', 'basket'],
  ['show metrics', 'metrics', ''],
  ['the pods of payments', 'pods', 'payments'],
  ['events', 'events', ''],
  ['what changed?', 'changes', ''],
  ['what’s changed in payments', 'changes', 'payments'],
  ['did anything change', 'changes', ''],
  ['recent deploys', 'changes', ''],
  ['compare with yesterday', 'yesterday', ''],
  ['is this normal compared to yesterday?', 'yesterday', undefined],
  ['is there a runbook', undefined, undefined],
] as const)('%s looks at %s of "%s"', (text, look, about) => {
  const wish = read(text);
  if (look === undefined) return expect(wish.kind).not.toBe('look');
  // The words of a command mean the command, which does the same.
  if (wish.kind === 'asked') return expect(wish.asked).toMatchObject({ kind: 'command', name: look });
  expect(wish).toMatchObject({ kind: 'look', look, ...(about !== undefined && { about }) });
});

test('a look may name its own window', () => {
  expect(read('show me the logs of the last 6h')).toMatchObject({ kind: 'look', look: 'logs', sinceSeconds: 21_600 });
});

test.each([
  ["it's not the database", true, 'database'],
  ['it’s not the database.', true, 'database'],
  ['it is not payments', true, 'payments'],
  ["no, it isn't the network", true, 'network'],
  ["it can't be a deploy", true, 'deploy'],
  ['rule out payments', true, 'payments'],
  ['rule payments out', true, 'payments'],
  ['payments is fine', true, 'payments'],
  ['not the database', true, 'database'],
  ["that's not it", true, ''],
  ['rule it out', true, ''],
  ['rule it back in', false, ''],
  ['put the database back', false, 'database'],
  ['it could still be payments', false, 'payments'],
])('%s rules', (text, out, about) => {
  expect(read(text)).toEqual({ kind: 'rule', out, subject: about });
});

test.each([
  ['stop', { kind: 'stop' }],
  ['thanks!', { kind: 'thanks' }],
  ['thank you very much', { kind: 'thanks' }],
  ['show evidence', { kind: 'show-evidence' }],
  ['last 6h', { kind: 'again', sinceSeconds: 21_600 }],
  ['look again', { kind: 'again', sinceSeconds: 3_600 }],
  ['who is on call?', { kind: 'asked', asked: { kind: 'command', name: 'oncall' } }],
  ["who's oncall", { kind: 'asked', asked: { kind: 'command', name: 'oncall' } }],
  ['check payments instead', { kind: 'asked', keepTarget: true, asked: { kind: 'investigate' } }],
  ['logs payments 30m', { kind: 'asked', asked: { kind: 'command', name: 'logs', words: ['payments', '30m'] } }],
])('%s', (text, expected) => {
  expect(read(text)).toMatchObject(expected);
});

test('what is no request is an aside, a complaint is not', () => {
  expect(read('lunch anyone')).toMatchObject({ kind: 'asked', aside: true });
  expect(read('payments is failing too')).not.toHaveProperty('aside');
  expect(read('errors in basket are rising')).not.toHaveProperty('look');
});
