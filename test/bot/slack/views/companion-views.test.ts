import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CAUSE_CODES } from '../../../../bot/domain/cause.ts';
import { applyRulings, type Ruling } from '../../../../bot/domain/ruling.ts';
import type { Component, Target } from '../../../../bot/domain/target.ts';
import { postmortemDraft } from '../../../../bot/investigation/postmortem/draft.ts';
import { storyOf } from '../../../../bot/investigation/postmortem/story.ts';
import { timelineOf } from '../../../../bot/investigation/timeline.ts';
import type { InvestigationRecord } from '../../../../bot/ports/investigation-store.ts';
import type { Looked, LookupKind } from '../../../../bot/ports/lookups.ts';
import { askInvestigationView } from '../../../../bot/slack/views/ask-investigation.ts';
import { homeView } from '../../../../bot/slack/views/home.ts';
import { detailsView, readingView } from '../../../../bot/slack/views/lookups/details.ts';
import { lookupMessage, plainLookupMessage } from '../../../../bot/slack/views/lookups/message.ts';
import { forgetMessage, preferencesMessage, preferencesView } from '../../../../bot/slack/views/preferences.ts';
import { historyMessage, statusMessage } from '../../../../bot/slack/views/records.ts';
import { notAnExplanation, notClear, ruledMessage } from '../../../../bot/slack/views/ruling.ts';
import { summaryMessage, timelineMessage } from '../../../../bot/slack/views/standing.ts';
import { answer, plainAnswer, request } from './answers.ts';
import { hostileName, hostileText } from './hostile.ts';
import { expectSafeMessage, expectSafeView } from './judge.ts';

const RUNS = { numRuns: 40 };
const target: fc.Arbitrary<Target> = fc.record({
  kind: fc.constantFrom('service', 'node', 'namespace'),
  name: hostileName,
});
const some = <T>(one: fc.Arbitrary<T>, maxLength = 12) => fc.array(one, { maxLength });
const value = fc.oneof(fc.double(), fc.constantFrom(0, 1e300, -5, 0.001, Number.NaN));
const labels = fc.dictionary(hostileName, hostileText, { maxKeys: 5 });
const change = fc.record({
  kind: fc.constantFrom('level-shift', 'spike', 'drift', 'gap'),
  direction: fc.constantFrom('up', 'down'),
  onset: hostileName,
  before: value,
  during: value,
  score: value,
});

const ROWS: Readonly<Record<LookupKind, fc.Arbitrary<object>>> = {
  logs: fc.record({
    service: hostileName,
    lines: fc.nat(),
    levels: fc.constant({}),
    patterns: some(
      fc.record({
        template: hostileText,
        count: fc.nat(),
        level: fc.constantFrom('error', 'warn', 'info'),
        lastSeen: fc.option(hostileName, { nil: undefined }),
        buckets: fc.option(some(fc.nat(), 30), { nil: undefined }),
        samples: some(fc.record({ text: hostileText }), 2),
      }),
    ),
  }),
  metrics: fc.record({ name: hostileName, labels, last: value, changes: some(change, 4), sketch: fc.constant([]) }),
  pods: fc.record({
    name: hostileName,
    namespace: hostileName,
    phase: hostileName,
    ready: fc.nat(),
    containers: fc.nat(),
    restarts: fc.nat(),
    node: fc.option(hostileName, { nil: undefined }),
    ageSeconds: fc.option(value, { nil: undefined }),
    reason: fc.option(hostileText, { nil: undefined }),
  }),
  events: fc.record({
    type: hostileName,
    reason: hostileText,
    object: hostileName,
    message: hostileText,
    count: fc.nat(),
    lastSeen: fc.option(hostileName, { nil: undefined }),
  }),
  changes: fc.record({
    timestamp: hostileName,
    kind: fc.constantFrom('deploy', 'flag'),
    service: fc.option(hostileName, { nil: undefined }),
    id: hostileName,
    summary: hostileText,
    files: fc.option(some(hostileName, 12), { nil: undefined }),
    diff: fc.option(hostileText, { nil: undefined }),
  }),
  runbook: fc.record({
    id: hostileName,
    title: hostileText,
    score: value,
    step: fc.option(hostileText, { nil: undefined }),
    excerpt: hostileText,
  }),
  yesterday: fc.record({ name: hostileName, labels, now: value, before: fc.option(value, { nil: undefined }) }),
};

const looked = (kind: LookupKind): fc.Arbitrary<Looked<never>> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        status: fc.constant('seen' as const),
        rows: some(ROWS[kind], 40),
        searched: hostileText,
        truncated: fc.option(hostileText, { nil: undefined }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ status: fc.constant('unknown' as const), reason: hostileText }) },
  ) as fc.Arbitrary<Looked<never>>;

test.each(Object.keys(ROWS) as LookupKind[])('a look at %s of any size and text fits a message and a form', (kind) => {
  const query = fc.record({
    target: fc.option(target, { nil: undefined }),
    sinceSeconds: fc.nat(),
    words: fc.option(hostileText, { nil: undefined }),
  });
  fc.assert(
    fc.property(query, looked(kind), (asked, seen) => {
      // The value of the button carries names as Kubernetes allows them.
      const sane = { ...asked, target: asked.target && { ...asked.target, name: asked.target.name.slice(0, 253) } };
      expectSafeMessage(lookupMessage(kind, sane, seen));
      expectSafeMessage(plainLookupMessage(kind, sane, seen));
      expectSafeView(detailsView(kind, sane, seen));
      expectSafeView(readingView(kind, sane));
    }),
    RUNS,
  );
});

