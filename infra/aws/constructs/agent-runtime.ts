import { Aws } from 'aws-cdk-lib';
import * as agentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface AgentRuntimeProps {
  readonly name: string;
  readonly role: iam.IRole;
  readonly imageUri: string;
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly environment: Readonly<Record<string, string>>;
}

/** The investigation as an AgentCore Runtime: an ARM64 image, in the VPC, traced. */
export class AgentRuntime extends Construct {
  readonly runtime: agentcore.Runtime;

  constructor(scope: Construct, id: string, props: AgentRuntimeProps) {
    super(scope, id);
    this.runtime = new agentcore.Runtime(this, 'Runtime', {
      runtimeName: `${props.name.replaceAll('-', '_')}_runtime`,
      agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromImageUri(props.imageUri),
      executionRole: props.role,
      networkConfiguration: agentcore.RuntimeNetworkConfiguration.usingVpc(this, {
        vpc: props.vpc,
        securityGroups: [props.securityGroup],
      }),
      environmentVariables: { AWS_REGION: Aws.REGION, ...props.environment },
      tracingEnabled: true,
    });
  }
}
