import { Aws, CfnMapping, Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { DeploymentOptions } from '../options.ts';
import type { AgentCoreStack } from '../stacks/agentcore-stack.ts';
import type { FoundationStack } from '../stacks/foundation-stack.ts';
import type { Artifact } from './artifact.ts';
import { Database } from './database.ts';
import { knowledgeBaseEnvironment } from './knowledge-base.ts';
import type { UserDirectory } from './user-directory.ts';

export interface UserDataProps {
  readonly options: DeploymentOptions;
  readonly foundation: FoundationStack;
  readonly agentcore: AgentCoreStack;
  readonly directory: UserDirectory;
  readonly artifact: Artifact;
  readonly runtimeArn?: string;
}

/** Where each partition keeps the roots of its databases' certificates. */
const DATABASE_ROOTS = {
  aws: { url: 'https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem' },
  'aws-us-gov': { url: 'https://truststore.pki.us-gov-west-1.rds.amazonaws.com/global/global-bundle.pem' },
  'aws-cn': { url: 'https://rds-truststore.s3.cn-north-1.amazonaws.com.cn/global/global-bundle.pem' },
} as const;

/** What differs between deployments, for the scripts on an instance. Names and addresses only: secrets are fetched. */
function deploymentSettings(scope: Construct, props: UserDataProps): Readonly<Record<string, string>> {
  const { options, foundation, agentcore, directory } = props;
  const roots = new CfnMapping(scope, 'DatabaseRoots', { mapping: DATABASE_ROOTS });
  return {
    NAME: options.name,
    DOMAIN: options.domain,
    CERTIFICATE: options.growth ? 'none' : options.certificateChallenge,
    CERTIFICATE_EMAIL: options.certificateEmail ?? '',
    AWS_REGION: Aws.REGION,
    AWS_URL_SUFFIX: Aws.URL_SUFFIX,
    CONFIG_BUCKET: foundation.storage.config.bucketName,
    REPORT_BUCKET: foundation.storage.reports.bucketName,
    SLACK_SECRET: foundation.secrets.slack.secretName,
    BACKEND_SECRET: foundation.secrets.backendKey.secretArn,
    CHALLENGE_SECRET: foundation.secrets.challenge.secretArn,
    DATABASE_HOST: foundation.database.cluster.clusterEndpoint.hostname,
    DATABASE_NAME: Database.NAME,
    DATABASE_USER: Database.USER,
    DATABASE_CA_URL: Fn.findInMap(roots.logicalId, Aws.PARTITION, 'url'),
    COGNITO_USER_POOL_ID: directory.pool.userPoolId,
    COGNITO_CLIENT_ID: directory.client.userPoolClientId,
    MEMORY_ID: agentcore.memory.memory.memoryId,
    GATEWAY_URL: agentcore.gateway.gateway.gatewayUrl ?? '',
    ALERT_SNS_TOPICS: foundation.alarms.topic.topicArn,
    ALLOWED_EMAIL_DOMAINS: options.allowedEmailDomains.join(','),
    DEFAULT_ROLE: options.defaultRole,
    BEDROCK_MODEL_ID: options.modelIds[0] ?? '',
    BEDROCK_GUARDRAIL_ID: options.guardrail?.id ?? '',
    BEDROCK_GUARDRAIL_VERSION: options.guardrail?.version ?? '',
    ...knowledgeBaseEnvironment(options),
    RUNTIME_ARN: props.runtimeArn ?? '',
  };
}

/** The first script of an instance: it writes the settings, fetches the artifact, and lets its own script do the rest. */
export function createUserData(scope: Construct, props: UserDataProps): ec2.UserData {
  const { s3ObjectUrl } = props.artifact.asset;
  const settings = Object.entries(deploymentSettings(scope, props)).map(([name, value]) => `${name}=${value}`);
  const data = ec2.UserData.forLinux();
  data.addCommands(
    'set -euo pipefail',
    'export DEBIAN_FRONTEND=noninteractive',
    'install -d -m 0755 /etc/oncall /opt/oncall/app',
    "cat >/etc/oncall/deployment.env <<'SETTINGS'",
    ...settings,
    'SETTINGS',
    'apt-get update -q && apt-get install -qy --no-install-recommends awscli unzip',
    `aws s3 cp --quiet --region ${Aws.REGION} '${s3ObjectUrl}' /tmp/artifact.zip`,
    'unzip -q -o /tmp/artifact.zip -d /opt/oncall/app',
    'bash /opt/oncall/app/infra/aws/instance/install.sh',
  );
  return data;
}
