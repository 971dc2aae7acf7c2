import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ProposedAction } from '../../../../bot/domain/action.ts';
import type { AlertGroup } from '../../../../bot/domain/alert-group.ts';
import type { Incident } from '../../../../bot/domain/incident.ts';
import type { Page } from '../../../../bot/domain/page.ts';
import { postmortemAddition, postmortemDraft, storyTitle } from '../../../../bot/investigation/postmortem/draft.ts';
import { outsideCell, outsideText } from '../../../../bot/investigation/postmortem/outside-text.ts';
import { momentsOf, type Story, storyOf } from '../../../../bot/investigation/postmortem/story.ts';
import { canvasProblem } from '../../../../infra/local/slack/core/canvases.ts';
import { answer, plainAnswer } from '../../slack/views/answers.ts';
import { hostileText } from '../../slack/views/hostile.ts';

const at = (minute: number) => `2026-01-02T03:${String(minute).padStart(2, '0')}:00.000Z`;
const NAMES: Readonly<Record<string, string>> = { U1: 'Ann', U2: 'Bob', U3: 'Cleo' };
const options = { timeZone: 'Europe/Berlin', nameOf: (id: string) => NAMES[id] ?? id };

const page: Page = {
  id: 'page-1',
  teamId: 'T1',
  state: 'acknowledged',
  channel: 'C1',
  threadTs: '1.1',
  reason: 'basket is down',
  severity: 'critical',
  askedBy: 'SREBOT',
  openedAt: at(4),
  calls: [
    { at: at(4), level: 0, people: [{ name: 'Ann', slackUserId: 'U1' }], mentioned: true },
    { at: at(9), level: 1, people: [{ name: 'Bob', slackUserId: 'U2' }], mentioned: true },
  ],
  owner: 'U2',
  acknowledgedAt: at(10),
};
const action: ProposedAction = {
  id: 'act-1',
  teamId: 'T1',
  state: 'failed',
  channel: 'C1',
  threadTs: '1.1',
  request: { kind: 'rollout-restart', namespace: 'shop', name: 'basket' },
  preview: { diff: [], effect: '' },
  proposedBy: 'U1',
  proposedAt: at(12),
  expiresAt: at(42),
  decidedBy: 'U3',
  decidedAt: at(13),
  outcome: 'It cannot be reached.',
};
const group: AlertGroup = {
  id: 'g1',
  teamId: 'T1',
  state: 'open',
  channel: 'C1',
  threadTs: '1.1',
  subjects: ['service/basket'],
  members: {
    a: { name: 'Slow', status: 'firing', severity: 'critical', startsAt: at(2), times: 1 },
    b: {
      name: 'Errors',
      status: 'resolved',
      severity: 'warning',
      startsAt: at(3),
      times: 2,
      target: { kind: 'service', name: 'basket' },
      alert: { endsAt: at(20) } as never,
    },
  },
  openedAt: at(3),
  lastAt: at(20),
  revision: 2,
};
const incident: Incident = {
  id: 'inc-1',
  teamId: 'T1',
  state: 'open',
  channel: 'C1',
  threadTs: '1.1',
  title: 'Nobody can pay',
  severity: 'sev1',
  roles: { commander: 'U2' },
  declaredBy: 'U1',
  declaredAt: at(11),
};
const story: Story = {
  records: [
    {
      request: {
        id: 'inv-1',
        question: 'basket is slow',
        sinceSeconds: 60,
        askedBy: { teamId: 'T1', slackUserId: 'U1' },
        thread: { teamId: 'T1', channel: 'C1' },
        askedAt: at(5),
      },
      status: 'answered',
      answer: plainAnswer,
      startedAt: at(5),
      endedAt: at(6),
    },
  ],
  rulings: [{ subject: 'database', out: true, by: 'U3', at: at(15) }],
  entries: [
    { at: at(4), kind: 'page', text: 'Called <@U1>.' },
    { at: at(9), kind: 'page', text: 'Escalated to level 2: called <@U2>.' },
    { at: '2026-01-02T03:10:00.004Z', kind: 'acknowledged', text: '<@U2> has it.' },
    { at: '2026-01-02T03:10:00.300Z', kind: 'acknowledged', text: '<@U2> has it.' },
    { at: at(18), kind: 'acknowledged', text: '<@U2> handed it over.' },
    { at: at(12), kind: 'action', text: '<@U1> proposed to restart shop/basket.' },
    { at: at(14), kind: 'action', text: 'Restart of shop/basket, failed: It cannot be reached.' },
    { at: at(21), kind: 'alert', text: 'All 2 alerts are resolved.' },
  ],
  groups: [group],
  pages: [page],
  actions: [action],
  incident,
};

