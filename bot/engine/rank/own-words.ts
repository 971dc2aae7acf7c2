import type { EvidenceDraft } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { quotePattern } from '../log-reading/quoting.ts';
import { nameOf } from '../metric-reading/entity.ts';
import type { Parameters } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import { bringsAbout, isChange, isSymptom } from './depth.ts';
import { hasGrown, isLivedWith } from './felt-words.ts';
import type { Reach } from './reach.ts';

const MOST_QUOTED = 2;

/**
 * What programs say of a trouble of which a candidate's own evidence holds figures and states only: lines of what it brought
 * about; where it but restates that something is wrong, those that others' findings about it rest on; else the errors that
 * its own log holds since then. Empty where a line is cited already, and where nobody says anything new.
 */
export function ownWords(
  candidate: Candidate,
  {
    candidates,
    reach,
    observations,
    evidence,
    parameters,
  }: {
    readonly candidates: readonly Candidate[];
    readonly reach: Reach;
    readonly observations: readonly Observation[];
    readonly evidence: EvidenceSet;
    readonly parameters: Parameters;
  },
): readonly EvidenceDraft[] {
  const { component, cause } = candidate;
  if (candidate.evidence.some(isOfLog)) return [];
  const isAbout = (other: Candidate) =>
    (isSymptom(cause) && (other.component === component || other.explains.includes(component))) ||
    isSameTold(candidate, other, reach);
  const related = candidates.filter(
    (other) =>
      other !== candidate &&
      !isChange(other.cause) &&
      (isAbout(other) || (!isChange(cause) && bringsAbout(candidate, other, reach, parameters))),
  );
  const told = related
    .toSorted((a, b) => Number(isSameTold(candidate, b, reach)) - Number(isSameTold(candidate, a, reach)))
    .flatMap((other) => other.evidence.find(isOfLog) ?? []);
  return told.length > 0 ? told.slice(0, MOST_QUOTED) : newErrorsOf(candidate, observations, evidence, parameters);
}

/** Whether a database says that it has no space left on the machine whose disk is measured as full. */
function isSameTold({ component, cause }: Candidate, other: Candidate, reach: Reach): boolean {
  if (cause !== 'node_disk_filling' || other.cause !== 'database_storage_full') return false;
  const places = reach.places(other.component);
  return places.size === 0 || places.has(component);
}

function isOfLog({ source }: EvidenceDraft): boolean {
  return source === 'logs';
}

/** The most frequent error, else warning, that a component's own log did not hold before. */
function newErrorsOf(
  { component }: Candidate,
  observations: readonly Observation[],
  { logs }: EvidenceSet,
  parameters: Parameters,
): readonly EvidenceDraft[] {
  if (logs.status !== 'observed') return [];
  const own = logs.value.find(({ service }) => service === nameOf(component).name);
  const patterns = own?.patterns.filter((pattern) => !isLivedWith(pattern, own, observations)) ?? [];
  const grown = patterns.filter((pattern) => own !== undefined && hasGrown(pattern, own, parameters));
  // What bears no time is not known to be new: it is told where nothing is.
  const undated = patterns.filter(
    ({ buckets, level, count }) =>
      buckets === undefined && (level === 'error' || level === 'fatal') && count >= parameters.errorLines,
  );
  const [first] = (grown.length > 0 ? grown : undated).sort(
    (a, b) => Number(b.level !== 'warn') - Number(a.level !== 'warn') || b.count - a.count,
  );
  return own === undefined || first === undefined ? [] : [quotePattern(own, first, logs.tool)];
}
