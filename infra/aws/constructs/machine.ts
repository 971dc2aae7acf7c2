import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { DeploymentOptions } from '../options.ts';

/** Debian 12 as Debian publishes it; the newest image is looked up at deployment. */
const IMAGES = {
  x86_64: '/aws/service/debian/release/12/latest/amd64',
  arm64: '/aws/service/debian/release/12/latest/arm64',
} as const;

/** Four processors and 16 GB: t3.xlarge, or its like on Graviton. */
export function machineType(options: DeploymentOptions): ec2.InstanceType {
  const family = options.architecture === 'arm64' ? ec2.InstanceClass.T4G : ec2.InstanceClass.T3;
  return ec2.InstanceType.of(family, ec2.InstanceSize.XLARGE);
}

/** The image an instance starts from. */
export function machineImage(options: DeploymentOptions): ec2.IMachineImage {
  return ec2.MachineImage.fromSsmParameter(IMAGES[options.architecture], { os: ec2.OperatingSystemType.LINUX });
}

/** One encrypted disk. Nothing on it is the only copy: it goes with the instance. */
export function disk() {
  const volume = { encrypted: true, volumeType: ec2.EbsDeviceVolumeType.GP3, deleteOnTermination: true };
  return { deviceName: '/dev/xvda', size: 30, volume };
}
