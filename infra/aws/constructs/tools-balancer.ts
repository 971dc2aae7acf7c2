import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface ToolsBalancerProps {
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly accessLogs: s3.IBucket;
}

/**
 * The private way to the backends: a network load balancer with addresses of the VPC only. Its name can be resolved
 * outside the VPC, which the routing domain of a private endpoint needs; it stays when instances are replaced.
 */
export class ToolsBalancer extends Construct {
  readonly balancer: elbv2.NetworkLoadBalancer;

  constructor(scope: Construct, id: string, props: ToolsBalancerProps) {
    super(scope, id);
    this.balancer = new elbv2.NetworkLoadBalancer(this, 'Balancer', {
      vpc: props.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      internetFacing: false,
      crossZoneEnabled: true,
      securityGroups: [props.securityGroup],
    });
    this.balancer.setAttribute('access_logs.s3.enabled', 'true');
    this.balancer.setAttribute('access_logs.s3.bucket', props.accessLogs.bucketName);
    this.balancer.setAttribute('access_logs.s3.prefix', 'tools-balancer');
  }
}
