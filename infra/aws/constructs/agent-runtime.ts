import { Aws } from 'aws-cdk-lib';
import * as agentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface AgentRuntimeProps {
  readonly name: string;
  /** `repository:tag` in ECR: an ARM64 image with `POST /invocations` and `GET /ping` on 8080. */
  readonly image: string;
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
  /** What the program in the image reads besides its region. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The investigation as an AgentCore Runtime, in the VPC, traced by X-Ray, called with AWS credentials only. */
export class AgentRuntime extends Construct {
  readonly runtime: agentcore.Runtime;

  constructor(scope: Construct, id: string, props: AgentRuntimeProps) {
    super(scope, id);
    const [repositoryName = '', tag] = props.image.split(':');
    const repository = ecr.Repository.fromRepositoryName(this, 'Images', repositoryName);
    this.runtime = new agentcore.Runtime(this, 'Runtime', {
      runtimeName: `${props.name.replaceAll('-', '_')}_runtime`,
      agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromEcrRepository(repository, tag),
      networkConfiguration: agentcore.RuntimeNetworkConfiguration.usingVpc(this, {
        vpc: props.vpc,
        securityGroups: [props.securityGroup],
      }),
      environmentVariables: { AWS_REGION: Aws.REGION, ...props.environment },
      tracingEnabled: true,
    });
    const logGroups = 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:';
    const ownLogs = 'AgentCore names the log groups of a runtime itself; the role may write them and no others.';
    acknowledge(this.runtime, {
      [`IAM5[Resource::${logGroups}/aws/bedrock-agentcore/runtimes/*]`]: ownLogs,
      [`IAM5[Resource::${logGroups}/aws/bedrock-agentcore/runtimes/*:log-stream:*]`]: ownLogs,
      [`IAM5[Resource::${logGroups}*]`]: 'Listing log groups knows no narrower resource.',
      'IAM5[Resource::*]': 'X-Ray, metrics of one namespace and ECR’s token know no resources.',
      'IAM5[Resource::arn:<AWS::Partition>:bedrock-agentcore:<AWS::Region>:<AWS::AccountId>:workload-identity-directory/default/workload-identity/*]':
        'AgentCore names the identity of a runtime itself, when it makes it.',
    });
  }
}
