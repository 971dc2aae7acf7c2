import fc from 'fast-check';
import type { Answer } from '../../../../bot/domain/answer.ts';
import { CAUSE_CODES } from '../../../../bot/domain/cause.ts';
import type { Finding } from '../../../../bot/domain/finding.ts';
import type { InvestigationRequest } from '../../../../bot/domain/investigation.ts';
import type { Component } from '../../../../bot/domain/target.ts';
import { hostileName, hostileText } from './hostile.ts';

const component = hostileName.map((name) => `service/${name}` as Component);
const source = fc.constantFrom('kubernetes', 'logs', 'metrics', 'runbooks');
const some = <T>(one: fc.Arbitrary<T>, maxLength = 60) => fc.array(one, { maxLength, size: 'max' });
const ids = some(fc.integer({ min: 1, max: 80 }).map((count) => `E${count}`));

const draft = fc.record({
  source,
  tool: hostileName,
  target: hostileName,
  text: hostileText,
  observedAt: fc.option(hostileName, { nil: undefined }),
});

export const answer: fc.Arbitrary<Answer> = fc.record({
  verdict: fc.constantFrom('fault', 'healthy', 'unknown'),
  hypotheses: some(
    fc.record({
      rank: fc.nat(50),
      component,
      cause: fc.constantFrom(...CAUSE_CODES),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      summary: hostileText,
      evidence: ids,
      contradicting: ids,
      explains: some(component, 20),
      unexplained: some(component, 20),
      reasons: some(hostileText, 20),
      nearTie: fc.option(fc.boolean(), { nil: undefined }),
      change: fc.option(hostileName, { nil: undefined }),
      onset: fc.option(hostileName, { nil: undefined }),
      nextSteps: some(
        fc.record({
          kind: fc.constantFrom('check', 'remedy'),
          text: hostileText,
          command: fc.option(hostileText, { nil: undefined }),
        }),
        20,
      ),
    }),
    12,
  ),
  evidence: some(draft, 80).map((rows) => rows.map((row, index) => ({ ...row, id: `E${index + 1}` }))),
  unknown: some(hostileText, 30),
  reasons: some(hostileText, 30),
  runbooks: some(
    fc.record({
      id: hostileName,
      title: hostileText,
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      step: fc.option(hostileText, { nil: undefined }),
      excerpt: hostileText,
      knowledgeBase: fc.option(fc.boolean(), { nil: undefined }),
    }),
    5,
  ),
  durationMs: fc.nat(1_000_000),
});

export const finding: fc.Arbitrary<Finding> = fc.record({
  analyzer: fc.constant('any'),
  component,
  statement: hostileText,
  strength: fc.double({ min: 0, max: 1, noNaN: true }),
  evidence: some(draft, 5),
});

export const request: fc.Arbitrary<InvestigationRequest> = fc.record({
  id: fc.constant('inv-0123456789abcdef01234567'),
  question: hostileText,
  target: fc.option(fc.record({ kind: fc.constantFrom('service', 'node', 'namespace'), name: hostileName }), {
    nil: undefined,
  }),
  sinceSeconds: fc.nat(10_000_000),
  askedBy: fc.record({ teamId: fc.constant('T1'), slackUserId: fc.oneof(fc.constant('U012AB3CD'), hostileName) }),
  thread: fc.record({ teamId: fc.constant('T1'), channel: fc.constant('C1') }),
  askedAt: fc.constant('2026-01-02T03:04:05.000Z'),
});

/** One answer as the rules give it, for tests of wording. */
export const plainAnswer: Answer = {
  verdict: 'fault',
  hypotheses: [
    {
      rank: 1,
      component: 'service/basket',
      cause: 'oom_killed',
      confidence: 0.91,
      summary: 'basket is killed for using more memory than its limit of 128Mi',
      evidence: ['E1', 'E2'],
      contradicting: ['E3'],
      explains: ['service/shop'],
      unexplained: [],
      reasons: ['The state itself was seen'],
      onset: '2026-01-02T03:00:00Z',
      nextSteps: [
        {
          kind: 'check',
          text: 'See the last state of the pods',
          command: 'kubectl -n shop describe pod -l app=basket',
        },
        { kind: 'remedy', text: 'Raise the memory limit' },
      ],
    },
    {
      rank: 2,
      component: 'service/shop',
      cause: 'bad_deploy',
      confidence: 0.3,
      summary: 'shop was deployed shortly before',
      evidence: ['E3'],
      contradicting: [],
      explains: [],
      unexplained: [],
      reasons: [],
      nextSteps: [],
    },
  ],
  evidence: [
    {
      id: 'E1',
      source: 'kubernetes',
      tool: 'list_objects',
      target: 'pod/basket-1',
      text: 'basket-1 was OOMKilled 4 times',
    },
    { id: 'E2', source: 'metrics', tool: 'summarize_series', target: 'memory', text: 'memory rose to 128Mi at 03:00' },
    { id: 'E3', source: 'logs', tool: 'summarize_logs', target: 'service/shop', text: 'shop logs no errors' },
  ],
  unknown: ['runbooks: no data'],
  reasons: [],
  runbooks: [
    { id: 'memory', title: 'Out of memory', score: 1, step: 'Raise the limit', excerpt: 'Compare use and limit.' },
  ],
  durationMs: 1_234,
};
