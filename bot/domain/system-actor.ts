/**
 * The bot itself as one who asks. Slack's own ids begin otherwise (teams with T or E, users with U or W), so no delivery
 * of Slack's can carry these.
 */
export const SYSTEM_ACTOR = {
  teamId: 'SYSTEM',
  userId: 'SREBOT',
  username: 'sre-bot',
  name: 'the bot itself',
} as const;

/** True for the ids of the bot itself. */
export function isSystemActor(who: { readonly teamId: string; readonly userId: string }): boolean {
  return who.teamId === SYSTEM_ACTOR.teamId && who.userId === SYSTEM_ACTOR.userId;
}
