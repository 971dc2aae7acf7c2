import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { DeploymentOptions } from '../options.ts';
import { acknowledge } from './acknowledge.ts';
import { disk, machineImage, machineType } from './machine.ts';

export interface SingleInstanceProps {
  readonly options: DeploymentOptions;
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly role: iam.IRole;
  readonly userData: ec2.UserData;
}

/** One instance in a public subnet with an address of its own, which stays when the instance is replaced. */
export class SingleInstance extends Construct {
  readonly instance: ec2.Instance;
  readonly address: ec2.CfnEIP;

  constructor(scope: Construct, id: string, props: SingleInstanceProps) {
    super(scope, id);
    const { options } = props;
    const { deviceName, size, volume } = disk();
    this.instance = new ec2.Instance(this, 'Instance', {
      vpc: props.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      associatePublicIpAddress: true,
      instanceType: machineType(options),
      machineImage: machineImage(options),
      securityGroup: props.securityGroup,
      role: props.role,
      userData: props.userData,
      // A new artifact or setting is a new instance: what runs is always what was deployed.
      userDataCausesReplacement: true,
      httpTokens: ec2.HttpTokens.REQUIRED,
      httpPutResponseHopLimit: 1,
      detailedMonitoring: true,
      blockDevices: [{ deviceName, volume: ec2.BlockDeviceVolume.ebs(size, volume) }],
    });
    this.address = new ec2.CfnEIP(this, 'Address', { domain: 'vpc' });
    new ec2.CfnEIPAssociation(this, 'AddressOfInstance', {
      allocationId: this.address.attrAllocationId,
      instanceId: this.instance.instanceId,
    });
    if (options.hostedZone) {
      const zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
        hostedZoneId: options.hostedZone.id,
        zoneName: options.hostedZone.name,
      });
      new route53.ARecord(this, 'Name', {
        zone,
        recordName: `${options.domain}.`,
        target: route53.RecordTarget.fromIpAddresses(this.address.ref),
        ttl: Duration.minutes(1),
      });
    }
    acknowledge(this.instance, {
      EC29: 'An instance holds nothing that is not elsewhere; a deployment replaces it, which protection would refuse.',
    });
  }
}
