import type { CAUSES } from '../../domain/cause.ts';
import type { AdviceFor } from './advice.ts';

export const changeAdvice: AdviceFor<(typeof CAUSES.change)[number]> = {
  bad_deploy: {
    check: { say: 'Compare the revisions.', run: 'kubectl -n {namespace} rollout history {kind}/{workload}' },
    remedy: {
      say: 'Roll back to the version before {change|the change}, and see whether a test request succeeds.',
      risk: 'the old version must be able to read what the new one has written (schema, messages).',
      undo: true,
    },
  },
  bad_config_change: {
    check: {
      say: 'Compare the configuration with the last good one.',
      run: 'kubectl -n {namespace} get {kind} {workload} -o yaml',
    },
    remedy: {
      say: 'Take the change {change|of the configuration} back where it is kept (Git, chart, console).',
      risk: 'other settings changed with it go back too.',
      undo: true,
    },
  },
  feature_flag_change: {
    check: { say: 'Compare the onset with the time at which {flag|the flag} was changed.' },
    remedy: { say: 'Switch {flag|the flag} back.', risk: 'users who have the feature lose it at once.' },
  },
};
