import type { Finding } from '../../domain/finding.ts';
import { CAUSE_TRAITS } from '../knowledge/causes/index.ts';
import { nameOf } from '../metric-reading/entity.ts';
import type { Parameters } from '../parameters.ts';
import { gradeOf, gradeRank } from './grades.ts';
import { isListed } from './load.ts';
import type { Reach } from './reach.ts';

/** Actions of IAM by which messages are given to a queue or stream. */
const GIVEN = /\b(?:sqs:SendMessage|sns:Publish|kinesis:PutRecords?|pubsub\.topics\.publish)\b/;

/**
 * Findings with the queues that grow for what ails one of their callers, where nothing tells who takes from them: who sends
 * and fails sends less, so that of those who call a queue the one that began to say what keeps it from its work, just before
 * the queue grew, is the one that no longer takes from it.
 */
export function atTheirQueue(findings: readonly Finding[], reach: Reach, parameters: Parameters): readonly Finding[] {
  const grown = findings.filter(
    (one) => one.cause === 'queue_backlog' && one.onset !== undefined && reach.isQueue(one.component),
  );
  if (grown.length === 0) return findings;
  return findings.map((finding) => {
    if (!isKeptFromWork(finding, parameters)) return finding;
    const called = new Set(reach.callees(nameOf(finding.component).name));
    const left = grown.filter(
      (queue) => called.has(nameOf(queue.component).name) && isJustAfter(queue, finding, parameters),
    );
    if (left.length === 0) return finding;
    return { ...finding, explains: [...new Set([...(finding.explains ?? []), ...left.map((one) => one.component)])] };
  });
}

/** Whether a component says of itself what no other component made it do. */
function isKeptFromWork(finding: Finding, parameters: Parameters): boolean {
  const { cause, onset, evidence } = finding;
  if (cause === undefined || onset === undefined || !isListed(cause, 'queue_backlog')) return false;
  if (evidence.some(({ text }) => GIVEN.test(text))) return false;
  return CAUSE_TRAITS[cause].depth === 'condition' && gradeRank(gradeOf(finding, parameters)) > 2;
}

function isJustAfter(queue: Finding, { onset }: Finding, { overAfterMs }: Parameters): boolean {
  const after = Date.parse(queue.onset!) - Date.parse(onset!);
  return after >= 0 && after <= overAfterMs;
}
