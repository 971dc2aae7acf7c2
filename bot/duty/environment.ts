import { z } from 'zod';
import type { AlertSource } from '../domain/alert.ts';
import { Secret } from '../domain/secret.ts';
import type { HeartbeatMonitor } from './heartbeat.ts';

/** What alerts, on-call sources and actions need from the environment. */
export interface DutyConfig {
  /** Where alerts open threads; absent: `POST /alerts/…` is closed. */
  readonly alertChannel?: string;
  readonly alertSecrets: Readonly<Partial<Record<AlertSource, Secret>>>;
  /** Topics of CloudWatch alarms. */
  readonly snsTopics: readonly string[];
  readonly pagerduty?: RemoteSource;
  readonly opsgenie?: RemoteSource;
  readonly incidentIo?: RemoteSource;
  readonly grafanaOnCall?: RemoteSource;
  /** Where silences are kept too, and read from; absent: they are the bot's alone. */
  readonly alertmanager?: { readonly url: string; readonly authorization?: Secret };
  /** Who tells people when it hears nothing from the bot; absent: nobody outside does. */
  readonly heartbeat?: HeartbeatMonitor;
  /** What rings phones where Slack only mentions; absent: nothing does. */
  readonly ring?: { readonly by: 'pagerduty' | 'opsgenie'; readonly url: string; readonly key: Secret };
  /** The cluster that actions act on; absent: there are none. */
  readonly kubernetes?: { readonly url: string; readonly tokenFile: string };
}

interface RemoteSource {
  readonly url: string;
  readonly token: Secret;
}

const text = () => z.string();
const secret = () => text().min(16, 'is shorter than 16 characters').optional();
const address = () =>
  text().refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    error: 'is not an address that begins with https:// or http://',
  });

/** Beside the variables of `config.ts`; all may be absent. */
export const dutyEnvironment = {
  ALERT_CHANNEL: text()
    .regex(/^[CG][A-Z0-9]{1,40}$/, 'is not the id of a channel')
    .optional(),
  ALERT_SECRET_ALERTMANAGER: secret(),
  ALERT_SECRET_PAGERDUTY: secret(),
  ALERT_SECRET_GRAFANA: secret(),
  ALERT_SECRET_DATADOG: secret(),
  ALERT_SECRET_GENERIC: secret(),
  ALERT_SNS_TOPICS: text()
    .transform((value) => value.split(',').flatMap((arn) => arn.trim() || []))
    .refine((arns) => arns.every((arn) => /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/.test(arn)), {
      error: 'is not a comma-separated list of the ARNs of SNS topics',
    })
    .default([]),
  PAGERDUTY_TOKEN: text().optional(),
  PAGERDUTY_API_URL: address().default('https://api.pagerduty.com'),
  PAGERDUTY_ROUTING_KEY: secret(),
  PAGERDUTY_EVENTS_URL: address().default('https://events.pagerduty.com'),
  OPSGENIE_ALERT_KEY: secret(),
  OPSGENIE_TOKEN: text().optional(),
  OPSGENIE_API_URL: address().default('https://api.opsgenie.com'),
  INCIDENT_IO_TOKEN: text().optional(),
  INCIDENT_IO_API_URL: address().default('https://api.incident.io'),
  GRAFANA_ONCALL_TOKEN: text().optional(),
  GRAFANA_ONCALL_URL: address().optional(),
  ALERTMANAGER_URL: address().optional(),
  ALERTMANAGER_AUTHORIZATION: text().min(8, 'is shorter than 8 characters').optional(),
  HEARTBEAT_URL: address().optional(),
  HEARTBEAT_AUTHORIZATION: text().min(8, 'is shorter than 8 characters').optional(),
  KUBERNETES_API_URL: address().optional(),
  KUBERNETES_TOKEN_FILE: text().default('/var/run/secrets/kubernetes.io/serviceaccount/token'),
};

type DutyVariables = z.infer<z.ZodObject<typeof dutyEnvironment>>;

export function readDutyConfig(env: DutyVariables): DutyConfig {
  const remote = (url: string | undefined, token: string | undefined) =>
    url === undefined || token === undefined ? undefined : { url, token: new Secret(token) };
  const [pagerduty, opsgenie, incidentIo, grafanaOnCall] = [
    remote(env.PAGERDUTY_API_URL, env.PAGERDUTY_TOKEN),
    remote(env.OPSGENIE_API_URL, env.OPSGENIE_TOKEN),
    remote(env.INCIDENT_IO_API_URL, env.INCIDENT_IO_TOKEN),
    remote(env.GRAFANA_ONCALL_URL, env.GRAFANA_ONCALL_TOKEN),
  ];
  const secrets = Object.entries({
    alertmanager: env.ALERT_SECRET_ALERTMANAGER,
    pagerduty: env.ALERT_SECRET_PAGERDUTY,
    grafana: env.ALERT_SECRET_GRAFANA,
    datadog: env.ALERT_SECRET_DATADOG,
    generic: env.ALERT_SECRET_GENERIC,
  }).flatMap(([source, value]) => (value === undefined ? [] : [[source, new Secret(value)] as const]));
  return {
    ...(env.ALERT_CHANNEL && { alertChannel: env.ALERT_CHANNEL }),
    alertSecrets: Object.fromEntries(secrets),
    snsTopics: env.ALERT_SNS_TOPICS,
    ...(pagerduty && { pagerduty }),
    ...(opsgenie && { opsgenie }),
    ...(incidentIo && { incidentIo }),
    ...(grafanaOnCall && { grafanaOnCall }),
    ...ringOf(env),
    ...(env.ALERTMANAGER_URL && {
      alertmanager: {
        url: env.ALERTMANAGER_URL,
        ...(env.ALERTMANAGER_AUTHORIZATION && { authorization: new Secret(env.ALERTMANAGER_AUTHORIZATION) }),
      },
    }),
    ...(env.HEARTBEAT_URL && {
      heartbeat: {
        url: new Secret(env.HEARTBEAT_URL),
        ...(env.HEARTBEAT_AUTHORIZATION && { authorization: new Secret(env.HEARTBEAT_AUTHORIZATION) }),
      },
    }),
    ...(env.KUBERNETES_API_URL && {
      kubernetes: { url: env.KUBERNETES_API_URL, tokenFile: env.KUBERNETES_TOKEN_FILE },
    }),
  };
}

/** PagerDuty where both are set: one call is to ring once. */
function ringOf(env: DutyVariables): Pick<DutyConfig, 'ring'> {
  if (env.PAGERDUTY_ROUTING_KEY !== undefined) {
    const key = new Secret(env.PAGERDUTY_ROUTING_KEY);
    return { ring: { by: 'pagerduty', url: env.PAGERDUTY_EVENTS_URL, key } };
  }
  if (env.OPSGENIE_ALERT_KEY === undefined) return {};
  return { ring: { by: 'opsgenie', url: env.OPSGENIE_API_URL, key: new Secret(env.OPSGENIE_ALERT_KEY) } };
}
