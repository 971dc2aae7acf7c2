import type { Observation, ObservationKind } from '../../domain/observation.ts';
import type { Parameters } from '../parameters.ts';
import type { Asked } from './asked.ts';
import type { Candidate } from './candidates.ts';
import { MEASURED } from './recovered.ts';

/**
 * Since when something has been wrong that still is, in milliseconds, at what was asked about where that is known, else
 * anywhere: by its requests, which are measured to a slice or two, else by the alerts, which waited before they fired.
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
    since((kind) => kind === 'alert', parameters.overAfterMs)
  );
}

/** Whether all that speaks for a candidate had ended before the present trouble began: it is not its doing. */
export function earlierThan(since: number | undefined): (candidate: Candidate) => boolean {
  return ({ until }) => since !== undefined && until !== undefined && Date.parse(until) < since;
}
