import type { CAUSES } from '../../domain/cause.ts';
import { type Advice, rollBack } from './advice.ts';

export const changeAdvice: Readonly<Partial<Record<(typeof CAUSES.change)[number], Advice>>> = {
  bad_deploy: {
    check: ['Compare the revisions.', 'kubectl -n {namespace} rollout history {kind}/{workload}'],
    remedy: ['Go back to the last revision.', rollBack],
  },
  bad_config_change: {
    check: [
      'Compare the configuration with the last good one.',
      'kubectl -n {namespace} get {kind} {workload} -o yaml',
    ],
    remedy: ['Take the configuration change back.', rollBack],
  },
  feature_flag_change: {
    check: ['Compare the onset with the time the flag was changed.'],
    remedy: ['Switch the flag back.'],
  },
};
