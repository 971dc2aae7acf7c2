import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { COMMANDS } from '../../../../bot/slack/commands/index.ts';
import { answerBlocks } from '../../../../bot/slack/views/answer.ts';
import { evidenceMessage, evidenceView, noEvidenceView } from '../../../../bot/slack/views/evidence.ts';
import { endElsewhere, failureMessage, plainMessage } from '../../../../bot/slack/views/failure.ts';
import { correctionView } from '../../../../bot/slack/views/feedback.ts';
import { findingsMessage } from '../../../../bot/slack/views/findings.ts';
import { helpMessage } from '../../../../bot/slack/views/help.ts';
import {
  askedTooOften,
  brokeDown,
  notUnderstood,
  notYet,
  refused,
  said,
  unknownTarget,
  whoYouAre,
} from '../../../../bot/slack/views/notices.ts';
import { openingMessage } from '../../../../bot/slack/views/opening.ts';
import { progressMessage } from '../../../../bot/slack/views/progress.ts';
import { answer, finding, plainAnswer, request } from './answers.ts';
import { hostileName, hostileText } from './hostile.ts';
import { expectSafeMessage, expectSafeView } from './judge.ts';

const RUNS = { numRuns: 50 };
const ID = 'inv-0123456789abcdef01234567';

test('an answer of any size and text fits Slack, with and without buttons', () => {
  fc.assert(
    fc.property(answer, fc.array(hostileText, { maxLength: 3 }), fc.boolean(), (given, memories, native) => {
      const remembered = memories.map((text, index) => ({ id: `${index}`, text, createdAt: text }));
      expectSafeMessage(answerBlocks(given, { investigation: ID, remembered, nativeFeedback: native }));
      expectSafeMessage(answerBlocks(given));
    }),
    RUNS,
  );
});

test('what is remembered of the component stands in the answer in one sentence', () => {
  const createdAt = '2031-03-04T10:00:00Z';
  const remembered = [
    { id: '1', kind: 'preference' as const, text: 'likes prose', createdAt },
    { id: '2', kind: 'knowledge' as const, text: '2031-03-04: the disk was full', createdAt },
    { id: '3', kind: 'knowledge' as const, text: '2031-03-04, Sam said: fixed by a larger disk', createdAt },
  ];
  const now = new Date('2031-03-16T09:00:00Z');
  const shown = JSON.stringify(answerBlocks(plainAnswer, { investigation: ID, remembered, now }).blocks);
  expect(shown).toContain('Seen 12 days ago, cause was the disk was full, fixed by a larger disk.');
  expect(shown).not.toContain('likes prose');
});

test('the evidence fits a modal on every page, and a message', () => {
  fc.assert(
    fc.property(answer, fc.integer({ min: -2, max: 12 }), (given, page) => {
      expectSafeView(evidenceView(ID, given, page));
      expectSafeMessage(evidenceMessage(given));
    }),
    RUNS,
  );
});

test('opening, progress, findings and failure fit', () => {
  const sources = fc.array(
    fc.record({
      source: fc.constantFrom('kubernetes', 'logs', 'metrics', 'runbooks'),
      state: fc.constantFrom('waiting', 'reading', 'done', 'unknown'),
      note: hostileText,
      durationMs: fc.option(fc.nat(), { nil: undefined }),
    }),
    { maxLength: 4 },
  );
  const findings = fc.array(finding, { maxLength: 100, size: 'max' });
  fc.assert(
    fc.property(request, sources, findings, hostileText, fc.boolean(), (asked, rows, found, text, running) => {
      expectSafeMessage(openingMessage(asked));
      expectSafeMessage(openingMessage(asked, { mark: ':dart:', text }));
      expectSafeMessage(progressMessage(ID, rows, running));
      expectSafeMessage(findingsMessage(found));
      expectSafeMessage(failureMessage(ID, running ? 'failed' : 'stopped', text));
      expectSafeMessage(endElsewhere(failureMessage(ID, 'failed', text), asked, text));
      expectSafeMessage(plainMessage(text));
    }),
    RUNS,
  );
});

test('private notices and forms fit', () => {
  const targets = fc.array(
    fc.record({ kind: fc.constantFrom('service', 'node'), name: fc.string({ maxLength: 253 }) }),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(
      hostileText,
      hostileName,
      targets,
      fc.array(hostileText, { maxLength: 6 }),
      (text, name, close, tries) => {
        const asked = { question: text, sinceSeconds: 3_600 };
        expectSafeMessage(unknownTarget(name, close, [], asked));
        expectSafeMessage(unknownTarget(name, [], close, asked));
        expectSafeMessage(notUnderstood(text, tries));
        expectSafeMessage(notYet(name));
        for (const notice of [refused, brokeDown, said]) expectSafeMessage(notice(text));
        const actor = { teamId: 'T', slackUserId: 'U', username: name, email: text, displayName: text, roles: [] };
        expectSafeMessage(whoYouAre(actor));
        expectSafeView(noEvidenceView(text));
      },
    ),
    RUNS,
  );
  expectSafeMessage(askedTooOften(12));
  expectSafeMessage(helpMessage(COMMANDS));
  for (const { name } of COMMANDS) expectSafeMessage(helpMessage(COMMANDS, name));
  expectSafeView(correctionView('{}'));
});

