import { Names } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { TraceDeliveryPolicy } from './trace-delivery-policy.ts';

export interface ObservabilityDeliveryProps {
  /** A gateway, a memory or a runtime. */
  readonly resourceArn: string;
  readonly logGroup: logs.ILogGroup;
  /** What allows the spans. */
  readonly traces: TraceDeliveryPolicy;
}

/** Sends an AgentCore resource's own logs to CloudWatch Logs and its spans to X-Ray. */
export class ObservabilityDelivery extends Construct {
  constructor(scope: Construct, id: string, props: ObservabilityDeliveryProps) {
    super(scope, id);
    this.deliver('Logs', 'APPLICATION_LOGS', props.resourceArn, {
      destinationResourceArn: props.logGroup.logGroupArn,
      deliveryDestinationType: 'CWL',
    });
    this.deliver('Traces', 'TRACES', props.resourceArn, { deliveryDestinationType: 'XRAY' });
    this.node.addDependency(props.traces);
  }

  private deliver(
    id: string,
    logType: string,
    resourceArn: string,
    to: Omit<logs.CfnDeliveryDestinationProps, 'name'>,
  ): void {
    const name = `${Names.uniqueResourceName(this, { maxLength: 40, separator: '-' })}-${id.toLowerCase()}`;
    const source = new logs.CfnDeliverySource(this, `${id}Source`, { name, logType, resourceArn });
    const destination = new logs.CfnDeliveryDestination(this, `${id}Destination`, { name, ...to });
    const delivery = new logs.CfnDelivery(this, `${id}Delivery`, {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
    });
    delivery.addResourceDependency(source);
  }
}
