import type { ActionPolicy } from '../domain/action.ts';
import type { Alert, AlertSeverity } from '../domain/alert.ts';

/** Where one level of an escalation finds its people. */
export type OnCallPlace =
  | { readonly source: 'pagerduty' | 'opsgenie' | 'incident-io' | 'grafana-oncall'; readonly schedule: string }
  | { readonly source: 'slack-group'; readonly group: string }
  /** An iCalendar object in the configuration bucket. */
  | { readonly source: 'schedule-file'; readonly object: string };

export interface QuietHours {
  /** `HH:MM`, in the time zone; `from` after `to` spans midnight. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** How the team wants to be on duty: the configuration object `duty.yaml`. */
export interface DutySettings {
  readonly alerts: {
    /** The first that fits decides; none: the default channel. */
    readonly routes: readonly {
      readonly service?: string;
      readonly namespace?: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly channel: string;
    }[];
    readonly windowMinutes: number;
    readonly settleSeconds: number;
    readonly investigateFrom: AlertSeverity;
  };
  readonly oncall: {
    /** By service; `default` for the rest. Each place is called when the one before does not answer. */
    readonly services: Readonly<Record<string, readonly OnCallPlace[]>>;
    readonly mentionFrom: AlertSeverity;
    readonly quietHours?: QuietHours;
    /** In quiet hours only this and worse mentions anybody. */
    readonly quietUnless: AlertSeverity;
    readonly escalateAfterMinutes: number;
  };
  readonly actions: ActionPolicy;
}

export interface DutySettingsSource {
  /** The settings now; an unreadable object leaves those that were read last, or the defaults. Never throws. */
  current(): Promise<DutySettings>;
}

/** The channel that a route gives an alert. */
export function channelOf(settings: DutySettings, alert: Alert, otherwise: string): string {
  const { target, labels } = alert;
  const fits = settings.alerts.routes.find(
    (route) =>
      (route.service === undefined || (target?.kind === 'service' && target.name === route.service)) &&
      (route.namespace === undefined || (target?.namespace ?? labels.namespace) === route.namespace) &&
      Object.entries(route.labels ?? {}).every(([name, value]) => labels[name] === value),
  );
  return fits?.channel ?? otherwise;
}