test('everything that happened stands in the timeline once, in order, by names and in the asker’s zone', () => {
  const rows = postmortemDraft(story, options)
    .split('\n')
    .filter((line) => /^\| \d\d:\d\d \|/.test(line));
  expect(
    rows.map((row) =>
      row
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim()),
    ),
  ).toEqual([
    ...[
      ['04:00', 'service/basket: killed for using too much memory begins'],
      ['04:02', 'Alert Slow fires (critical)'],
      ['04:03', 'Alert Errors about service/basket fires (warning)'],
      ['04:04', 'The bot asked for help: basket is down'],
      ['04:04', 'Called Ann'],
      ['04:05', 'Ann asked: basket is slow'],
      ['04:06', 'Answer: service/basket: killed for using too much memory (very likely)'],
      ['04:09', 'Escalated to level 2: called Bob'],
      ['04:10', 'Bob has it'],
      ['04:12', 'Ann proposed to restart shop/basket'],
      ['04:14', 'Restart of shop/basket, failed: It cannot be reached'],
      ['04:15', 'Cleo ruled out database'],
      ['04:18', 'Bob handed it over'],
      ['04:20', 'Alert Errors about service/basket is resolved'],
      ['04:21', 'All 2 alerts are resolved'],
    ],
  ]);
});

test('the zone is named, and UTC stands beside it once', () => {
  const draft = postmortemDraft(story, options);
  expect(draft).toContain('All on 2026-01-02, Europe/Berlin; the first, 2026-01-02 04:00, is 2026-01-02 03:00 UTC.');
  expect(draft.match(/UTC/g)).toHaveLength(1);
  expect(postmortemDraft(story)).toContain('All on 2026-01-02, UTC.');
  expect(postmortemDraft(story, { timeZone: 'Nowhere/Land' })).toContain('All on 2026-01-02, UTC.');
});

test('over several days each time has its day', () => {
  const entries = [{ at: '2026-01-03T03:00:00.000Z', kind: 'note' as const, text: 'the next day' }];
  const draft = postmortemDraft({ ...story, entries }, options);
  expect(draft).toContain('Times are Europe/Berlin;');
  expect(draft).toContain('| 2026-01-03 04:00 | the next day | note |');
});

test('calls, their answers and actions with their outcome are told, with who did them', () => {
  const draft = postmortemDraft(story, options);
  expect(draft).toContain('"basket is down": called Ann, Bob; Bob has it after 6 min.');
  expect(draft).toContain(
    'Restart of shop/basket: proposed 2026-01-02 04:12 by Ann; approved by Cleo 2026-01-02 04:13; failed: It cannot be reached.',
  );
  expect(draft).toContain('Incident sev1, "Nobody can pay": declared 2026-01-02 04:11 by Ann; it is still open.');
  expect(draft).toContain('Roles: commander Bob.');
  expect(storyTitle(story)).toBe('Nobody can pay');
});

const questions = (one: Story) =>
  postmortemDraft(one, options).split('## Open questions')[1]!.split('## What helped')[0]!;

test('open questions come from facts: what fires, failed, waits, was not seen, is not over', () => {
  const known = { ...plainAnswer, unknown: ['metrics: no data'] };
  const open = questions({ ...story, records: [{ ...story.records[0]!, answer: known }] });
  expect(open).toContain('1 do: Slow');
  expect(open).toContain('Restart of shop/basket failed: It cannot be reached');
  expect(open).toContain('Not seen: metrics: no data');
  expect(open).toContain('The incident is still open');
  expect(open).not.toContain('call for help');
  const waiting = questions({ ...story, pages: [{ ...page, state: 'unanswered' }] });
  expect(waiting).toContain('Why did nobody answer the call for help "basket is down"?');
});

