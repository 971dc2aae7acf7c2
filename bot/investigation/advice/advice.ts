/** A sentence and, where one exists, a command. Checks change nothing; remedies may. */
export interface Advice {
  readonly check: readonly [string, string?];
  readonly remedy: readonly [string, string?];
}

// Commands that several causes share.
export const describePod: Advice['check'] = ["Read the pod's events.", 'kubectl -n {namespace} describe pod {pod}'];
export const editWorkload = 'kubectl -n {namespace} edit {kind}/{workload}';
export const rollBack = 'kubectl -n {namespace} rollout undo {kind}/{workload}';
export const showTemplate = "kubectl -n {namespace} get {kind} {workload} -o jsonpath='{.spec.template.spec}'";
