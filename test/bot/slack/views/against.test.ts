import { expect, test } from '@jest/globals';
import type { Answer } from '../../../../bot/domain/answer.ts';
import { answerBlocks } from '../../../../bot/slack/views/answer.ts';
import { fromAnswer } from '../../../../bot/slack/views/from-answer.ts';
import { plainAnswer } from './answers.ts';

const asked = (answer: Answer) => JSON.stringify(fromAnswer('against', answer, '2026-05-01T08:00:00Z').blocks);
const [best, ...others] = plainAnswer.hypotheses;
const without: Answer = {
  ...plainAnswer,
  hypotheses: [{ ...best!, contradicting: [] }, ...others],
  residue: [],
  unknown: [],
};

test('asked what speaks against an answer, it tells what contradicts it, what it leaves open and what was not seen', () => {
  const residue = [
    { kind: 'latency', name: 'x', component: 'service/till', class: 'relevant', text: 'till is slower' },
    { kind: 'event', name: 'y', component: 'service/old', class: 'standing', text: 'old is as it was' },
  ] as const;
  const text = asked({ ...without, residue, unknown: ['logs: no data'] });
  expect(text).toContain('It does not explain');
  expect(text).toContain('service/till: till is slower');
  expect(text).not.toContain('old is as it was');
  expect(text).toContain('Not seen: logs: no data');
  expect(text).not.toContain('Nothing that was read');
  expect(asked({ ...without, hypotheses: plainAnswer.hypotheses })).toContain('Against it');
});

test('only where nothing contradicts it and nothing is left over does nothing speak against it', () => {
  expect(asked(without)).toContain('Nothing that was read speaks against');
});

test('another explanation says what speaks against it', () => {
  const [evidence] = plainAnswer.evidence;
  const second = { ...others[0]!, contradicting: [evidence!.id] };
  const drawn = (answer: Answer) => JSON.stringify(answerBlocks(answer).blocks);
  const told = `. Against it: ${evidence!.text.slice(0, 20)}`;
  expect(drawn({ ...without, hypotheses: [best!, second] })).toContain(told);
  expect(drawn({ ...without, hypotheses: [best!, { ...second, contradicting: [] }] })).not.toContain('. Against it');
});
