import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';

export interface OverviewProps {
  readonly name: string;
  readonly alarms: Alarms;
  readonly database: rds.IDatabaseCluster;
}

/** The dashboard: what is wrong first, then work, answers to Slack, machines and database. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, props: OverviewProps) {
    super(scope, id);
    const ours = (metricName: string, statistic: string) =>
      new cloudwatch.Metric({ namespace: props.name, metricName, statistic, period: Duration.minutes(1) });
    const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) =>
      new cloudwatch.GraphWidget({ title, left, right, width: 12 });
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.name,
      defaultInterval: Duration.hours(12),
    });
    dashboard.addWidgets(
      new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms.list], width: 24 }),
    );
    dashboard.addWidgets(
      graph(
        'Investigations',
        [ours('InvestigationsEnded', 'Sum'), ours('InvestigationsFailed', 'Sum')],
        [ours('InvestigationsWaiting', 'Maximum')],
      ),
      graph('Answers to Slack', [ours('Acknowledgements', 'Sum'), ours('SlowAcknowledgements', 'Sum')]),
    );
    dashboard.addWidgets(
      graph('Memory and disk, percent', [ours('mem_used_percent', 'Maximum'), ours('disk_used_percent', 'Maximum')]),
      graph('PostgreSQL', [props.database.metricCPUUtilization()], [props.database.metricDatabaseConnections()]),
    );
    dashboard.addWidgets(
      graph('Tokens of language models', [ours('ModelTokens', 'Sum')]),
      graph('Days left of the certificate', [ours('CertificateDaysLeft', 'Minimum')]),
    );
  }
}
