import { expect, test } from '@jest/globals';
import type { Finding } from '../../../../bot/domain/finding.ts';
import { rank } from '../../../../bot/engine/rank/rank.ts';
import { AS_OF, iso, metricEvidence } from '../../../support/metric-evidence.ts';

const began = AS_OF - 900;
const change: Finding = {
  analyzer: 'change-near-onset',
  component: 'service/desk',
  cause: 'bad_config_change',
  statement: 'Configuration change 7 of desk took effect.',
  strength: 0.92,
  grade: 'shown',
  onset: iso(began),
  change: '7',
  evidence: [
    { source: 'kubernetes', tool: 'list_changes', target: 'service/desk', text: 'change 7', observedAt: iso(began) },
  ],
};

/** What is cited beside a change of the desk, of which till complained until a moment. */
function cited(until: number): readonly string[] {
  const text = 'till wrote 60 times: desk answered 500';
  const complaint: Finding = {
    analyzer: 'unreachable-peer',
    component: 'service/desk',
    cause: 'dependency_unavailable',
    statement: 'desk answers with server errors, as till reports.',
    strength: 0.3,
    grade: 'coincides',
    onset: iso(AS_OF - 3_000),
    explains: ['service/till'],
    evidence: [{ source: 'logs', tool: 'summarize_logs', target: 'service/till', text, observedAt: iso(until) }],
  };
  const { hypotheses, evidence } = rank([change, complaint], metricEvidence({ topology: { till: ['desk'] } }));
  return evidence.filter(({ id }) => hypotheses[0]!.evidence.includes(id)).map((one) => one.text);
}

test('a line that was last written before a change is no sign of it, and one that goes on may be', () => {
  expect(cited(began - 60)).toEqual(['change 7']);
  expect(cited(began + 600)).toEqual(['change 7', 'till wrote 60 times: desk answered 500']);
});
