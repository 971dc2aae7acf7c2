import { Stack } from 'aws-cdk-lib';
import * as agentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { BACKENDS } from './backends.ts';

export interface AgentGatewayProps {
  readonly name: string;
  readonly role: iam.IRole;
  readonly pool: cognito.UserPool;
  readonly client: cognito.IUserPoolClient;
  readonly backendKey: secretsmanager.ISecret;
  readonly schemas: s3.IBucket;
  /** The object of each backend's schema in `schemas`. */
  readonly schemaKeys: Readonly<Record<string, string>>;
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
  /** Where the private endpoint sends what is for the backends' host. */
  readonly routingDomain: string;
}

/**
 * The AgentCore Gateway: the MCP endpoint that checks each user's JWT, and a target for each backend, which it reaches
 * inside the VPC (VPC Lattice) with an API key of its own.
 */
export class AgentGateway extends Construct {
  readonly gateway: agentcore.Gateway;
  readonly targets: readonly agentcore.CfnGatewayTarget[];

  constructor(scope: Construct, id: string, props: AgentGatewayProps) {
    super(scope, id);
    this.gateway = new agentcore.Gateway(this, 'Gateway', {
      gatewayName: `${props.name}-tools`,
      description: 'Tools of the on-call bot',
      role: props.role,
      authorizerConfiguration: agentcore.GatewayAuthorizer.usingCustomJwt({
        discoveryUrl: `${props.pool.userPoolProviderUrl}/.well-known/openid-configuration`,
        // Access tokens of Cognito name their client, and no audience.
        allowedClients: [props.client.userPoolClientId],
      }),
      protocolConfiguration: agentcore.GatewayProtocol.mcp({
        searchType: agentcore.McpGatewaySearchType.SEMANTIC,
        supportedVersions: [agentcore.MCPProtocolVersion.MCP_2025_11_25, agentcore.MCPProtocolVersion.MCP_2025_06_18],
      }),
    });
    const provider = new agentcore.CfnApiKeyCredentialProvider(this, 'BackendKey', {
      name: `${props.name}-backends`,
      // Ours, so that a rotation reaches the gateway without a deployment.
      apiKeySecretSource: 'EXTERNAL',
      apiKeySecretConfig: { secretId: props.backendKey.secretArn, jsonKey: 'apiKey' },
    });
    this.targets = BACKENDS.map(({ name }) => this.target(name, provider, props));
  }

  private target(name: string, provider: agentcore.CfnApiKeyCredentialProvider, props: AgentGatewayProps) {
    const isolated = props.vpc.selectSubnets({ subnetType: ec2.SubnetType.PRIVATE_ISOLATED });
    return new agentcore.CfnGatewayTarget(this, `Target-${name}`, {
      gatewayIdentifier: this.gateway.gatewayId,
      name,
      description: `Backend ${name}`,
      targetConfiguration: {
        mcp: {
          openApiSchema: {
            s3: {
              uri: props.schemas.s3UrlForObject(props.schemaKeys[name]),
              bucketOwnerAccountId: Stack.of(this).account,
            },
          },
        },
      },
      credentialProviderConfigurations: [
        {
          credentialProviderType: 'API_KEY',
          credentialProvider: {
            apiKeyCredentialProvider: {
              providerArn: provider.attrCredentialProviderArn,
              credentialLocation: 'HEADER',
              credentialParameterName: 'X-API-Key',
            },
          },
        },
      ],
      privateEndpoint: {
        managedVpcResource: {
          vpcIdentifier: props.vpc.vpcId,
          subnetIds: isolated.subnetIds,
          securityGroupIds: [props.securityGroup.securityGroupId],
          endpointIpAddressType: 'IPV4',
          routingDomain: props.routingDomain,
        },
      },
    });
  }
}
