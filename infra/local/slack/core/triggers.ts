import { randomBytes } from 'node:crypto';
import { SlackApiError } from './errors.ts';

/** A `trigger_id` lives this long. */
const lifetimeMs = 3000;

export interface Triggers {
  /** A new trigger id for what this person did just now. `viewId` names the modal it was done in. */
  issue(user: string, viewId?: string): string;
  /** Exchanges a trigger id, once. Throws `invalid_trigger_id`, `expired_trigger_id` or `exchanged_trigger_id`. */
  exchange(triggerId: string): { readonly user: string; readonly viewId?: string };
}

export function createTriggers(now: () => Date): Triggers {
  const issued = new Map<string, { user: string; viewId?: string; at: number; used: boolean }>();
  return {
    issue: (user, viewId) => {
      const id = `${now().getTime()}.${randomBytes(4).readUInt32BE()}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { user, viewId, at: now().getTime(), used: false });
      if (issued.size > 1000) issued.delete(issued.keys().next().value!);
      return id;
    },
    exchange: (triggerId) => {
      const trigger = issued.get(triggerId);
      if (trigger === undefined) throw new SlackApiError('invalid_trigger_id');
      if (trigger.used) throw new SlackApiError('exchanged_trigger_id');
      if (now().getTime() - trigger.at > lifetimeMs) throw new SlackApiError('expired_trigger_id');
      trigger.used = true;
      return { user: trigger.user, viewId: trigger.viewId };
    },
  };
}
