import { type CauseCode, causeFamily } from '../../domain/cause.ts';
import { CAUSE_TRAITS, type Depth } from '../knowledge/causes/index.ts';
import { LEADS_TO } from '../knowledge/codebook.ts';
import type { Parameters } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';
import type { Reach } from './reach.ts';

const DEPTHS: readonly Depth[] = ['symptom', 'state', 'condition', 'change'];

/** Whether a cause only restates that something is wrong. */
export function isSymptom(cause: CauseCode): boolean {
  return CAUSE_TRAITS[cause].depth === 'symptom';
}

/** Whether a fault elsewhere can bring a cause about: what a component does, not how it is written. */
export function isState(cause: CauseCode): boolean {
  const { depth } = CAUSE_TRAITS[cause];
  return depth === 'symptom' || depth === 'state';
}

export function isChange(cause: CauseCode): boolean {
  return causeFamily(cause) === 'change';
}

/** Whether `upper` is the deeper link of which `lower` is what shows: at the same component, or where lower depends on it. */
export function bringsAbout(upper: Candidate, lower: Candidate, reach: Reach, parameters: Parameters): boolean {
  if (upper === lower || gradeRank(upper.grade) === 0) return false;
  return upper.component === lower.component
    ? bringsAboutHere(upper, lower, parameters)
    : bringsAboutElsewhere(upper, lower, reach, parameters);
}

function bringsAboutHere(upper: Candidate, lower: Candidate, parameters: Parameters): boolean {
  if (isChange(lower.cause)) {
    // What is written wrong carries the change that wrote it.
    return !isState(upper.cause) && !isChange(upper.cause) && upper.belief >= parameters.explainsChangeAt;
  }
  if (upper.belief < parameters.deeperAt) return false;
  const deeper = depthOf(upper.cause) > depthOf(lower.cause);
  if (isListed(upper.cause, lower.cause) && depthOf(upper.cause) >= depthOf(lower.cause)) {
    // Two that can each bring the other about: the surer one did.
    return !isListed(lower.cause, upper.cause) || upper.belief > lower.belief;
  }
  if (!deeper || !isSymptom(lower.cause) || !leadsTo(upper.cause, lower.cause)) return false;
  // Said and shown, a deeper link need not be as sure as what it brought about; measured, it must be nearly so.
  const share = gradeRank(upper.grade) > 1 ? parameters.deeperShare : parameters.deeperShareMeasured;
  return upper.belief >= share * lower.belief;
}

function bringsAboutElsewhere(upper: Candidate, lower: Candidate, reach: Reach, parameters: Parameters): boolean {
  if (upper.belief < parameters.explainsAt) return false;
  if (!isOpenToOthers(lower) && !isListed(upper.cause, lower.cause)) return false;
  if (CAUSE_TRAITS[upper.cause].depth !== 'condition' && upper.belief < lower.belief) return false;
  return upper.explains.includes(lower.component) || reach.dependants(upper.component).has(lower.component);
}

function depthOf(cause: CauseCode): number {
  return DEPTHS.indexOf(CAUSE_TRAITS[cause].depth);
}

/** Whether the table says by name that one brings the other about. */
function isListed(upper: CauseCode, lower: CauseCode): boolean {
  return CAUSE_TRAITS[lower].broughtAboutBy?.includes(upper) ?? false;
}

/** A cause that is said or shown by its own component to be wrong in itself is nobody else's symptom. */
function isOpenToOthers({ cause, grade }: Candidate): boolean {
  if (isState(cause)) return true;
  const family = causeFamily(cause);
  return (family === 'performance' || family === 'dependencies') && gradeRank(grade) <= 1;
}

function leadsTo(upper: CauseCode, lower: CauseCode): boolean {
  const shown = CAUSE_TRAITS[lower].effects;
  return CAUSE_TRAITS[upper].effects.some((effect) => shown.some((one) => LEADS_TO[effect].includes(one)));
}
