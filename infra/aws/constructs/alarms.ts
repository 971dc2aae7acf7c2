import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DeploymentOptions } from '../options.ts';

export interface AlarmsProps {
  readonly options: DeploymentOptions;
  readonly topic: sns.ITopic;
  readonly database: rds.IDatabaseCluster;
  /** The function that makes a new key for the backends. */
  readonly rotation: lambda.IFunction;
  /** Absent where a group replaces ill instances by itself. */
  readonly instance?: ec2.IInstance;
}

interface Watch {
  readonly metric: cloudwatch.IMetric;
  readonly above?: number;
  readonly below?: number;
  /** Periods in a row. */
  readonly periods: number;
  readonly severity: 'critical' | 'warning';
  readonly says: string;
  /** Silence is the trouble itself. */
  readonly silenceIsBad?: true;
}

const MINUTE = Duration.minutes(1);

/** The alarms, each to the topic when it goes off and when it ends. */
export class Alarms extends Construct {
  readonly list: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { options } = props;
    this.list = Object.entries(watches(props)).map(([name, watch]) => {
      const alarm = new cloudwatch.Alarm(this, name, {
        alarmName: `${options.name}-${name}`,
        // The bot reads the severity from here.
        alarmDescription: `${watch.says} severity=${watch.severity}`,
        metric: watch.metric,
        threshold: watch.above ?? watch.below ?? 0,
        comparisonOperator:
          watch.above === undefined
            ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
            : cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: watch.periods,
        treatMissingData: watch.silenceIsBad
          ? cloudwatch.TreatMissingData.BREACHING
          : cloudwatch.TreatMissingData.NOT_BREACHING,
      });
      const tell = new actions.SnsAction(props.topic);
      alarm.addAlarmAction(tell);
      alarm.addOkAction(tell);
      return alarm;
    });
  }
}

function watches({ options, database, rotation, instance }: AlarmsProps): Readonly<Record<string, Watch>> {
  const metric = (metricName: string, statistic: string, period = MINUTE, dimensionsMap?: Record<string, string>) =>
    new cloudwatch.Metric({
      namespace: options.name,
      metricName,
      statistic,
      period,
      ...(dimensionsMap && { dimensionsMap }),
    });
  const five = Duration.minutes(5);
  const quarter = Duration.minutes(15);
  return {
    'bot-down': {
      metric: metric('procstat_lookup_pid_count', 'Maximum'),
      below: 1,
      periods: 3,
      severity: 'critical',
      says: 'No process of the bot runs.',
      silenceIsBad: true,
    },
    'bot-silent': {
      metric: metric('Heartbeats', 'Sum'),
      below: 1,
      // It beats once a minute; a beat that falls between two readings is no silence.
      periods: 5,
      severity: 'critical',
      says: 'The bot runs, but cannot work: for five minutes it had no database or no Slack.',
      silenceIsBad: true,
    },
    'investigations-failing': {
      metric: new cloudwatch.MathExpression({
        label: 'Failed of all investigations, percent',
        expression: 'IF(ended > 2, 100 * failed / ended, 0)',
        usingMetrics: {
          failed: metric('InvestigationsFailed', 'Sum', quarter),
          ended: metric('InvestigationsEnded', 'Sum', quarter),
        },
        period: quarter,
      }),
      above: 20,
      periods: 1,
      severity: 'critical',
      says: 'More than a fifth of the investigations of a quarter of an hour failed.',
    },
    'acknowledgement-slow': {
      metric: metric('SlowAcknowledgements', 'Sum', five),
      above: 2,
      periods: 2,
      severity: 'warning',
      says: 'Answers to Slack take more than two of the three seconds that Slack waits.',
    },
    'certificate-near-expiry': {
      // Behind a load balancer AWS renews the certificate that visitors see.
      metric: metric('CertificateDaysLeft', 'Minimum', Duration.hours(1)),
      below: 14,
      periods: 1,
      severity: 'warning',
      says: 'The certificate ends within two weeks and was not renewed.',
    },
    'queue-growing': {
      metric: metric('InvestigationsWaiting', 'Maximum'),
      above: 20,
      periods: 10,
      severity: 'warning',
      says: 'More than twenty investigations have waited for ten minutes.',
    },
    'token-spend': {
      metric: metric('ModelTokens', 'Sum', Duration.days(1)),
      above: options.dailyTokens,
      periods: 1,
      severity: 'warning',
      says: `More than ${options.dailyTokens} tokens of language models in a day.`,
    },
    'disk-full': {
      metric: metric('disk_used_percent', 'Maximum', five),
      above: 85,
      periods: 2,
      severity: 'warning',
      says: 'The disk of an instance is nearly full.',
    },
    'memory-full': {
      metric: metric('mem_used_percent', 'Maximum', five),
      above: 90,
      periods: 2,
      severity: 'warning',
      says: 'The memory of an instance is nearly full.',
    },
    'database-busy': {
      metric: database.metricCPUUtilization({ period: five }),
      above: 85,
      periods: 3,
      severity: 'warning',
      says: 'PostgreSQL has been busy for a quarter of an hour.',
    },
    'rotation-failed': {
      metric: rotation.metricErrors({ period: five }),
      above: 0,
      periods: 1,
      severity: 'warning',
      says: 'The backends’ key could not be rotated; the old one stays in use.',
    },
    ...(instance && {
      'instance-ill': {
        metric: new cloudwatch.Metric({
          namespace: 'AWS/EC2',
          metricName: 'StatusCheckFailed',
          dimensionsMap: { InstanceId: instance.instanceId },
          statistic: 'Maximum',
          period: MINUTE,
        }),
        above: 0,
        periods: 3,
        severity: 'critical',
        says: 'The instance fails AWS’s own checks.',
      } satisfies Watch,
    }),
  };
}
