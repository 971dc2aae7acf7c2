import type { Answer } from '../domain/answer.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { EvidenceSet } from '../domain/signals.ts';
import type { Engine } from '../ports/engine.ts';
import type { ToolGateway } from '../ports/tool-gateway.ts';
import { type CollectedSource, collectSource } from './collect.ts';

/** Sources whose reading depends on the window; objects, events and changes are read whole. */
const WINDOWED: readonly CollectedSource[] = ['logs', 'metrics'];
/** Times the window that is looked at where nothing is wrong within it: people ask about what is over an hour or two later. */
const LONGER = 2;

type Diagnosis = Omit<Answer, 'runbooks' | 'durationMs'>;

/** A diagnosis with the evidence that it was made from. */
export interface Look {
  readonly evidence: EvidenceSet;
  readonly diagnosis: Diagnosis;
}

/**
 * Looks further back where nothing that was found belongs to the window: who asks about what is over asks when it has been
 * over for some time, and an episode that began and ended before the window is none of its changes. What a longer look finds
 * counts only if it was wrong and is over; anything else is answered as it was.
 */
export async function lookFurtherBack(
  deps: { readonly gateway: ToolGateway; readonly engine: Engine },
  request: InvestigationRequest,
  first: Look,
  bounded: AbortSignal,
  signal: AbortSignal,
): Promise<Look> {
  if (!isOfTheWindow(first)) {
    const longer = { ...request, sinceSeconds: LONGER * request.sinceSeconds };
    const readings = await Promise.all(WINDOWED.map((source) => collectSource(deps.gateway, source, longer, bounded)));
    signal.throwIfAborted();
    const start = new Date(Date.parse(first.evidence.asOf) - 1000 * longer.sinceSeconds).toISOString();
    const evidence: EvidenceSet = Object.assign(
      { ...first.evidence, window: { ...first.evidence.window, start } },
      ...readings.map(({ signals }) => signals),
    );
    const diagnosis = await deps.engine.diagnose(evidence, signal);
    if (isOver(first.diagnosis, diagnosis)) return { evidence, diagnosis };
  }
  return first;
}

/**
 * Whether what was found is, or may be, of the window: something was wrong within it, or the likeliest cause was seen in it.
 * What stands in an object is; lines of a log without times may be of any hour that was read.
 */
function isOfTheWindow({ diagnosis, evidence }: Look): boolean {
  const [best] = diagnosis.hypotheses;
  // What began before the window is seen whole further back only: by then its logs had said all that they say.
  if (diagnosis.verdict === 'recovered') return (best?.from ?? evidence.window.start) >= evidence.window.start;
  if (best === undefined) return false;
  const cited = diagnosis.evidence.filter(({ id }) => best.evidence.includes(id));
  return cited.some(({ observedAt, source }) =>
    observedAt === undefined ? source !== 'logs' : observedAt >= evidence.window.start,
  );
}

/**
 * Whether a longer look found what is over: at the component that the first look blamed, if it blamed any, or wherever it
 * lies, where the first look saw that something was over and not all of it.
 */
function isOver(first: Diagnosis, { verdict, hypotheses: [best] }: Diagnosis): boolean {
  if (verdict !== 'recovered') return false;
  const [blamed] = first.hypotheses;
  return first.verdict === 'recovered' || blamed === undefined || blamed.component === best?.component;
}
