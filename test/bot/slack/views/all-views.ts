import type { ProposedAction } from '../../../../bot/domain/action.ts';
import type { Actor } from '../../../../bot/domain/actor.ts';
import type { AlertGroup } from '../../../../bot/domain/alert-group.ts';
import type { Answer } from '../../../../bot/domain/answer.ts';
import type { Explanation } from '../../../../bot/domain/explanation.ts';
import type { Finding } from '../../../../bot/domain/finding.ts';
import { harmless, type Incident } from '../../../../bot/domain/incident.ts';
import type { InvestigationRequest } from '../../../../bot/domain/investigation.ts';
import type { Page } from '../../../../bot/domain/page.ts';
import type { Preferences } from '../../../../bot/domain/preferences.ts';
import type { Question } from '../../../../bot/domain/question.ts';
import { applyRulings, type Ruling } from '../../../../bot/domain/ruling.ts';
import type { Silence } from '../../../../bot/domain/silence.ts';
import type { Component, Target } from '../../../../bot/domain/target.ts';
import type { InvestigationRecord } from '../../../../bot/ports/investigation-store.ts';
import type { Looked, LookupKind } from '../../../../bot/ports/lookups.ts';
import type { SourceProgress } from '../../../../bot/ports/notifier.ts';
import { COMMANDS } from '../../../../bot/slack/commands/index.ts';
import { absenceMessage } from '../../../../bot/slack/views/absence.ts';
import { actionMessage, proposedMessage } from '../../../../bot/slack/views/action.ts';
import { againAnswer, againNote } from '../../../../bot/slack/views/again.ts';
import { alertGroupMessage } from '../../../../bot/slack/views/alert-group.ts';
import { answerBlocks } from '../../../../bot/slack/views/answer.ts';
import { askInvestigationView } from '../../../../bot/slack/views/ask-investigation.ts';
import { changeView, declareView, incidentMessage } from '../../../../bot/slack/views/declared-incident.ts';
import { delayedMessage } from '../../../../bot/slack/views/delayed.ts';
import { documentMessage, documentNote, reportMessage } from '../../../../bot/slack/views/document.ts';
import { handOverMessage, silencesMessage } from '../../../../bot/slack/views/duty.ts';
import { evidenceMessage, evidenceView, noEvidenceView } from '../../../../bot/slack/views/evidence.ts';
import { answerAwaited, explanationMessage, explanationSoFar } from '../../../../bot/slack/views/explanation.ts';
import { endElsewhere, failureMessage, plainMessage } from '../../../../bot/slack/views/failure.ts';
import { correctionView } from '../../../../bot/slack/views/feedback.ts';
import { findingsMessage } from '../../../../bot/slack/views/findings.ts';
import { fromAnswer } from '../../../../bot/slack/views/from-answer.ts';
import { helpMessage } from '../../../../bot/slack/views/help.ts';
import { homeView, refusedHomeView } from '../../../../bot/slack/views/home.ts';
import { detailsView, readingView } from '../../../../bot/slack/views/lookups/details.ts';
import { lookupMessage, plainLookupMessage } from '../../../../bot/slack/views/lookups/message.ts';
import type { SlackMessage } from '../../../../bot/slack/views/message.ts';
import { noteMessage } from '../../../../bot/slack/views/note.ts';
import * as notices from '../../../../bot/slack/views/notices.ts';
import { endedMessage, openingMessage } from '../../../../bot/slack/views/opening.ts';
import { calledMessage, callMessage, onCallMessage, pageMessage } from '../../../../bot/slack/views/page.ts';
import { forgetMessage, preferencesMessage, preferencesView } from '../../../../bot/slack/views/preferences.ts';
import { progressMessage } from '../../../../bot/slack/views/progress.ts';
import { historyMessage, statusMessage } from '../../../../bot/slack/views/records.ts';
import { notAnExplanation, notClear, ruledMessage } from '../../../../bot/slack/views/ruling.ts';
import { incidentSummary, summaryMessage, timelineMessage } from '../../../../bot/slack/views/standing.ts';
import { taskChunks } from '../../../../bot/slack/views/task-cards.ts';
import { verdictWithoutFault } from '../../../../bot/slack/views/verdict.ts';

