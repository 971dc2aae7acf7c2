import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { DeploymentOptions } from './options.ts';
import { AgentCoreStack } from './stacks/agentcore-stack.ts';
import { FoundationStack } from './stacks/foundation-stack.ts';
import { IdentityStack } from './stacks/identity-stack.ts';
import { MonitoringStack } from './stacks/monitoring-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

/** Today's behaviour of CDK where it kept an older one for those who had it already. */
const FLAGS = {
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/aws-lambda:recognizeLayerVersion': true,
  '@aws-cdk/aws-rds:lowercaseDbIdentifier': true,
  '@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments': true,
  '@aws-cdk/aws-kms:aliasNameRef': true,
  '@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption': true,
  // What another stack uses cannot be taken away under it.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
} as const;

/** Builds all stacks of a deployment in an app. Account and region come from whoever deploys. */
export function createDeployment(app: App, options: DeploymentOptions) {
  const { name } = options;
  for (const [flag, value] of Object.entries(FLAGS)) app.node.setContext(flag, value);
  const foundation = new FoundationStack(app, `${name}-foundation`, { options });
  const identity = new IdentityStack(app, `${name}-identity`, {
    options,
    challengeSecret: foundation.secrets.challenge,
  });
  const { directory } = identity;
  const agentcore = new AgentCoreStack(app, `${name}-agentcore`, { options, foundation, directory });
  const service = new ServiceStack(app, `${name}-service`, { options, foundation, directory, agentcore });
  const monitoring = new MonitoringStack(app, `${name}-monitoring`, { options, foundation, service });
  Tags.of(app).add('application', name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { foundation, identity, agentcore, service, monitoring };
}
