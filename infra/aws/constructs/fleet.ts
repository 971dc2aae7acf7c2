import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DeploymentOptions } from '../options.ts';
import { disk, machineImage, machineType } from './machine.ts';

export interface FleetProps {
  readonly options: DeploymentOptions & { readonly hostedZone: NonNullable<DeploymentOptions['hostedZone']> };
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly visitors: ec2.ISecurityGroup;
  readonly role: iam.IRole;
  readonly userData: ec2.UserData;
  readonly accessLogs: s3.IBucket;
  readonly alarms: sns.ITopic;
}

/** Instances over two zones behind a load balancer, sharing the database: any of them goes on with another's work. */
export class Fleet extends Construct {
  readonly group: autoscaling.AutoScalingGroup;
  readonly balancer: elbv2.ApplicationLoadBalancer;
  readonly certificate: acm.Certificate;

  constructor(scope: Construct, id: string, props: FleetProps) {
    super(scope, id);
    const { options, vpc } = props;
    const zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: options.hostedZone.id,
      zoneName: options.hostedZone.name,
    });
    this.certificate = new acm.Certificate(this, 'Certificate', {
      domainName: options.domain,
      validation: acm.CertificateValidation.fromDns(zone),
    });
    this.group = this.createGroup(props);
    this.balancer = new elbv2.ApplicationLoadBalancer(this, 'Balancer', {
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      internetFacing: true,
      securityGroup: props.visitors,
      dropInvalidHeaderFields: true,
      deletionProtection: true,
    });
    for (const [key, value] of [
      ['access_logs.s3.enabled', 'true'],
      ['access_logs.s3.bucket', props.accessLogs.bucketName],
      ['access_logs.s3.prefix', 'visitors'],
    ] as const) {
      this.balancer.setAttribute(key, value);
    }
    const listener = this.balancer.addListener('Https', {
      port: 443,
      certificates: [this.certificate],
      sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS,
      open: false,
    });
    listener.addTargets('Bots', {
      port: 443,
      protocol: elbv2.ApplicationProtocol.HTTPS,
      targets: [this.group],
      deregistrationDelay: Duration.seconds(30),
      // Alive, not ready: a database that is away must not empty the group.
      healthCheck: { path: '/health', protocol: elbv2.Protocol.HTTPS, interval: Duration.seconds(15) },
    });
    new route53.ARecord(this, 'Name', {
      zone,
      recordName: `${options.domain}.`,
      target: route53.RecordTarget.fromAlias(new targets.LoadBalancerTarget(this.balancer)),
    });
  }

  private createGroup(props: FleetProps): autoscaling.AutoScalingGroup {
    const { deviceName, size, volume } = disk();
    const launchTemplate = new ec2.LaunchTemplate(this, 'Template', {
      instanceType: machineType(props.options),
      machineImage: machineImage(props.options),
      securityGroup: props.securityGroup,
      associatePublicIpAddress: true,
      role: props.role,
      userData: props.userData,
      requireImdsv2: true,
      httpPutResponseHopLimit: 1,
      detailedMonitoring: true,
      blockDevices: [{ deviceName, volume: ec2.BlockDeviceVolume.ebs(size, volume) }],
    });
    const group = new autoscaling.AutoScalingGroup(this, 'Group', {
      vpc: props.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      launchTemplate,
      minCapacity: 2,
      maxCapacity: 6,
      healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
        gracePeriod: Duration.minutes(10),
        additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB],
      }),
      updatePolicy: autoscaling.UpdatePolicy.rollingUpdate({ minInstancesInService: 2, maxBatchSize: 1 }),
      notifications: [{ topic: props.alarms }],
    });
    group.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
    return group;
  }
}