type Drawn = SlackMessage | readonly object[] | { readonly type: string };

// Each view with a text in every field that can hold one from outside. Ids are ours, and short.

const AT = '2026-01-02T03:04:05.000Z';
const ID = 'inv-0123456789abcdef01234567';
const LINK = 'https://example.slack.com/archives/C1/p1';
const PLACE = { teamId: 'T1', channel: 'C1', threadTs: '1.1' };
const LINKS = (text: string) =>
  new Map([
    ['inc-1', LINK],
    ['page-1', text],
    ['alerts-1', LINK],
  ]);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const evidence = (text: string) =>
  times(30, (index) => ({
    id: `E${index + 1}`,
    source: 'logs' as const,
    tool: text,
    target: text,
    text,
    observedAt: text,
  }));

const answerOf = (text: string, verdict: Answer['verdict'] = 'fault'): Answer => ({
  verdict,
  hypotheses: times(6, (index) => ({
    rank: index + 1,
    component: `service/${text}` as Component,
    cause: 'oom_killed' as const,
    confidence: 0.9 - index / 10,
    summary: text,
    evidence: ['E1', text],
    contradicting: ['E2', text],
    explains: [text as Component],
    unexplained: [text as Component],
    reasons: times(10, () => text),
    nearTie: true,
    change: text,
    onset: text,
    nextSteps: times(6, (step) => ({ kind: step % 2 ? ('remedy' as const) : ('check' as const), text, command: text })),
  })),
  evidence: evidence(text),
  unknown: times(12, () => text),
  reasons: times(12, () => text),
  runbooks: times(3, () => ({ id: text, title: text, score: 1, step: text, excerpt: text })),
  ruledOut: times(8, () => text),
  charts: [
    {
      title: text,
      unit: text,
      points: times(40, (index) => [1_700_000_000 + index * 60, index] as const),
      onset: text,
    },
    { title: text, points: [] },
  ],
  durationMs: 1_234,
});
const requestOf = (text: string): InvestigationRequest => ({
  id: ID,
  question: text,
  target: { kind: 'service', name: text },
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: text },
  thread: PLACE,
  askedAt: text,
});
const recordOf = (text: string, status: InvestigationRecord['status']): InvestigationRecord => ({
  request: requestOf(text),
  status,
  threadTs: '1.1',
  answer: answerOf(text),
  wording: text,
  startedAt: text,
  endedAt: text,
});
const listed = (text: string) => [
  { record: recordOf(text, 'answered'), link: LINK },
  { record: recordOf(text, 'failed'), link: text },
  { record: { ...recordOf(text, 'running'), startedAt: AT } },
];
const rulingOf = (text: string): Ruling => ({ subject: text, out: true, by: text, at: text });
const person = (text: string) => ({ name: text, slackUserId: text });
const pageOf = (text: string, state: Page['state']): Page => ({
  ...PLACE,
  id: 'page-1',
  state,
  service: text,
  reason: text,
  severity: 'critical',
  askedBy: text,
  openedAt: text,
  owner: text,
  calls: times(9, (index) => ({
    at: text,
    level: index,
    people: times(12, () => person(text)),
    mentioned: index % 2 === 0,
    why: text,
    answerBy: text,
    apart: index % 3 === 0,
  })),
});
const pages = (text: string) =>
  (['waiting', 'acknowledged', 'unanswered'] as const).map((state) => pageOf(text, state));
