import { Aws } from 'aws-cdk-lib';
import * as agentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import type { DeploymentOptions } from '../options.ts';
import { RuntimeImage } from './runtime-image.ts';
import { RuntimeRole } from './runtime-role.ts';
import type { UserDirectory } from './user-directory.ts';

export interface AgentRuntimeProps {
  /** With `runtimeImage` an ARM64 image of ECR with `POST /invocations` and `GET /ping` on 8080; else ours is built. */
  readonly options: DeploymentOptions;
  readonly directory: UserDirectory;
  /** What the program in the image reads besides its region. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The investigation as an AgentCore Runtime, called with AWS credentials only. It reaches the gateway and Cognito and
 * nothing of the VPC, and therefore stands outside it: in the security group of the instances it could reach PostgreSQL.
 */
export class AgentRuntime extends Construct {
  readonly runtime: agentcore.Runtime;

  constructor(scope: Construct, id: string, props: AgentRuntimeProps) {
    super(scope, id);
    const runtimeName = `${props.options.name.replaceAll('-', '_')}_runtime`;
    const { repository, tag } = this.imageOf(props.options.runtimeImage);
    const { role } = new RuntimeRole(this, 'Access', { ...props, runtimeName, repository });
    this.runtime = new agentcore.Runtime(this, 'Runtime', {
      runtimeName,
      description: 'Examinations of the on-call bot',
      agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromEcrRepository(repository, tag),
      // As it is: CDK would add rights on the logs and identities of every runtime of the account.
      executionRole: role.withoutPolicyUpdates(),
      networkConfiguration: agentcore.RuntimeNetworkConfiguration.usingPublicNetwork(),
      environmentVariables: { AWS_REGION: Aws.REGION, ...props.environment },
    });
    this.runtime.node.addDependency(role);
  }

  private imageOf(image: string | undefined): { readonly repository: ecr.IRepository; readonly tag: string } {
    if (image === undefined) {
      const { asset } = new RuntimeImage(this, 'Image');
      return { repository: asset.repository, tag: asset.imageTag };
    }
    const [repositoryName = '', tag = ''] = image.split(':');
    return { repository: ecr.Repository.fromRepositoryName(this, 'Images', repositoryName), tag };
  }
}