test('the answer reads cause first, then why, then what to do', () => {
  const { text, blocks } = answerBlocks(plainAnswer, { investigation: ID });
  expect(text).toBe(
    'basket: killed for using too much memory (very likely). basket is killed for using more memory than its limit of 128Mi',
  );
  const drawn = blocks.map((block) => JSON.stringify(block));
  const at = (words: string) => drawn.findIndex((block) => block.includes(words));
  expect(at('🎯 basket: killed for using too much memory')).toBe(0);
  expect(at('basket is killed for using more memory')).toBe(1);
  expect(at('*Very likely*')).toBe(2);
  expect(at('basket-1 was OOMKilled 4 times')).toBe(at('What speaks against it'));
  expect(at('What speaks against it')).toBeLessThan(at('kubectl -n shop describe pod -l app=basket'));
  expect(at('What to do')).toBeLessThan(at('Runbook: '));
  expect(at('Runbook: ')).toBeLessThan(at('Other explanations'));
  expect(at('runbooks: no data')).toBeGreaterThan(at('Other explanations'));
  expect(at('Show all evidence')).toBeGreaterThan(0);
  expect(at('feedback_buttons')).toBeGreaterThan(0);
  expect(drawn.join('')).not.toContain('0.91');
});

test("times are shown in the reader's own time zone, and as UTC in the notification", () => {
  const [first] = plainAnswer.hypotheses;
  const summary = 'basket broke at 2026-01-02T03:00:07.120Z after a deploy';
  const evidence = [
    { ...plainAnswer.evidence[0]!, text: 'killed from 2026-01-02T03:01:00Z to 2026-01-02T03:09:00+00:00.' },
  ];
  const { text, blocks } = answerBlocks({ ...plainAnswer, evidence, hypotheses: [{ ...first!, summary }] });
  expect(text).toContain('(very likely). basket broke at 03:00 UTC after a deploy');
  expect(JSON.stringify(blocks[1])).toContain('basket broke at <!date^1767322807^{time}|2026-01-02 03:00 UTC> after');
  expect(JSON.stringify(blocks)).toContain('"type":"date","timestamp":1767322860');
  expect(JSON.stringify(blocks)).toContain('"timestamp":1767323340,"format":"{time}"');
});

test('what the first line says is not repeated, and what is hardly believed is left to the evidence', () => {
  const [first, second] = plainAnswer.hypotheses;
  const summary = plainAnswer.evidence[0]!.text;
  const hypotheses = [
    { ...first!, summary },
    { ...second!, confidence: 0.01 },
  ];
  const drawn = JSON.stringify(answerBlocks({ ...plainAnswer, hypotheses }).blocks);
  expect(drawn.split(summary)).toHaveLength(2);
  expect(drawn).not.toContain('Other explanations');
});

test('a command is literal text to copy', () => {
  const command = "kubectl get pods -o jsonpath='{.items[?(@.a>1)]}' && echo <done>";
  const [first] = plainAnswer.hypotheses;
  const given = {
    ...plainAnswer,
    hypotheses: [{ ...first!, nextSteps: [{ kind: 'check' as const, text: 'x', command }] }],
  };
  const texts = JSON.stringify(answerBlocks(given).blocks);
  expect(texts).toContain(JSON.stringify(command));
});

test('without native feedback the same choice is two plain buttons', () => {
  const drawn = JSON.stringify(answerBlocks(plainAnswer, { investigation: ID, nativeFeedback: false }).blocks);
  expect(drawn).not.toContain('context_actions');
  expect(drawn).toContain('sre_helpful');
  expect(drawn).toContain('sre_not_helpful');
});

test('healthy is never said without what was not seen', () => {
  const healthy = { ...plainAnswer, verdict: 'healthy' as const, hypotheses: [], reasons: ['All pods are ready'] };
  expect(answerBlocks({ ...healthy, unknown: [] }).text).toBe('Nothing wrong found.');
  const partly = answerBlocks(healthy);
  expect(partly.text).toBe('Nothing wrong found in what I could see.');
  expect(JSON.stringify(partly.blocks)).toContain('runbooks: no data');
});

test('unknown says so and what to try', () => {
  const { text, blocks } = answerBlocks({ ...plainAnswer, verdict: 'unknown', hypotheses: [] });
  expect(text).toContain('cannot tell');
  expect(JSON.stringify(blocks)).toContain('/sre investigate');
});

test('the stop button is there only while there is something to stop', () => {
  const rows = [{ source: 'logs' as const, state: 'reading' as const, note: 'reading' }];
  expect(JSON.stringify(progressMessage(ID, rows, true))).toContain('sre_stop');
  expect(JSON.stringify(progressMessage(ID, rows, false))).not.toContain('sre_stop');
});

test('evidence turns pages and keeps within them', () => {
  const evidence = Array.from({ length: 30 }, (_, index) => ({ ...plainAnswer.evidence[0]!, id: `E${index + 1}` }));
  const many = { ...plainAnswer, evidence };
  const first = JSON.stringify(evidenceView(ID, many, 0));
  expect(first).toContain(`${ID} 1`);
  expect(first).not.toContain('*E13*');
  const last = JSON.stringify(evidenceView(ID, many, 99));
  expect(last).toContain('*E30*');
  expect(last).not.toContain('"Next"');
});
