import type { CAUSES } from '../../domain/cause.ts';
import { type AdviceFor, type Check, editWorkload, RESTARTS, type Remedy } from './advice.ts';

const describeQuota: Check = {
  say: 'Compare used with hard.',
  run: 'kubectl -n {namespace} describe resourcequota {quota}',
};
const raiseQuota = (what: string, otherwise: string): Remedy => ({
  say: `Raise the quota of ${what}, or ${otherwise}.`,
  run: 'kubectl -n {namespace} edit resourcequota {quota}',
  risk: 'a higher quota lets the namespace take what others on these nodes need.',
});

export const admissionAdvice: AdviceFor<(typeof CAUSES.admission)[number]> = {
  missing_service_account: {
    check: {
      say: 'List the service accounts of the namespace.',
      run: 'kubectl -n {namespace} get serviceaccounts',
    },
    remedy: {
      say: 'Create the account, or name the right one in the workload.',
      run: 'kubectl -n {namespace} create serviceaccount {account}',
      risk: 'a new account has no rights and no pull secrets until they are bound to it.',
    },
  },
  namespace_cpu_quota_exceeded: { check: describeQuota, remedy: raiseQuota('CPU', 'lower the requests') },
  namespace_memory_quota_exceeded: { check: describeQuota, remedy: raiseQuota('memory', 'lower the requests') },
  namespace_pod_quota_exceeded: { check: describeQuota, remedy: raiseQuota('pods', 'remove pods not needed') },
  namespace_service_quota_exceeded: {
    check: describeQuota,
    remedy: raiseQuota('Services', 'remove one not needed; then apply the missing Service again'),
  },
  namespace_storage_quota_exceeded: {
    check: describeQuota,
    remedy: raiseQuota('storage', 'remove claims not needed; then apply the missing claim again'),
  },
  limit_range_violated: {
    check: { say: 'Read the limits that pods must keep to.', run: 'kubectl -n {namespace} describe limitrange' },
    remedy: { say: "Bring the workload's requests and limits within the range.", run: editWorkload, risk: RESTARTS },
  },
  admission_webhook_denied: {
    check: {
      say: 'Read the refusal in full.',
      run: 'kubectl -n {namespace} get events --field-selector reason=FailedCreate',
    },
    remedy: { say: 'Change the workload to what the policy asks.', run: editWorkload, risk: RESTARTS },
  },
  admission_webhook_unavailable: {
    check: {
      say: 'Find the webhook, its Service and its failurePolicy.',
      run: 'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations',
    },
    remedy: {
      say: 'Bring the pods behind the webhook back.',
      risk: 'with failurePolicy Ignore instead, objects are admitted unchecked.',
    },
  },
  rbac_forbidden: {
    check: {
      say: 'Ask what the account may do.',
      run: 'kubectl auth can-i --list --as=system:serviceaccount:{namespace}:{account}',
    },
    remedy: {
      say: 'Bind a role with just the missing verb and resource to the account.',
      risk: 'a role that is too wide gives every pod of the account those rights.',
    },
  },
  api_version_removed: {
    check: { say: 'List the versions that the API server still serves.', run: 'kubectl api-versions' },
    remedy: {
      say: 'Move the manifest or client to a version that is served.',
      risk: 'fields differ between versions; compare them before you apply.',
    },
  },
  api_service_unavailable: {
    check: {
      say: 'Read why the aggregated API is not available.',
      run: ['kubectl describe apiservice {apiService}', 'kubectl get apiservices'],
    },
    remedy: {
      say: 'Bring the Service behind the API and its pods back.',
      risk: 'deleting the APIService instead takes the API away from all who use it.',
    },
  },
  namespace_stuck_terminating: {
    check: {
      say: 'See what the namespace still waits for.',
      run: "kubectl get namespace {namespace} -o jsonpath='{.status.conditions}'",
    },
    remedy: {
      say: 'Bring back the API or the controller that must remove what is left.',
      risk: 'taking finalizers away by hand leaves behind what they would have cleaned up.',
    },
  },
};
