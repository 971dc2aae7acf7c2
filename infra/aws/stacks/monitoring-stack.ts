import { Stack, type StackProps } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { Alarms } from '../constructs/alarms.ts';
import { AuditTrail } from '../constructs/audit-trail.ts';
import { Overview } from '../constructs/overview.ts';
import type { DeploymentOptions } from '../options.ts';
import type { FoundationStack } from './foundation-stack.ts';
import type { ServiceStack } from './service-stack.ts';

export interface MonitoringStackProps extends StackProps {
  readonly options: DeploymentOptions;
  readonly foundation: FoundationStack;
  readonly service: ServiceStack;
}

/** What watches the rest: alarms that come back to the bot, a dashboard, the trail. */
export class MonitoringStack extends Stack {
  readonly alarms: Alarms;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);
    const { options, foundation, service } = props;
    const { topic } = foundation.alarms;
    this.alarms = new Alarms(this, 'Alarms', {
      options,
      topic,
      database: foundation.database.cluster,
      rotation: foundation.secrets.rotation,
      ...(service.single && { instance: service.single.instance }),
    });
    new Overview(this, 'Overview', { name: options.name, alarms: this.alarms, database: foundation.database.cluster });
    new AuditTrail(this, 'Trail', { name: options.name, storage: foundation.storage });
    new sns.CfnSubscription(this, 'ToTheBot', {
      topicArn: topic.topicArn,
      protocol: 'https',
      endpoint: `https://${options.domain}/alerts/cloudwatch`,
      // A bot that is away when its own alarm goes off hears of it when it is back.
      deliveryPolicy: { healthyRetryPolicy: { minDelayTarget: 5, maxDelayTarget: 300, numRetries: 50 } },
    });
    if (options.alarmEmail !== undefined) {
      new sns.CfnSubscription(this, 'ToPeople', {
        topicArn: topic.topicArn,
        protocol: 'email',
        endpoint: options.alarmEmail,
      });
    }
  }
}