const record: fc.Arbitrary<InvestigationRecord> = fc.record({
  request,
  status: fc.constantFrom('running', 'answered', 'failed', 'stopped'),
  threadTs: fc.constant('1.1'),
  answer: fc.option(answer, { nil: undefined }),
  wording: fc.option(hostileText, { nil: undefined }),
  startedAt: fc.constantFrom('2026-01-02T03:04:05Z', 'nonsense'),
  endedAt: fc.option(fc.constantFrom('2026-01-02T03:06:05Z', 'nonsense'), { nil: undefined }),
});
const ruling: fc.Arbitrary<Ruling> = fc.record({
  subject: fc.oneof(hostileName, fc.constantFrom('database', 'service/checkout')),
  out: fc.boolean(),
  by: fc.oneof(fc.constant('U012AB3CD'), hostileName),
  at: fc.constantFrom('2026-01-02T03:05:05Z', 'nonsense'),
});

test('lists, timeline, summary, Home and rulings fit', () => {
  const list = some(
    fc.record({
      record,
      link: fc.option(fc.constantFrom('https://x.slack.com/a', 'javascript:x'), { nil: undefined }),
    }),
    10,
  );
  fc.assert(
    fc.property(list, some(ruling, 5), hostileText, (records, rulings, text) => {
      expectSafeMessage(statusMessage(records.slice(0, 5), records.slice(0, 5)));
      expectSafeMessage(historyMessage(text, records));
      const plain = records.map((each) => each.record);
      expectSafeMessage(timelineMessage(timelineOf(plain, rulings)));
      expectSafeView(
        homeView({
          running: records.slice(0, 5),
          recent: records.slice(0, 5),
          feedback: [{ investigation: 'i', right: true, about: text, correction: text, at: text }],
        }),
      );
      const [first] = plain;
      const [ruled] = rulings;
      if (first)
        expectSafeMessage(summaryMessage(first, first.answer && applyRulings(first.answer, rulings), records[0]!.link));
      if (first?.answer && ruled) {
        const [before, after] = [applyRulings(first.answer, []), applyRulings(first.answer, rulings)];
        expectSafeMessage(ruledMessage({ ...ruled, subject: ruled.subject.slice(0, 300) }, before, after, 'inv-1'));
        expectSafeMessage(notAnExplanation(text, first.answer.hypotheses));
      }
    }),
    { numRuns: 25 },
  );
});

test('forms and short answers fit', () => {
  expectSafeMessage(notClear());
  expectSafeMessage(forgetMessage());
  fc.assert(
    fc.property(some(target, 150), fc.boolean(), (targets, on) => {
      expectSafeView(askInvestigationView(targets, JSON.stringify({ channel: 'C1' })));
      const preferences = {
        timeZone: 'Asia/Kathmandu',
        detail: on ? 'full' : 'short',
        notify: 'direct',
        unaddressed: on,
      } as const;
      expectSafeView(preferencesView(preferences));
      expectSafeMessage(preferencesMessage(preferences));
      expectSafeView(homeView({ preferences }));
    }),
    RUNS,
  );
});

test('a postmortem’s table keeps one row for each moment, whatever the texts hold', () => {
  const evil = 'a | b\n| c <script>';
  const one = {
    ...plainAnswer,
    evidence: plainAnswer.evidence.map((each) => ({ ...each, text: evil, observedAt: '2026-01-02T03:00:00Z' })),
  };
  const records: InvestigationRecord[] = [
    {
      request: {
        id: 'inv-1',
        question: evil,
        sinceSeconds: 60,
        askedBy: { teamId: 'T1', slackUserId: 'U1' },
        thread: { teamId: 'T1', channel: 'C1' },
        askedAt: '2026-01-02T03:04:05Z',
      },
      status: 'answered',
      answer: one,
      startedAt: '2026-01-02T03:04:05Z',
      endedAt: '2026-01-02T03:05:05Z',
    },
  ];
  const draft = postmortemDraft(storyOf(records, []), { timeZone: 'Europe/Berlin', nameOf: () => 'Ann' });
  const rows = draft.split('\n').filter((line) => /^\| \d\d:\d\d \|/.test(line));
  expect(rows.length).toBeGreaterThanOrEqual(3);
  for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(5);
  expect(draft).toContain('04:04');
  expect(draft).toContain('Ann asked');
  expect(draft).not.toContain('<script>');
});

test('everything can be ruled out of an answer of any cause', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CAUSE_CODES), hostileName, (cause, name) => {
      const component = `service/${name}` as Component;
      const hypotheses = [{ ...plainAnswer.hypotheses[0]!, cause, component }];
      const { answer: left } = applyRulings({ ...plainAnswer, hypotheses }, [
        { subject: component, out: true, by: 'U1', at: '' },
      ]);
      expect(left.verdict).toBe('unknown');
    }),
    RUNS,
  );
});

test('a day before of which nothing is kept is said, not drawn as an empty table', () => {
  const row = { name: 'errors', labels: { service: 'basket' }, now: 3 };
  const looked = { status: 'seen' as const, rows: [row], searched: 'series' };
  const query = { sinceSeconds: 3_600 };
  const told = lookupMessage('yesterday', query, looked);
  expect(JSON.stringify(told.blocks)).not.toContain('"table"');
  expect(told.text).toContain('nothing is kept from then');
  expect(JSON.stringify(lookupMessage('yesterday', query, { ...looked, rows: [{ ...row, before: 1 }] }))).toContain(
    '"table"',
  );
});
