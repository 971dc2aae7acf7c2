import { test } from '@jest/globals';
import fc from 'fast-check';
import { documentMessage, documentNote, reportMessage } from '../../../../bot/slack/views/document.ts';
import { evidenceView } from '../../../../bot/slack/views/evidence.ts';
import { plainAnswer } from './answers.ts';
import { hostileText } from './hostile.ts';
import { expectSafeMessage, expectSafeView } from './judge.ts';

const link = fc.oneof(
  fc.constantFrom(
    'https://example.slack.com/docs/T1/F1',
    `https://s3.example/${'x'.repeat(4_000)}`,
    'javascript:alert(1)',
    '',
  ),
  // Addresses are made by us; whatever is none must not become a link.
  hostileText.filter((text) => !/^https?:/.test(text)),
);
const until = new Date('2026-01-02T03:04:05Z');

test('whatever a document is called and wherever it lies, Slack takes what leads to it', () => {
  fc.assert(
    fc.property(hostileText, link, (text, where) => {
      expectSafeMessage(documentMessage({ lead: 'A draft.', title: text, link: where, kept: 'postmortem-1' }));
      expectSafeMessage(documentMessage({ lead: 'A draft.', title: text, link: where }));
      expectSafeMessage(documentNote(text));
      expectSafeMessage(documentNote(text, { link: where, label: text }));
      expectSafeMessage(reportMessage({ link: where, until }));
      expectSafeView(evidenceView('inv-1', plainAnswer, 0, { link: where, until }));
    }),
    { numRuns: 60 },
  );
  expectSafeMessage(reportMessage(undefined));
});
