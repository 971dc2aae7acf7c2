export type Role = 'viewer' | 'responder' | 'admin';

/** Who asks: a Slack user mapped to a Cognito user. */
export interface Actor {
  readonly teamId: string;
  readonly slackUserId: string;
  /** The Cognito username. */
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
}

const RANK: Record<Role, number> = { viewer: 0, responder: 1, admin: 2 };

/** True when one of the actor's roles is at least `needed`. */
export function hasRole(actor: Pick<Actor, 'roles'>, needed: Role): boolean {
  return actor.roles.some((role) => RANK[role] >= RANK[needed]);
}
