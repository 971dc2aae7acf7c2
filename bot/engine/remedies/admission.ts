import type { CAUSES } from '../../domain/cause.ts';
import { type Advice, editWorkload } from './advice.ts';

const describeQuota: Advice['check'] = [
  'Compare used with hard.',
  'kubectl -n {namespace} describe resourcequota {quota}',
];
const raiseQuota = 'kubectl -n {namespace} edit resourcequota {quota}';

export const admissionAdvice: Readonly<Partial<Record<(typeof CAUSES.admission)[number], Advice>>> = {
  missing_service_account: {
    check: ['List the service accounts of the namespace.', 'kubectl -n {namespace} get serviceaccount {account}'],
    remedy: [
      'Create the account, or name the right one in the workload.',
      'kubectl -n {namespace} create serviceaccount {account}',
    ],
  },
  namespace_cpu_quota_exceeded: {
    check: describeQuota,
    remedy: ['Raise the CPU quota, or lower requests.', raiseQuota],
  },
  namespace_memory_quota_exceeded: {
    check: describeQuota,
    remedy: ['Raise the memory quota, or lower requests.', raiseQuota],
  },
  namespace_pod_quota_exceeded: {
    check: describeQuota,
    remedy: ['Raise the pod quota, or remove pods not needed.', raiseQuota],
  },
  namespace_service_quota_exceeded: {
    check: describeQuota,
    remedy: ['Raise the quota of Services, then apply the missing Service again.', raiseQuota],
  },
  namespace_storage_quota_exceeded: {
    check: describeQuota,
    remedy: ['Raise the storage quota, then apply the missing claim again.', raiseQuota],
  },
  limit_range_violated: {
    check: ['Read the limits that pods must keep to.', 'kubectl -n {namespace} describe limitrange'],
    remedy: ["Bring the workload's requests and limits within the range.", editWorkload],
  },
  admission_webhook_denied: {
    check: ['Read the refusal in full.', 'kubectl -n {namespace} get events --field-selector reason=FailedCreate'],
    remedy: ['Change the workload to what the policy asks.', editWorkload],
  },
  admission_webhook_unavailable: {
    check: [
      'Find the webhook and its Service.',
      'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations',
    ],
    remedy: ['Bring the webhook back; until then its failurePolicy decides.'],
  },
  rbac_forbidden: {
    check: [
      'Ask what the account may do.',
      'kubectl auth can-i --list --as=system:serviceaccount:{namespace}:{account}',
    ],
    remedy: ['Bind a role with the missing verb to the account.'],
  },
};
