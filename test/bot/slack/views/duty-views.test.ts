import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ProposedAction } from '../../../../bot/domain/action.ts';
import type { AlertGroup, GroupMember } from '../../../../bot/domain/alert-group.ts';
import type { Incident } from '../../../../bot/domain/incident.ts';
import type { Page } from '../../../../bot/domain/page.ts';
import type { Silence } from '../../../../bot/domain/silence.ts';
import { actionMessage } from '../../../../bot/slack/views/action.ts';
import { alertGroupMessage } from '../../../../bot/slack/views/alert-group.ts';
import { changeView, declareView, incidentMessage } from '../../../../bot/slack/views/declared-incident.ts';
import { handOverMessage, silencesMessage } from '../../../../bot/slack/views/duty.ts';
import { noteMessage } from '../../../../bot/slack/views/note.ts';
import { calledMessage, callMessage, onCallMessage, pageMessage } from '../../../../bot/slack/views/page.ts';
import { incidentSummary } from '../../../../bot/slack/views/standing.ts';
import { hostileName, hostileText } from './hostile.ts';
import { expectSafeMessage, expectSafeView } from './judge.ts';

const AT = '2026-03-04T05:06:07.000Z';
const severity = fc.constantFrom('critical' as const, 'warning' as const, 'info' as const);
const status = fc.constantFrom('firing' as const, 'resolved' as const);
const target = fc.record({ kind: fc.constantFrom('service' as const, 'node' as const), name: hostileName });
const user = fc.constantFrom('U1', 'SREBOT', '<!channel>');

const member: fc.Arbitrary<GroupMember> = fc
  .record({ name: hostileName, status, severity, target, summary: hostileText, url: fc.webUrl(), title: hostileText })
  .map(({ summary, url, title, ...rest }) => ({
    ...rest,
    startsAt: AT,
    times: 1,
    alert: {
      ...rest,
      fingerprint: 'f',
      source: 'generic',
      labels: {},
      summary,
      startsAt: AT,
      links: [{ title, url }],
    },
  }));
const group: fc.Arbitrary<AlertGroup> = fc
  .record({
    members: fc.array(member, { minLength: 1, maxLength: 30 }),
    subjects: fc.array(hostileName, { maxLength: 20 }),
    acknowledgedBy: fc.option(user, { nil: undefined }),
  })
  .map(({ members, ...rest }) => ({
    ...rest,
    id: 'alerts-1',
    teamId: 'T1',
    state: 'open',
    channel: 'C1',
    members: Object.fromEntries(members.map((one, index) => [String(index), one])),
    openedAt: AT,
    lastAt: AT,
    revision: 1,
  }));
const people = fc.array(fc.record({ name: hostileText, slackUserId: fc.option(user, { nil: undefined }) }), {
  maxLength: 40,
});
const page: fc.Arbitrary<Page> = fc.record({
  id: fc.constant('page-1'),
  teamId: fc.constant('T1'),
  state: fc.constantFrom('waiting' as const, 'acknowledged' as const, 'unanswered' as const),
  channel: fc.constant('C1'),
  threadTs: fc.constant('1.1'),
  service: fc.option(hostileName, { nil: undefined }),
  reason: hostileText,
  severity,
  askedBy: user,
  openedAt: fc.constant(AT),
  owner: fc.option(user, { nil: undefined }),
  calls: fc.array(
    fc.record({
      at: fc.constant(AT),
      level: fc.nat(5),
      people,
      mentioned: fc.boolean(),
      why: fc.option(hostileText, { nil: undefined }),
      answerBy: fc.option(fc.constant(AT), { nil: undefined }),
      apart: fc.option(fc.boolean(), { nil: undefined }),
    }),
    { maxLength: 9 },
  ),
});
const incident: fc.Arbitrary<Incident> = fc.record({
  id: fc.constant('inc-1'),
  teamId: fc.constant('T1'),
  state: fc.constantFrom('open' as const, 'resolved' as const),
  channel: fc.constant('C1'),
  threadTs: fc.constant('1.1'),
  title: hostileText,
  severity: fc.constantFrom('sev1' as const, 'sev3' as const),
  ownChannel: fc.option(hostileText, { nil: undefined }),
  roles: fc.record({ commander: user, scribe: hostileText }, { requiredKeys: [] }),
  declaredBy: user,
  declaredAt: fc.constant(AT),
});
const action: fc.Arbitrary<ProposedAction> = fc.record({
  id: fc.constant('act-1'),
  teamId: fc.constant('T1'),
  state: fc.constantFrom(
    'proposed' as const,
    'running' as const,
    'done' as const,
    'failed' as const,
    'expired' as const,
  ),
  channel: fc.constant('C1'),
  threadTs: fc.constant('1.1'),
  request: fc.record({ kind: fc.constant('rollout-restart' as const), namespace: hostileName, name: hostileName }),
  preview: fc.record({ effect: hostileText, diff: fc.array(hostileText, { maxLength: 40 }) }),
  proposedBy: user,
  proposedAt: fc.constant(AT),
  expiresAt: fc.constant(AT),
  decidedBy: fc.option(user, { nil: undefined }),
  outcome: fc.option(hostileText, { nil: undefined }),
});
const silence: fc.Arbitrary<Silence> = fc.record({
  id: fc.constant('s'),
  teamId: fc.constant('T1'),
  state: fc.constant('active' as const),
  subject: hostileName,
  from: fc.constant(AT),
  until: fc.constant(AT),
  by: user,
});
const RUNS = { numRuns: 40 };

