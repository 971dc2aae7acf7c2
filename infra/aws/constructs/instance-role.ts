import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeploymentOptions } from '../options.ts';
import type { AgentCoreStack } from '../stacks/agentcore-stack.ts';
import type { FoundationStack } from '../stacks/foundation-stack.ts';
import { acknowledge, exportedArnOf } from './acknowledge.ts';
import type { Artifact } from './artifact.ts';
import { Database } from './database.ts';
import { grantKnowledgeBase } from './knowledge-base.ts';
import type { UserDirectory } from './user-directory.ts';

export interface InstanceRoleProps {
  readonly options: DeploymentOptions;
  readonly suffix: string;
  readonly foundation: FoundationStack;
  readonly agentcore: AgentCoreStack;
  readonly directory: UserDirectory;
  readonly artifact: Artifact;
}

/** Actions that know no resource, so that a policy can only say `*`; where there is a condition, it narrows them. */
export const ACTIONS_WITHOUT_RESOURCES: Readonly<Record<string, string>> = {
  'bedrock:InvokeInlineAgent':
    'An inline agent has no ARN; what it may reach is the models listed, and the bot’s own tools.',
  'cloudwatch:PutMetricData': 'Metrics have no ARN; a condition holds it to one namespace.',
  'ec2:DescribeTags': 'Descriptions know no resource; the CloudWatch agent reads its own instance’s tags.',
  'route53:ListHostedZones': 'Lists know no resource; certbot finds the zone by it.',
  'ssm:UpdateInstanceInformation': 'Session Manager: an instance that is not registered yet has no ARN.',
  'ssmmessages:CreateControlChannel': 'Session Manager’s channels have no ARN.',
  'ssmmessages:CreateDataChannel': 'Session Manager’s channels have no ARN.',
  'ssmmessages:OpenControlChannel': 'Session Manager’s channels have no ARN.',
  'ssmmessages:OpenDataChannel': 'Session Manager’s channels have no ARN.',
  'xray:GetSamplingRules': 'X-Ray knows no resources for traces.',
  'xray:GetSamplingTargets': 'X-Ray knows no resources for traces.',
  'xray:PutTelemetryRecords': 'X-Ray knows no resources for traces.',
  'xray:PutTraceSegments': 'X-Ray knows no resources for traces.',
};