test('times in what tools said are the asker’s too', () => {
  const evidence = plainAnswer.evidence.map((one) => ({
    ...one,
    text: 'rose at 2026-01-02T03:00:05.123Z, fell later',
  }));
  const timed = { ...plainAnswer, evidence };
  const draft = postmortemDraft({ ...story, records: [{ ...story.records[0]!, answer: timed }] }, options);
  expect(draft).toContain('E1, kubernetes: rose at 2026-01-02 04:00, fell later');
  expect(draft).not.toMatch(/T\d\d:\d\d/);
});

test('nothing is invented where nothing is known', () => {
  const empty = postmortemDraft(storyOf([], []), options);
  expect(empty).toContain('# Postmortem (draft): incident');
  expect(empty).toContain('Nothing with a time was seen.');
  expect(empty).toContain('_Not established._');
  expect(empty).toContain('No call for help and no action through the bot.');
  expect(empty).toContain('What was the cause? None was established');
  expect(empty).not.toMatch(/\d{4}-\d\d-\d\d/);
});

test('an addition holds only what it is given', () => {
  const late = momentsOf(story).filter(({ at: time }) => time > at(19));
  const added = postmortemAddition(late, at(30), options);
  expect(added).toContain('## Added 2026-01-02 04:30 (Europe/Berlin)');
  expect(added.split('\n').filter((line) => line.startsWith('| 2026'))).toHaveLength(2);
  expect(postmortemAddition([], at(30))).toBe('');
});

test('a long story fits a canvas: its tables and its length', () => {
  const entries = Array.from({ length: 1_000 }, (_, index) => ({
    at: new Date(Date.parse(at(0)) + index * 60_000).toISOString(),
    kind: 'note' as const,
    text: `${index} ${'x|y '.repeat(500)}`,
  }));
  const draft = postmortemDraft({ ...story, entries }, options);
  expect(canvasProblem(draft)).toBeUndefined();
  expect(draft).toMatch(/The first \d+ of \d+ are left out\./);
});

test('whatever tools and people wrote, the draft keeps its form and fits a canvas', () => {
  fc.assert(
    fc.property(answer, hostileText, (found, text) => {
      const draft = postmortemDraft(
        {
          ...story,
          records: [{ ...story.records[0]!, answer: found, request: { ...story.records[0]!.request, question: text } }],
          entries: [{ at: at(4), kind: 'note', text }],
          pages: [{ ...page, reason: text }],
          actions: [{ ...action, outcome: text }],
          incident: { ...incident, title: text },
        },
        { ...options, nameOf: () => text },
      );
      expect(canvasProblem(draft)).toBeUndefined();
      expect(
        draft
          .split('\n')
          .filter((line) => /^#{1,6} /.test(line))
          .slice(1),
      ).toEqual(
        ['Summary', 'Impact', 'Timeline', 'Cause', 'What was done', 'Open questions', 'What helped, what hindered']
          .concat('Follow-up')
          .map((title) => `## ${title}`),
      );
      expect(/!\[[^\]]*\]\(|\]\(|<|```/.exec(draft)?.[0]).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});

test('text from outside is only text: no heading, link, mention, image, code or HTML, on one line', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      for (const out of [outsideText(text), outsideCell(text)]) {
        expect(out).not.toMatch(/[\n<>`*]|\]\(|\]\[|^#|!\[[^\]]*\]\(/);
        expect(out.isWellFormed()).toBe(true);
      }
      expect(outsideCell(text).replaceAll('\\|', '')).not.toContain('|');
    }),
    { numRuns: 60 },
  );
  expect(outsideText('![](@U012AB3CD) [x](https://evil.example) # no')).toBe(
    '![] (@U012AB3CD) [x] (https://evil.example) # no',
  );
  expect(outsideText('# a heading')).not.toMatch(/^#/);
});
