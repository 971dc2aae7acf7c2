import type { CauseCode } from '../../domain/cause.ts';
import { CAUSE_TRAITS } from '../knowledge/causes/index.ts';
import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';
import type { Reach } from './reach.ts';

/** What a machine shows that is no longer heard of, or that runs nothing any more. */
const LOST: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'containerd_unavailable',
  'kubelet_unavailable',
  'node_network_unavailable',
  'node_not_ready',
]);

/**
 * The scheduler counts a node out by the taint that the node controller sets while its condition Ready is not True
 * (Kubernetes, "Taints and Tolerations", taint based evictions).
 */
const COUNTED_OUT = /taints? \{node\.kubernetes\.io\/(?:not-ready|unreachable)\b/;

/**
 * Whether a pod finds no place because the machine that its workload ran on was lost before: its pods are deleted there
 * after five minutes (tolerationSeconds of the admission plugin DefaultTolerationSeconds), those made in their stead fit
 * nowhere else, and the scheduler counts a lost node out.
 */
export function hasLostPlace(upper: Candidate, lower: Candidate, reach: Reach): boolean {
  if (!LOST.has(upper.cause) || gradeRank(upper.grade) === 0) return false;
  if (CAUSE_TRAITS[lower.cause].effects[0] !== 'pending' || lower.component.startsWith('node/')) return false;
  if (!lower.evidence.some(({ text }) => COUNTED_OUT.test(text))) return false;
  const [lost, waits] = [onsetMs(upper), onsetMs(lower)];
  return (
    lost !== undefined && waits !== undefined && lost <= waits && reach.places(lower.component).has(upper.component)
  );
}

function onsetMs({ findings }: Candidate): number | undefined {
  const onsets = findings.flatMap(({ onset }) => (onset === undefined ? [] : [Date.parse(onset)]));
  return onsets.length === 0 ? undefined : Math.min(...onsets);
}
