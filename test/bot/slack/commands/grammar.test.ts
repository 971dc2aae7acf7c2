import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCommand } from '../../../../bot/slack/commands/grammar.ts';
import { COMMANDS } from '../../../../bot/slack/commands/index.ts';
import { anyCharacter } from '../../../support/any-character.ts';

const investigate = (question: string, about: string, explicit: boolean, sinceSeconds = 3_600) => ({
  kind: 'investigate',
  question,
  about,
  explicit,
  sinceSeconds,
});

test.each(['', '  ', '?', 'help', 'HELP', 'halp', 'hlep'])('%j asks for help', (text) => {
  expect(parseCommand(text)).toMatchObject({ kind: 'help' });
});

test('help names a command', () => {
  expect(parseCommand('help logs')).toEqual({ kind: 'help', topic: 'logs' });
  expect(parseCommand('help lgos')).toEqual({ kind: 'help', topic: 'logs' });
  expect(parseCommand('help nonsense')).toEqual({ kind: 'help' });
});

test.each([
  ['investigate', investigate('', '', false)],
  ['investigate checkout', investigate('', 'checkout', true)],
  ['Investigate: checkout 2h', investigate('', 'checkout', true, 7_200)],
  ['investigate checkout since 30m', investigate('', 'checkout', true, 1_800)],
  ['investigate checkout since 2 hours', investigate('', 'checkout', true, 7_200)],
  ['investigate since 2h', investigate('', '', false, 7_200)],
  ['investigate 2h', investigate('', '', false, 7_200)],
  ['investigate service/checkout 1d', investigate('', 'service/checkout', true, 86_400)],
  ['investigate why checkout is slow', investigate('why checkout is slow', 'why checkout is slow', false)],
])('%j is a command', (text, expected) => {
  expect(parseCommand(text)).toEqual(expected);
});

test.each([
  ['checkout is slow since 2h', 'checkout is slow', 7_200],
  ['checkout is slow for the last 30 minutes', 'checkout is slow', 1_800],
  ['errors in the past hour in payments', 'errors in payments', 3_600],
  ['orders failed 3 days ago', 'orders failed', 3 * 86_400],
  ['slow since yesterday in search', 'slow in search', 2 * 86_400],
  ['everything is down for half an hour', 'everything is down', 1_800],
  ['what is wrong?', 'what is wrong?', 3_600],
])('%j is a question with its window', (text, about, seconds) => {
  expect(parseCommand(text)).toEqual(investigate(text, about, false, seconds));
});

test('a lone word is a name', () => {
  expect(parseCommand('checkout')).toEqual(investigate('checkout', 'checkout', true));
  expect(parseCommand('checkout since 2h')).toMatchObject({ about: 'checkout', explicit: true, sinceSeconds: 7_200 });
});

test('a sentence that begins with a command word stays a question', () => {
  expect(parseCommand('logs are full of errors')).toMatchObject({ kind: 'investigate', explicit: false });
  expect(parseCommand('pages are slow')).toMatchObject({ kind: 'investigate' });
  expect(parseCommand('events were lost in billing')).toMatchObject({ kind: 'investigate' });
});

test.each([
  ['invesigate checkout 2h', 'investigate checkout 2h'],
  ['stauts', 'status'],
  ['runbok pool', 'runbook pool'],
  ['whoam', 'whoami'],
])('%j gets the nearest command', (text, suggestion) => {
  expect(parseCommand(text)).toMatchObject({ kind: 'invalid', tryThese: [suggestion] });
});

test.each([
  ['investigate checkout 2x', /2x is not a length of time/, 'investigate checkout 2h'],
  ['investigate checkout since tomorrow', /tomorrow is not a length/, 'investigate checkout 2h'],
  ['investigate checkout since', /needs a length of time/, 'investigate checkout 2h'],
  ['investigate checkout 30d', /seven days/, 'investigate checkout 7d'],
  ['runbook', /Write runbook <words>/, 'runbook connection pool'],
  ['whoami please now', /takes nothing after it/, 'whoami'],
  ['restart', /restart <deployment>/, 'restart shop/checkout'],
])('%j says what to type', (text, problem, suggestion) => {
  const asked = parseCommand(text);
  expect(asked).toMatchObject({ kind: 'invalid', tryThese: [suggestion] });
  expect(asked.kind === 'invalid' && asked.problem).toMatch(problem);
});

test('the example of every command is understood as that command', () => {
  for (const { name, example } of COMMANDS) {
    const asked = parseCommand(example);
    expect(asked.kind === 'command' ? asked.name : asked.kind).toBe(name);
  }
});

test('what Slack encodes is read as it was typed', () => {
  expect(parseCommand('a &lt;b&gt; &amp; <https://x.example/y|x.example> by <@U1|ann> is slow')).toMatchObject({
    question: 'a <b> & x.example by @ann is slow',
  });
});

test('any text is understood as something, and a question is bounded', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 3_000 }), (text) => {
      const asked = parseCommand(text);
      if (asked.kind !== 'investigate') return;
      expect(asked.question.length).toBeLessThanOrEqual(1_000);
      expect(asked.sinceSeconds).toBeGreaterThan(0);
      expect(asked.sinceSeconds).toBeLessThanOrEqual(7 * 86_400);
    }),
  );
});
