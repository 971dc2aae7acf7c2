import { Aws } from 'aws-cdk-lib';
import * as agentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface AgentRuntimeProps {
  readonly name: string;
  /** An ARM64 image with `POST /invocations` and `GET /ping` on 8080, in a registry of this account. */
  readonly imageUri: string;
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
}

/** The investigation as an AgentCore Runtime, in the VPC, traced by X-Ray, called with AWS credentials only. */
export class AgentRuntime extends Construct {
  readonly runtime: agentcore.Runtime;

  constructor(scope: Construct, id: string, props: AgentRuntimeProps) {
    super(scope, id);
    this.runtime = new agentcore.Runtime(this, 'Runtime', {
      runtimeName: `${props.name.replaceAll('-', '_')}_runtime`,
      agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromImageUri(props.imageUri),
      networkConfiguration: agentcore.RuntimeNetworkConfiguration.usingVpc(this, {
        vpc: props.vpc,
        securityGroups: [props.securityGroup],
      }),
      environmentVariables: { AWS_REGION: Aws.REGION },
      tracingEnabled: true,
    });
  }
}