/** SREAgentEC2Role: what bot, backends and agents on an instance may do. Each statement names its resources. */
export class InstanceRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: InstanceRoleProps) {
    super(scope, id);
    this.role = new iam.Role(this, 'Role', {
      roleName: `SREAgentEC2Role${props.suffix}`,
      description: 'Instances of the on-call bot',
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    });
    this.allowStorage(props);
    this.allowOperation(props);
    this.allowModels(props.options);
    grantKnowledgeBase(this.role, props.options);
    if (props.options.hostedZone && !props.options.growth) {
      this.allowChallenge(props.options.domain, props.options.hostedZone.id);
    }
    props.directory.grantBot(this.role);
    props.agentcore.memory.grantBot(this.role);
    this.explain(props);
  }

  /** To hand investigations to one runtime, at the endpoint that always runs its newest version. */
  allowRuntime(runtimeArn: string): void {
    const endpoint = `${runtimeArn}/runtime-endpoint/DEFAULT`;
    const actions = ['bedrock-agentcore:InvokeAgentRuntime', 'bedrock-agentcore:StopRuntimeSession'];
    this.allow('Runtime', actions, [runtimeArn, endpoint]);
  }

  private allow(sid: string, actions: string[], resources: string[], conditions?: Record<string, unknown>): void {
    this.role.addToPolicy(new iam.PolicyStatement({ sid, actions, resources, conditions }));
  }

  private allowStorage({ foundation, artifact }: InstanceRoleProps): void {
    const { storage, secrets, database, key } = foundation;
    const own = ['snapshot/*', 'environment/*', 'certificates/*', 'duty.yaml', 'config/*', 'oncall/*'];
    this.allow(
      'ReadConfiguration',
      ['s3:GetObject'],
      own.map((prefix) => storage.config.arnForObjects(prefix)),
    );
    this.allow('ListConfiguration', ['s3:ListBucket'], [storage.config.bucketArn]);
    this.allow('KeepCertificate', ['s3:PutObject'], [storage.config.arnForObjects('certificates/letsencrypt.tar.gz')]);
    this.allow('Reports', ['s3:GetObject', 's3:PutObject'], [storage.reports.arnForObjects('reports/*')]);
    const { s3BucketName, s3ObjectKey } = artifact.asset;
    this.allow('Artifact', ['s3:GetObject'], [`arn:${Aws.PARTITION}:s3:::${s3BucketName}/${s3ObjectKey}`]);
    const slack = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${secrets.slack.secretName}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const readable = [secrets.backendKey.secretArn, secrets.challenge.secretArn, slack];
    this.allow('Secrets', ['secretsmanager:GetSecretValue'], readable);
    this.allow('DataKey', ['kms:Decrypt', 'kms:GenerateDataKey'], [key.key.keyArn], {
      StringEquals: {
        'kms:ViaService': ['secretsmanager', 's3'].map((service) => `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`),
      },
    });
    const user = `dbuser:${database.cluster.clusterResourceIdentifier}/${Database.USER}`;
    this.allow(
      'DatabaseSignIn',
      ['rds-db:connect'],
      [`arn:${Aws.PARTITION}:rds-db:${Aws.REGION}:${Aws.ACCOUNT_ID}:${user}`],
    );
  }

  private allowOperation({ options }: InstanceRoleProps): void {
    const logs = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:/${options.name}/*`;
    this.allow('Logs', ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], [logs]);
    this.allow('Metrics', ['cloudwatch:PutMetricData'], ['*'], {
      StringEquals: { 'cloudwatch:namespace': options.name },
    });
    const without = Object.keys(ACTIONS_WITHOUT_RESOURCES).filter((action) =>
      /^(ssm|ssmmessages|xray|ec2):/.test(action),
    );
    this.allow('SessionsAndTraces', without, ['*']);
  }

  private allowModels({ modelIds, guardrail }: DeploymentOptions): void {
    if (modelIds.length === 0) return;
    if (guardrail) {
      const one = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:guardrail/${guardrail.id}`;
      this.allow('Guardrail', ['bedrock:ApplyGuardrail'], [one]);
    }
    // A foundation model belongs to no account, and a profile of several regions leads to any of them.
    const models = modelIds.flatMap((id) => [
      `arn:${Aws.PARTITION}:bedrock:*::foundation-model/${id.replace(/^(us|eu|apac|global)\./, '')}`,
      ...(/^(us|eu|apac|global)\./.test(id)
        ? [`arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${id}`]
        : []),
    ]);
    this.allow('Models', ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'], models);
    this.allow('InlineAgent', ['bedrock:InvokeInlineAgent'], ['*']);
  }

  private allowChallenge(domain: string, zoneId: string): void {
    this.allow(
      'CertificateChallenge',
      ['route53:ChangeResourceRecordSets'],
      [`arn:${Aws.PARTITION}:route53:::hostedzone/${zoneId}`],
      {
        'ForAllValues:StringEquals': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`_acme-challenge.${domain}`],
          'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
        },
      },
    );
    this.allow('ChallengeSpread', ['route53:GetChange'], [`arn:${Aws.PARTITION}:route53:::change/*`]);
    this.allow('FindZone', ['route53:ListHostedZones'], ['*']);
  }

  private explain({ options, foundation }: InstanceRoleProps): void {
    const { storage } = foundation;
    const config = exportedArnOf(storage.config);
    const within = 'A prefix of one bucket that holds nothing but what its name says.';
    acknowledge(this.role, {
      'IAM5[Resource::*]':
        'Only the actions of ACTIONS_WITHOUT_RESOURCES, each with its reason there; a test holds the list.',
      ...Object.fromEntries(
        ['snapshot', 'environment', 'certificates', 'config', 'oncall'].map((part) => [
          `IAM5[Resource::${config}/${part}/*]`,
          within,
        ]),
      ),
      [`IAM5[Resource::${exportedArnOf(storage.reports)}/reports/*]`]: within,
      [`IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/${options.name}/*]`]:
        'Log groups of this deployment, and their streams, which the agent names after instances.',
      'IAM5[Resource::arn:<AWS::Partition>:route53:::change/*]': 'Route 53 names changes itself; one can only be read.',
      ...Object.fromEntries(
        options.modelIds.map((id) => [
          `IAM5[Resource::arn:<AWS::Partition>:bedrock:*::foundation-model/${id.replace(/^(us|eu|apac|global)\./, '')}]`,
          'One model; an inference profile may lead to any of its regions.',
        ]),
      ),
    });
  }
}
