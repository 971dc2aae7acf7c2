import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge, exportedArnOf } from './acknowledge.ts';

export interface AgentCoreRoleProps {
  readonly name: string;
  /** Deployments besides the first have their name in the role's. */
  readonly suffix: string;
  readonly key: kms.IKey;
  readonly schemas: s3.IBucket;
  readonly backendKey: secretsmanager.ISecret;
}

/** BedrockAgentCoreRole: what the gateway and the memory do in our name. */
export class AgentCoreRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: AgentCoreRoleProps) {
    super(scope, id);
    this.role = new iam.Role(this, 'Role', {
      roleName: `BedrockAgentCoreRole${props.suffix}`,
      description: 'AgentCore gateway and memory of the on-call bot',
      assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': this.arn('*') },
        },
      }),
    });
    const directory = this.arn('workload-identity-directory/default');
    const identitiesPath = `workload-identity-directory/default/workload-identity/${props.name}-tools-*`;
    const identities = this.arn(identitiesPath);
    const allow = (sid: string, actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
      this.role.addToPolicy(new iam.PolicyStatement({ sid, actions, resources, conditions }));
    allow('OwnIdentity', ['bedrock-agentcore:GetWorkloadAccessToken'], [directory, identities]);
    allow(
      'BackendKeyFromTheVault',
      ['bedrock-agentcore:GetResourceApiKey'],
      [
        directory,
        identities,
        this.arn('token-vault/default'),
        this.arn(`token-vault/default/apikeycredentialprovider/${props.name}-backends`),
      ],
    );
    allow('BackendKey', ['secretsmanager:GetSecretValue'], [props.backendKey.secretArn]);
    allow('Schemas', ['s3:GetObject'], [props.schemas.arnForObjects('schemas/*')]);
    allow('SecretsAndSchemasAreEncrypted', ['kms:Decrypt'], [props.key.keyArn], {
      StringEquals: {
        'kms:ViaService': [`secretsmanager.${Aws.REGION}.${Aws.URL_SUFFIX}`, `s3.${Aws.REGION}.${Aws.URL_SUFFIX}`],
      },
    });
    acknowledge(this.role, {
      [`IAM5[Resource::arn:<AWS::Partition>:bedrock-agentcore:<AWS::Region>:<AWS::AccountId>:${identitiesPath}]`]:
        'AgentCore ends the name of the identity of this gateway with letters of its own.',
      [`IAM5[Resource::${exportedArnOf(props.schemas)}/schemas/*]`]:
        'A schema’s name changes with its content; nothing but schemas is under this prefix.',
      'IAM5[Action::kms:ReEncrypt*]': 'ReEncryptFrom and ReEncryptTo of one key, as CDK’s Memory grants them.',
    });
  }

  private arn(resource: string): string {
    const [first, ...rest] = resource.split('/');
    return Stack.of(this).formatArn({
      service: 'bedrock-agentcore',
      resource: first ?? '',
      ...(rest.length > 0
        ? { resourceName: rest.join('/'), arnFormat: ArnFormat.SLASH_RESOURCE_NAME }
        : { arnFormat: ArnFormat.NO_RESOURCE_NAME }),
    });
  }
}
