import type { CauseCode } from '../../../domain/cause.ts';
import { admissionCauses } from './admission.ts';
import { changeCauses, dependencyCauses } from './dependencies.ts';
import { infrastructureCauses } from './infrastructure.ts';
import { performanceCauses } from './performance.ts';
import { routingCauses } from './routing.ts';
import { runtimeCauses } from './runtime.ts';
import { schedulingCauses } from './scheduling.ts';
import { startupCauses } from './startup.ts';
import type { CauseTraits } from './traits.ts';

export type { CauseTraits, Depth, Effect } from './traits.ts';

/** Every cause: how deep it lies, how it shows, what brings it about. */
export const CAUSE_TRAITS: Readonly<Record<CauseCode, CauseTraits>> = {
  ...admissionCauses,
  ...schedulingCauses,
  ...startupCauses,
  ...runtimeCauses,
  ...routingCauses,
  ...infrastructureCauses,
  ...performanceCauses,
  ...dependencyCauses,
  ...changeCauses,
};
