import { type Alert, fingerprintOf } from '../domain/alert.ts';
import { SreError } from '../domain/errors.ts';
import { type Row, rowAt, severityFrom, targetFrom, textAt, textIn, timeAt } from './facts.ts';

/**
 * A CloudWatch alarm's state change, as SNS carries it in `Message`. `ALARM` fires, `OK` resolves, and
 * `INSUFFICIENT_DATA` says nothing either way: an empty list. An alert is its alarm's ARN.
 */
export function readCloudWatch(message: string, now: Date): readonly Alert[] {
  const alarm = rowAt(parse(message), 'Message');
  const state = textAt(alarm, 'NewStateValue');
  const name = textAt(alarm, 'AlarmName');
  if (state !== 'ALARM' && state !== 'OK') return [];
  const arn = textIn(alarm, 'AlarmArn') || `${textIn(alarm, 'AWSAccountId')}/${textIn(alarm, 'Region')}/${name}`;
  const labels = { ...dimensionsOf(alarm), alarm: name, ...(regionOf(arn) && { region: regionOf(arn) }) };
  const target = targetFrom(labels);
  const at = timeAt(alarm.StateChangeTime, now.toISOString());
  const described = /severity\s*[=:]\s*(\w+)/i.exec(textIn(alarm, 'AlarmDescription'))?.[1];
  return [
    {
      fingerprint: fingerprintOf('cloudwatch', { arn }),
      source: 'cloudwatch',
      name,
      status: state === 'ALARM' ? 'firing' : 'resolved',
      severity: severityFrom(described ?? 'warning'),
      labels,
      summary: textIn(alarm, 'AlarmDescription', 'NewStateReason'),
      ...(target && { target }),
      startsAt: at,
      ...(state === 'OK' && { endsAt: at }),
      links: regionOf(arn) === '' ? [] : [{ title: 'CloudWatch', url: consoleUrl(regionOf(arn), name) }],
    },
  ];
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch (error) {
    throw new SreError('invalid-input', 'Message is not a CloudWatch alarm', { cause: error });
  }
}

/** `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:NAME`. */
function regionOf(arn: string): string {
  return /^arn:[\w-]+:cloudwatch:([a-z0-9-]+):/.exec(arn)?.[1] ?? '';
}

function consoleUrl(region: string, name: string): string {
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}`;
}

/** Dimensions of the alarm's metric, or of all metrics that an expression is made of. */
function dimensionsOf(alarm: Row): Record<string, string> {
  const trigger = (alarm.Trigger ?? {}) as Row;
  const metrics = Array.isArray(trigger.Metrics) ? (trigger.Metrics as Row[]) : [];
  const lists = [
    trigger.Dimensions,
    ...metrics.map((metric) => ((metric?.MetricStat as Row | undefined)?.Metric as Row | undefined)?.Dimensions),
  ];
  const pairs = lists
    .flatMap((list) => (Array.isArray(list) ? (list as Row[]) : []))
    .flatMap((one) => {
      const name = one?.name ?? one?.Name;
      const value = one?.value ?? one?.Value;
      return typeof name === 'string' && typeof value === 'string' ? [[name, value.slice(0, 1_000)] as const] : [];
    });
  return Object.fromEntries(pairs.slice(0, 50));
}
