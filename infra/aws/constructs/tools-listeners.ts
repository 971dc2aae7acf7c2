import { Duration } from 'aws-cdk-lib';
import type * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as elbv2targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { BACKENDS } from './backends.ts';

export interface ToolsListenersProps {
  readonly vpc: ec2.IVpc;
  readonly balancer: elbv2.INetworkLoadBalancer;
  readonly behind: { readonly instance: ec2.Instance } | { readonly group: autoscaling.AutoScalingGroup };
  /** Absent: the instance's own certificate is for the domain, and the balancer passes the bytes on. */
  readonly certificate?: acm.ICertificate;
}

/** The four ports of the private balancer, each leading to its backend on the instances, encrypted all the way. */
export class ToolsListeners extends Construct {
  constructor(scope: Construct, id: string, props: ToolsListenersProps) {
    super(scope, id);
    const { certificate, behind } = props;
    for (const { name, port } of BACKENDS) {
      const protocol = certificate ? elbv2.Protocol.TLS : elbv2.Protocol.TCP;
      const target = 'group' in behind ? behind.group : new elbv2targets.InstanceTarget(behind.instance, port);
      const group = new elbv2.NetworkTargetGroup(this, `${name}-group`, {
        vpc: props.vpc,
        port,
        protocol,
        targets: [target],
        // The sender is then the balancer, an address of the VPC, wherever the gateway is.
        preserveClientIp: false,
        deregistrationDelay: Duration.seconds(20),
        healthCheck: { protocol: elbv2.Protocol.TCP, interval: Duration.seconds(10) },
      });
      const listener = new elbv2.NetworkListener(this, name, {
        loadBalancer: props.balancer,
        port,
        protocol,
        ...(certificate && { certificates: [certificate], sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS }),
        defaultAction: elbv2.NetworkListenerAction.forward([group]),
      });
      acknowledge(listener, { ELB2: 'The balancer’s access logs are on, in its own stack.' });
    }
  }
}
