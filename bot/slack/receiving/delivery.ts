/** Of Slack's deliveries, as far as they are told apart here. */
interface Body {
  readonly type?: string;
  readonly team_id?: string;
  readonly team?: { readonly id?: string } | null;
  readonly event_id?: string;
  readonly event?: { readonly type?: string; readonly channel_type?: string; readonly subtype?: string };
  readonly command?: string;
  readonly trigger_id?: string;
  readonly actions?: readonly { readonly action_id?: string; readonly action_ts?: string }[];
  readonly view?: { readonly id?: string; readonly hash?: string };
}

/** What is the same in each repetition of a delivery and different in every other one; undefined for unknown kinds. */
export function deliveryIdOf(body: Readonly<Record<string, unknown>>): string | undefined {
  const { team_id, team, event_id, command, trigger_id, actions, view } = body as Body;
  const workspace = team_id ?? team?.id ?? '';
  if (event_id !== undefined) return `event ${workspace} ${event_id}`;
  if (command !== undefined && trigger_id !== undefined) return `command ${workspace} ${trigger_id}`;
  if (actions !== undefined && trigger_id !== undefined) {
    return `press ${workspace} ${trigger_id} ${actions.map(({ action_id }) => action_id).join(' ')}`;
  }
  if (view?.id === undefined) return undefined;
  return `form ${workspace} ${view.id} ${trigger_id ?? view.hash ?? ''}`;
}

/** How a delivery reaches a person again, where it cannot be recorded. */
export type DeliveryForm = 'command' | 'press' | 'form' | 'event';

/**
 * The form of a delivery by which a person asks for something, so that it must not be lost once it is acknowledged;
 * undefined for what Slack merely reports.
 */
export function asksByForm(body: Readonly<Record<string, unknown>>): DeliveryForm | undefined {
  const { type, command, event } = body as Body;
  if (command !== undefined) return 'command';
  if (type === 'block_actions') return 'press';
  if (type === 'view_submission') return 'form';
  if (event?.type === 'app_mention' || event?.type === 'agent_session_stopped') return 'event';
  const isDirect = event?.type === 'message' && event.channel_type === 'im' && event.subtype === undefined;
  return isDirect ? 'event' : undefined;
}
