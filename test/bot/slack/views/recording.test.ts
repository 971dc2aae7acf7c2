import { expect, test } from '@jest/globals';
import type { Answer } from '../../../../bot/domain/answer.ts';
import { answerAsText } from '../../../../bot/investigation/answer-text.ts';
import { answerBlocks } from '../../../../bot/slack/views/answer.ts';

const answer: Answer = {
  verdict: 'unknown',
  hypotheses: [],
  evidence: [],
  unknown: ['topology: topology.json:1 is cut off'],
  reasons: [],
  runbooks: [],
  durationMs: 5,
  notRead: [{ source: 'metrics', name: 'topology.json', line: 1, reason: 'is cut off' }],
  recording: { capturedAt: '2026-11-28T08:00:00.000Z', shiftedSeconds: 0 },
};
const BANNER = 'Recorded 2026-11-28 08:00 UTC: times are those of the recording.';
const NOT_READ = 'Not read: topology.json:1: is cut off';

test('the text of an answer begins with whose times these are, and ends with what was not read', () => {
  const lines = answerAsText(answer).split('\n');
  expect(lines[0]).toBe(BANNER);
  expect(lines.at(-1)).toBe(NOT_READ);
});

test('the thread says both, whatever the verdict', () => {
  for (const verdict of ['healthy', 'unknown'] as const) {
    const message = JSON.stringify(answerBlocks({ ...answer, verdict }));
    expect(message).toContain(BANNER);
    expect(message).toContain(NOT_READ);
  }
});

test('an answer about a running system that was read says neither', () => {
  const { notRead: _, recording: __, ...live } = answer;
  expect(answerAsText(live)).not.toMatch(/Recorded|Not read/);
  expect(JSON.stringify(answerBlocks(live))).not.toMatch(/Recorded|Not read/);
});
