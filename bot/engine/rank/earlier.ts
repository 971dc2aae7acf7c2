import type { Observation, ObservationKind } from '../../domain/observation.ts';
import type { Parameters } from '../parameters.ts';
import type { Asked } from './asked.ts';
import type { Candidate } from './candidates.ts';
import { isState } from './depth.ts';
import { MEASURED } from './recovered.ts';

/**
 * Since when something has been wrong that still is, in milliseconds, at what was asked about where that is known, else
 * anywhere: by its requests, which are measured to a slice or two, else by its pods, which say since when they are not ready, else by
 * the alerts, which waited before they fired.
 * Undefined where nothing lasts, or where it is not known since when.
 */
export function presentSince({
  observations,
  asked,
  parameters,
}: {
  readonly observations: readonly Observation[];
  readonly asked: Asked | undefined;
  readonly parameters: Parameters;
}): number | undefined {
  const lasting = observations.filter((one) => one.class === 'relevant' && one.until === undefined);
  const own = lasting.filter(({ component }) => component === asked?.component);
  const concerned = own.some(({ from }) => from !== undefined) ? own : lasting;
  const since = (kinds: (kind: ObservationKind) => boolean, slackMs: number) =>
    concerned
      .flatMap(({ kind, from }) => (from !== undefined && kinds(kind) ? [Date.parse(from) - slackMs] : []))
      .sort((a, b) => a - b)[0];
  return (
    since((kind) => MEASURED.has(kind), parameters.passingMs) ??
    since((kind) => kind === 'replicas', parameters.passingMs) ??
    since((kind) => kind === 'alert', parameters.overAfterMs)
  );
}

/** Whether all that speaks for a candidate had ended before the present trouble began: it is not its doing. */
export function earlierThan(since: number | undefined): (candidate: Candidate) => boolean {
  return (candidate) => {
    const seen = lastSeen(candidate);
    return since !== undefined && seen !== undefined && seen < since;
  };
}

/**
 * Whether a state was last seen well before another cause began: it brings about only what begins while it lasts. What is
 * written once, such as a setting that was loaded, may act for long, and is no state.
 */
export function hadPassed(upper: Candidate, lower: Candidate, parameters: Parameters): boolean {
  const seen = lastSeen(upper);
  const onsets = lower.findings.flatMap(({ onset }) => (onset === undefined ? [] : [Date.parse(onset)]));
  return seen !== undefined && onsets.length > 0 && seen + parameters.passingMs < Math.min(...onsets);
}

/** When a cause was last seen, unix milliseconds; undefined for what may last unseen. */
export function lastSeen({ cause, evidence, until }: Candidate): number | undefined {
  if (until !== undefined) return Date.parse(until);
  if (!isState(cause) || evidence.length === 0 || evidence.some(({ source }) => source !== 'logs')) return undefined;
  return Math.max(...evidence.map(({ observedAt }) => Date.parse(observedAt ?? '')));
}