const incidentOf = (text: string, state: Incident['state'] = 'open'): Incident => ({
  ...PLACE,
  id: 'inc-1',
  state,
  title: text,
  severity: 'sev1',
  ownChannel: text,
  roles: { commander: text, scribe: text },
  declaredBy: text,
  declaredAt: AT,
  resolvedAt: AT,
  component: text,
});
const groupOf = (text: string, status: 'firing' | 'resolved' = 'firing'): AlertGroup => ({
  ...PLACE,
  id: 'alerts-1',
  state: 'open',
  subjects: times(12, () => text),
  members: Object.fromEntries(
    times(12, (index) => {
      const target: Target = { kind: 'service', name: text };
      const facts = { name: `${index} ${text}`, status, severity: 'critical' as const, startsAt: text, target };
      const link = { title: `${text}${index}`, url: 'https://prometheus.example/graph?a=b' };
      const alert = { ...facts, fingerprint: 'f', source: 'generic' as const, labels: { a: text }, summary: text };
      return [`f${index}`, { ...facts, times: 1, alert: { ...alert, links: [link] } }];
    }),
  ),
  openedAt: text,
  lastAt: text,
  revision: 1,
  acknowledgedBy: text,
  notInvestigated: text,
});
const silenceOf = (text: string): Silence => ({
  id: 's',
  teamId: 'T1',
  state: 'active',
  subject: text,
  from: text,
  until: text,
  by: text,
});
const actionOf = (text: string, state: ProposedAction['state']): ProposedAction => ({
  ...PLACE,
  id: 'act-1',
  state,
  request: { kind: 'rollout-restart', namespace: text, name: text },
  preview: { effect: text, diff: times(40, () => text), version: text },
  approver: { role: 'responder', another: true },
  proposedBy: text,
  proposedAt: text,
  expiresAt: text,
  decidedBy: text,
  decidedAt: text,
  outcome: text,
});
const questionOf = (text: string): Question => ({
  id: 'ask-1',
  investigation: ID,
  text,
  askedBy: { teamId: 'T1', slackUserId: text },
  thread: PLACE,
  askedAt: text,
});
const sentences = (text: string) => times(20, () => ({ text, cites: ['E1', text] }));
const explanationsOf = (text: string): Explanation[] => {
  const usage = { turns: 1, toolCalls: 1, inputTokens: 1, outputTokens: 1, microDollars: 1, durationMs: 1 };
  const whole: Explanation = {
    end: 'time',
    sentences: sentences(text),
    dropped: 2,
    refusedCalls: 2,
    evidence: evidence(text),
    usage,
    model: text,
    budget: { spent: 1, limit: 2, spentToday: 3, limitToday: 4 },
  };
  return [whole, { ...whole, sentences: [], dropped: 0 }, { ...whole, sentences: [], end: 'finished' }];
};
const progressOf = (text: string): SourceProgress[] =>
  (['kubernetes', 'logs', 'metrics', 'runbooks'] as const).map((source, index) => ({
    source,
    state: (['waiting', 'reading', 'done', 'unknown'] as const)[index]!,
    note: text,
    durationMs: 1_000,
  }));
const findings = (text: string): Finding[] =>
  times(60, () => ({
    analyzer: text,
    component: `service/${text}` as Component,
    statement: text,
    strength: 0.5,
    evidence: evidence(text).slice(0, 3),
  }));
const targets = (text: string): Target[] => [
  ...times(5, (index): Target => ({ kind: 'service', name: `${text.slice(0, 200)}${index}`, namespace: text })),
  { kind: 'node', name: text.slice(0, 253) },
];

