import type { ActionKind } from '../../domain/action.ts';

/** A sentence and, where one exists, a command. Checks change nothing; remedies may, and some are actions of the bot's. */
export interface Advice {
  readonly check: readonly [string, string?];
  readonly remedy: readonly [string, string?, ActionKind?];
}

// Commands that several causes share.
export const describePod: Advice['check'] = ["Read the pod's events.", 'kubectl -n {namespace} describe pod {pod}'];
export const editWorkload = 'kubectl -n {namespace} edit {kind}/{workload}';
export const restart = ['kubectl -n {namespace} rollout restart {kind}/{workload}', 'rollout-restart'] as const;
export const rollBack = 'kubectl -n {namespace} rollout undo {kind}/{workload}';
export const showTemplate = "kubectl -n {namespace} get {kind} {workload} -o jsonpath='{.spec.template.spec}'";
