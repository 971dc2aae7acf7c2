import type { Role } from './actor.ts';

/** The kinds of actions that exist; policy says which are allowed where. */
export const ACTION_KINDS = ['rollout-restart'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** What is to be done to what. */
export interface ActionRequest {
  readonly kind: ActionKind;
  readonly namespace: string;
  /** The Deployment. */
  readonly name: string;
}

/** What would change, from a dry run that changed nothing. */
export interface ActionPreview {
  /** Lines as in a unified diff: `-`, `+` or two spaces first. */
  readonly diff: readonly string[];
  /** One sentence for a person. */
  readonly effect: string;
  /** Names what the dry run was tried on; another one when that was changed since. Absent where nobody can tell. */
  readonly version?: string;
}

/**
 * `proposed` waits for an approver; `running` was approved and is being done; the rest are ends. JSON-serialisable.
 */
export interface ProposedAction {
  readonly id: string;
  readonly teamId: string;
  readonly state: 'proposed' | 'running' | 'done' | 'failed' | 'refused' | 'expired';
  readonly channel: string;
  readonly threadTs: string;
  readonly request: ActionRequest;
  readonly preview: ActionPreview;
  /** Who may approve it, as policy was when it was proposed; it is judged again at the press. */
  readonly approver?: { readonly role: Role; readonly another: boolean };
  /** The Slack user who proposed it. */
  readonly proposedBy: string;
  /** RFC 3339. */
  readonly proposedAt: string;
  readonly expiresAt: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  /** What came of it, in a sentence. */
  readonly outcome?: string;
}

/** Which actions may be done, where, and by whom. With nothing allowed there are no actions. */
export interface ActionPolicy {
  readonly allowed: readonly { readonly kind: ActionKind; readonly namespaces: readonly string[] }[];
  readonly role: Role;
  /** True: who proposed it cannot approve it. */
  readonly twoPeople: boolean;
  readonly expiresMinutes: number;
}

/** True when the policy lists this kind in this namespace; `*` is every namespace. */
export function isAllowed(policy: ActionPolicy, request: ActionRequest): boolean {
  return policy.allowed.some(
    ({ kind, namespaces }) =>
      kind === request.kind && (namespaces.includes('*') || namespaces.includes(request.namespace)),
  );
}