const change = { kind: 'level-shift', direction: 'up', onset: AT, before: 1, during: 2, score: 3 } as const;
const ROWS: Readonly<Record<LookupKind, (text: string) => object>> = {
  logs: (text) => ({
    service: text,
    lines: 1,
    levels: {},
    patterns: times(5, () => ({
      template: text,
      count: 2,
      level: 'error',
      lastSeen: text,
      buckets: [1, 2],
      samples: [{ text }],
    })),
  }),
  metrics: (text) => ({ name: text, labels: { a: text }, last: 1, changes: [{ ...change, onset: text }], sketch: [] }),
  pods: (text) => ({
    name: text,
    namespace: text,
    phase: text,
    ready: 1,
    containers: 2,
    restarts: 3,
    node: text,
    ageSeconds: 4,
    reason: text,
  }),
  events: (text) => ({ type: text, reason: text, object: text, message: text, count: 1, lastSeen: text }),
  changes: (text) => ({
    timestamp: text,
    kind: 'deploy',
    service: text,
    id: text,
    summary: text,
    files: times(12, () => text),
    diff: text,
  }),
  runbook: (text) => ({ id: text, title: text, score: 1, step: text, excerpt: text }),
  yesterday: (text) => ({ name: text, labels: { a: text }, now: 1, before: 2 }),
};
const looks = (text: string) =>
  (Object.keys(ROWS) as LookupKind[]).flatMap((kind) => {
    const query = { target: { kind: 'service' as const, name: text.slice(0, 253) }, sinceSeconds: 60, words: text };
    const seen = { status: 'seen', rows: times(30, () => ROWS[kind](text)), searched: text, truncated: text };
    const results = [seen, { ...seen, rows: [] }, { status: 'unknown', reason: text }] as unknown as Looked<never>[];
    return results.map((looked) => ({ kind, query, looked }));
  });
const preferences = (text: string): Preferences => ({
  ...({ timeZone: text || 'UTC' } as Preferences),
  detail: 'short',
  notify: 'direct',
  unaddressed: true,
});

