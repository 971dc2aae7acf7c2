import type { CauseCode } from '../../domain/cause.ts';
import { admissionAdvice } from './admission.ts';
import type { AdviceFor } from './advice.ts';
import { changeAdvice } from './change.ts';
import { dependenciesAdvice } from './dependencies.ts';
import { infrastructureAdvice } from './infrastructure.ts';
import { performanceAdvice } from './performance.ts';
import { routingAdvice } from './routing.ts';
import { runtimeAdvice } from './runtime.ts';
import { schedulingAdvice } from './scheduling.ts';
import { startupAdvice } from './startup.ts';

/** What confirms each cause and what ends it. */
export const ADVICE: AdviceFor<CauseCode> = {
  ...admissionAdvice,
  ...schedulingAdvice,
  ...startupAdvice,
  ...runtimeAdvice,
  ...routingAdvice,
  ...infrastructureAdvice,
  ...performanceAdvice,
  ...dependenciesAdvice,
  ...changeAdvice,
};