test('alerts, whatever they say', () => {
  fc.assert(
    fc.property(group, (one) => expectSafeMessage(alertGroupMessage(one))),
    RUNS,
  );
});
test('calls for help, whatever names and reasons say; one button row', () => {
  fc.assert(
    fc.property(page, (one) => {
      expectSafeMessage(pageMessage(one));
      expectSafeMessage(calledMessage(one));
      for (const index of one.calls.keys()) expectSafeMessage(callMessage(one, index));
    }),
    RUNS,
  );
  const level = fc.record({ source: hostileText, people, problem: fc.option(hostileText, { nil: undefined }) });
  const levels = fc.array(level, { maxLength: 5 });
  fc.assert(
    fc.property(hostileName, levels, (name, some) => expectSafeMessage(onCallMessage(name, some))),
    RUNS,
  );
});
test('incidents and the form', () => {
  fc.assert(
    fc.property(incident, (one) => {
      for (const channel of ['C1', 'C2']) expectSafeMessage(incidentMessage(one, channel));
      expectSafeMessage(incidentSummary(one, 'https://team.slack.com/archives/C1/p1'));
      expectSafeView(changeView(one));
    }),
    RUNS,
  );
  fc.assert(
    fc.property(hostileText, (title) => expectSafeView(declareView('{}', title))),
    RUNS,
  );
});
test('actions', () => {
  fc.assert(
    fc.property(action, (one) => expectSafeMessage(actionMessage(one))),
    RUNS,
  );
});
test('hand-over, silences and notes', () => {
  const open = fc.record({
    incidents: fc.array(incident, { maxLength: 12 }),
    pages: fc.array(page, { maxLength: 12 }),
    groups: fc.array(group, { maxLength: 3 }),
    silences: fc.array(silence, { maxLength: 30 }),
  });
  fc.assert(
    fc.property(open, (all) => {
      const links = new Map([
        ['inc-1', 'https://team.slack.com/archives/C1/p1'],
        ['page-1', 'javascript:alert(1)'],
      ]);
      expectSafeMessage(handOverMessage(all, links));
    }),
    RUNS,
  );
  fc.assert(
    fc.property(fc.array(silence, { maxLength: 30 }), silence, (all, one) => {
      expectSafeMessage(silencesMessage(all));
      expectSafeMessage(silencesMessage(all, one));
    }),
    RUNS,
  );
  fc.assert(
    fc.property(hostileText, (text) => expectSafeMessage(noteMessage(text))),
    RUNS,
  );
});

test('a page mentions in one message, and says what could not be done', () => {
  const base: Page = {
    id: 'p',
    teamId: 'T1',
    state: 'waiting',
    channel: 'C1',
    threadTs: '1.1',
    reason: 'x',
    severity: 'critical',
    askedBy: 'U9',
    openedAt: AT,
    calls: [],
  };
  const call = {
    at: AT,
    level: 0,
    people: [
      { name: 'Ann', slackUserId: 'U1' },
      { name: 'Bob', slackUserId: 'U2' },
    ],
  };
  const mentioned = JSON.stringify(pageMessage({ ...base, calls: [{ ...call, mentioned: true }] }).blocks);
  expect(mentioned.match(/<@U[12]>/g)).toEqual(['<@U1>', '<@U2>']);
  const why = 'Not mentioned: these are quiet hours.';
  const held = JSON.stringify(pageMessage({ ...base, calls: [{ ...call, mentioned: false, why }] }).blocks);
  expect(held).not.toMatch(/<@U[12]>/);
  expect(held).toContain('these are quiet hours.');
  expect(JSON.stringify(pageMessage(base).blocks)).toContain('Nobody could be called');
});

test('alerts say what they are about, which of them are over, and what was found', () => {
  const one = (name: string, service: string, state: 'firing' | 'resolved') => ({
    name,
    status: state,
    severity: 'critical' as const,
    startsAt: AT,
    times: 1,
    target: { kind: 'service' as const, name: service },
  });
  const group: AlertGroup = {
    id: 'alerts-1',
    teamId: 'T1',
    state: 'open',
    channel: 'C1',
    subjects: ['service/basket', 'service/payments'],
    members: {
      a: one('BasketDown', 'basket', 'firing'),
      b: one('BasketDown', 'basket', 'resolved'),
      c: one('ChargesFail', 'payments', 'resolved'),
    },
    openedAt: AT,
    lastAt: AT,
    revision: 2,
  };
  const shown = (more: Partial<AlertGroup>) => JSON.stringify(alertGroupMessage({ ...group, ...more }).blocks);
  expect(shown({})).toContain('*1 of 3 alerts about basket and payments fires still*');
  expect(shown({})).toContain('*BasketDown* × 2 (1 fires)');
  expect(shown({})).toContain('*ChargesFail* (resolved)');
  const best = { component: 'service/basket-db', cause: 'database_cpu_saturation', confidence: 0.9 } as const;
  expect(shown({ found: { verdict: 'fault', best } })).toContain(':dart: *basket-db: ');
  expect(shown({ found: { verdict: 'none' } })).toContain('without an answer');
});

test('the form that changes an incident keeps a long title whole, so that sending it renames nothing', () => {
  const title = 'Payments of all kinds are refused since noon and nobody can buy a ticket. '
    .repeat(3)
    .slice(0, 150)
    .trim();
  const view = changeView({
    id: 'inc-1',
    teamId: 'T1',
    state: 'open',
    channel: 'C1',
    threadTs: '1.1',
    title,
    severity: 'sev1',
    roles: { commander: 'U1' },
    declaredBy: 'U1',
    declaredAt: AT,
  });
  expect(JSON.stringify(view)).toContain(`"initial_value":"${title}"`);
  expect(JSON.stringify(view)).toContain('"initial_user":"U1"');
});
