import { Stack, type StackProps } from 'aws-cdk-lib';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { UserDirectory } from '../constructs/user-directory.ts';
import type { DeploymentOptions } from '../options.ts';

export interface IdentityStackProps extends StackProps {
  readonly options: DeploymentOptions;
  readonly challengeSecret: secretsmanager.ISecret;
}

/** Who people are to the bot, and what they may. */
export class IdentityStack extends Stack {
  readonly directory: UserDirectory;

  constructor(scope: Construct, id: string, props: IdentityStackProps) {
    super(scope, id, props);
    this.directory = new UserDirectory(this, 'Directory', {
      name: props.options.name,
      domain: props.options.domain,
      challengeSecret: props.challengeSecret,
    });
  }
}