/** Every view of the bot: what it draws when this text is everywhere. A new view belongs here. */
export const ALL_VIEWS: Readonly<Record<string, (text: string) => readonly Drawn[]>> = {
  actionMessage: (text) =>
    (['proposed', 'running', 'done', 'failed', 'refused', 'expired'] as const).map((state) =>
      actionMessage(actionOf(text, state)),
    ),
  proposedMessage: (text) => [LINK, text, undefined].map((link) => proposedMessage(actionOf(text, 'proposed'), link)),
  absenceMessage: (text) =>
    [0, 1, 12_000].flatMap((alerts) =>
      [true, false].map((isCounting) => absenceMessage({ from: text, to: text, alerts, isCounting })),
    ),
  alertGroupMessage: (text) => [
    alertGroupMessage(groupOf(text)),
    alertGroupMessage(groupOf(text, 'resolved')),
    ...[{}, { calmAt: text }].map((calm) => {
      const areas = (['calls', 'node', 'group', 'name', 'rest'] as const).map((by) => ({
        by,
        what: by === 'rest' ? '' : text,
        subjects: 1_234,
        firing: 1,
      }));
      return alertGroupMessage({ ...groupOf(text), storm: { since: text, joinedAt: text, areas, ...calm } });
    }),
  ],
  answerBlocks: (text) => {
    const remembered = [{ id: 'm', text, createdAt: text }];
    const pictures = [{ fileId: 'F1', altText: text }];
    return (['fault', 'healthy', 'unknown'] as const).flatMap((verdict) =>
      [true, false].map((native) =>
        answerBlocks(answerOf(text, verdict), {
          investigation: ID,
          remembered,
          nativeFeedback: native,
          nativeCharts: native,
          pictures,
          brief: !native,
        }),
      ),
    );
  },
  verdictWithoutFault: (text) => [verdictWithoutFault(answerOf(text, 'unknown'), [])],
  askInvestigationView: (text) => [askInvestigationView(targets(text), '{"channel":"C1"}')],
  incidentMessage: (text) =>
    ['C1', text].flatMap((shownIn) =>
      (['open', 'resolved'] as const).map((state) => incidentMessage(incidentOf(text, state), shownIn)),
    ),
  declareView: (text) => [declareView('{"channel":"C1"}', text)],
  changeView: (text) => [changeView(incidentOf(text))],
  incidentSummary: (text) => [LINK, text].map((link) => incidentSummary(incidentOf(text), link)),
  documentMessage: (text) =>
    [LINK, text].map((link) => documentMessage({ lead: 'The draft.', title: text, link, kept: ID })),
  documentNote: (text) => [
    documentNote(text),
    ...[LINK, text].map((link) => documentNote(text, { link, label: text })),
  ],
  reportMessage: (text) =>
    [undefined, 'https://reports.example/a', text].map((link) =>
      reportMessage(link === undefined ? undefined : { link, until: new Date(AT) }),
    ),
  handOverMessage: (text) => {
    const all = {
      incidents: times(12, () => incidentOf(text)),
      pages: times(4, () => pages(text)).flat(),
      groups: times(12, () => groupOf(text)),
      silences: times(30, () => silenceOf(text)),
    };
    return [handOverMessage(all, LINKS(text)), handOverMessage({ incidents: [], pages: [], groups: [], silences: [] })];
  },
  silencesMessage: (text) => [
    silencesMessage(
      times(30, () => silenceOf(text)),
      silenceOf(text),
      [{ name: text, count: 12 }],
      { name: 'Alertmanager', silences: times(12, () => ({ id: 's', until: text, by: text, about: text })) },
    ),
    silencesMessage([], undefined, [], { name: 'Alertmanager' }),
    silencesMessage([]),
  ],
  evidenceView: (text) => [0, 1, 2].map((page) => evidenceView(ID, answerOf(text), page)),
  noEvidenceView: (text) => [noEvidenceView(text)],
  evidenceMessage: (text) => [evidenceMessage(answerOf(text))],
  answerAwaited: (text) => [answerAwaited(questionOf(text))],
  explanationSoFar: (text) => [
    explanationSoFar(questionOf(text), sentences(text)),
    explanationSoFar(questionOf(''), []),
  ],
  explanationMessage: (text) =>
    explanationsOf(text).flatMap((one) => [
      explanationMessage(questionOf(text), one),
      explanationMessage(questionOf(''), one),
    ]),
  // As a note, these words are ours and may name who stopped it.
  failureMessage: (text) => [
    failureMessage(ID, 'failed', harmless(text)),
    failureMessage(ID, 'stopped', `Stopped by <@U012AB3CD>. ${harmless(text)}`),
  ],
  delayedMessage: () => [delayedMessage()],
  againAnswer: (text) => [againAnswer(plainMessage(text), ['logs', 'metrics'])],
  againNote: (text) => [
    againNote({ kind: 'stayed-away', away: ['kubernetes', 'logs', 'metrics'] }),
    againNote({ kind: 'unchanged', back: ['logs'], answer: answerOf(text) }),
  ],
  endElsewhere: (text) => [
    endElsewhere(plainMessage(text), { ...requestOf(text), thread: { teamId: 'T1', channel: text } }, text),
    endElsewhere(plainMessage(text), requestOf(text), 'thread_not_found'),
  ],
  plainMessage: (text) => [plainMessage(text)],
  correctionView: () => [correctionView('{}')],
  refusedHomeView: (text) => [refusedHomeView(text)],
  fromAnswer: (text) =>
    (['fault', 'healthy', 'unknown'] as const).flatMap((verdict) =>
      (['onset', 'certainty', 'against', 'others', 'next-step', 'change', 'impact'] as const).map((asked) =>
        fromAnswer(asked, answerOf(text, verdict), text),
      ),
    ),
  findingsMessage: (text) => [findingsMessage(findings(text))],
  helpMessage: (text) => [helpMessage(COMMANDS), helpMessage(COMMANDS, text), helpMessage(COMMANDS, 'logs')],
  homeView: (text) => [
    homeView({
      incidents: times(12, () => incidentOf(text)),
      pages: times(4, () => pages(text)).flat(),
      links: LINKS(text),
      running: listed(text),
      recent: listed(text),
      preferences: preferences(text),
      feedback: times(12, () => ({ investigation: ID, right: false, about: text, correction: text, at: text })),
    }),
    homeView({}),
  ],
  readingView: (text) => looks(text).map(({ kind, query }) => readingView(kind, query)),
  detailsView: (text) => looks(text).map(({ kind, query, looked }) => detailsView(kind, query, looked)),
  lookupMessage: (text) => looks(text).map(({ kind, query, looked }) => lookupMessage(kind, query, looked)),
  plainLookupMessage: (text) => looks(text).map(({ kind, query, looked }) => plainLookupMessage(kind, query, looked)),
  // A note is a sentence of ours that may call people; what it quotes is made harmless before.
  noteMessage: (text) => [noteMessage(`<@U012AB3CD> said: ${harmless(text)}`)],
  askedTooOften: () => [notices.askedTooOften(12)],
  refused: (text) => [notices.refused(text)],
  brokeDown: (text) => [notices.brokeDown(text)],
  said: (text) => [notices.said(text)],
  notUnderstood: (text) => [
    notices.notUnderstood(
      text,
      times(7, () => text),
    ),
  ],
  inLine: () => [notices.inLine(0), notices.inLine(212)],
  noTrouble: () => [notices.noTrouble()],
  notYet: (text) => [notices.notYet(text)],
  notTakenView: () => [notices.notTakenView()],
  whoYouAre: (text) => {
    const actor = { teamId: 'T', slackUserId: text, username: text, email: text, displayName: text, roles: [] };
    return [notices.whoYouAre(actor as Actor)];
  },
  loginMessage: (text) => [
    notices.loginMessage(LINK, new Date(AT)),
    ...(text.includes('http') ? [] : [notices.loginMessage(text, new Date(AT))]),
  ],
  unknownTarget: (text) => {
    const asked = { question: text, sinceSeconds: 60 };
    return [
      notices.unknownTarget(text, targets(text), [], asked),
      notices.unknownTarget(text, [], targets(text), asked),
    ];
  },
  openingMessage: (text) => [openingMessage(requestOf(text)), openingMessage(requestOf(text), { mark: ':x:', text })],
  endedMessage: (text) => [LINK, text].map((link) => endedMessage(requestOf(text), { mark: ':dart:', text }, link)),
  pageMessage: (text) => pages(text).map(pageMessage),
  callMessage: (text) =>
    pages(text).flatMap((page) => [callMessage(page, 0), callMessage(page, page.calls.length - 1)]),
  calledMessage: (text) => [
    calledMessage(pageOf(text, 'waiting')),
    calledMessage({ ...pageOf(text, 'waiting'), calls: [] }),
  ],
  onCallMessage: (text) => [
    onCallMessage(text, [
      { people: times(12, () => person(text)), source: text },
      { people: [], source: text },
      { people: [], source: text, problem: text },
    ]),
    onCallMessage(text, []),
  ],
  preferencesMessage: (text) => [preferencesMessage(preferences(text))],
  preferencesView: (text) => [preferencesView(preferences(text))],
  forgetMessage: () => [forgetMessage()],
  progressMessage: (text) => [true, false].map((running) => progressMessage(ID, progressOf(text), running)),
  taskChunks: (text) => [taskChunks([], progressOf(text), true), taskChunks([], progressOf(text), false)],
  statusMessage: (text) => [
    statusMessage(listed(text), listed(text), { open: times(3, () => incidentOf(text)), links: LINKS(text) }),
    statusMessage([], []),
  ],
  historyMessage: (text) => [historyMessage(text, listed(text)), historyMessage(text, [])],
  ruledMessage: (text) => {
    const before = applyRulings(answerOf(text), []);
    const after = applyRulings(answerOf(text), [rulingOf(text)]);
    return [
      ruledMessage(rulingOf(text), before, after, ID),
      ruledMessage({ ...rulingOf(text), out: false }, after, before, ID),
    ];
  },
  notAnExplanation: (text) => [notAnExplanation(text, answerOf(text).hypotheses), notAnExplanation(text, [])],
  notClear: () => [notClear()],
  summaryMessage: (text) =>
    (['running', 'answered', 'failed'] as const).flatMap((status) =>
      [LINK, text].map((link) =>
        summaryMessage(
          recordOf(text, status),
          applyRulings(answerOf(text), [rulingOf('database')]),
          link,
          incidentOf(text),
        ),
      ),
    ),
  timelineMessage: (text) => [
    timelineMessage(
      times(60, () => ({ at: text, what: `<@U0VICTIM00> ${text}`, from: text })),
      () => text.slice(0, 80),
    ),
    timelineMessage([]),
  ],
};
