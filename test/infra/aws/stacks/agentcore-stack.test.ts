import { expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { BACKENDS } from '../../../../infra/aws/constructs/backends.ts';
import { renderSchema } from '../../../../infra/aws/constructs/published-schemas.ts';
import { resources, synthesize } from '../synthesis.ts';

test('the gateway speaks MCP, searches by meaning, and lets in tokens of our client only', () => {
  synthesize().agentcore.hasResourceProperties('AWS::BedrockAgentCore::Gateway', {
    ProtocolType: 'MCP',
    ProtocolConfiguration: { Mcp: { SearchType: 'SEMANTIC' } },
    AuthorizerType: 'CUSTOM_JWT',
    AuthorizerConfiguration: {
      CustomJWTAuthorizer: { AllowedClients: [Match.anyValue()], DiscoveryUrl: Match.anyValue() },
    },
  });
});

test('each backend is a target from its schema in S3, with the key in X-API-Key, reached inside the VPC', () => {
  const { agentcore } = synthesize();
  for (const backend of BACKENDS) {
    agentcore.hasResourceProperties('AWS::BedrockAgentCore::GatewayTarget', {
      Name: backend.name,
      TargetConfiguration: {
        Mcp: {
          OpenApiSchema: {
            S3: {
              Uri: {
                'Fn::Join': ['', Match.arrayWith([`/${renderSchema(backend, 'oncall.example.com').key}`])],
              },
            },
          },
        },
      },
      CredentialProviderConfigurations: [
        {
          CredentialProviderType: 'API_KEY',
          CredentialProvider: {
            ApiKeyCredentialProvider: { CredentialLocation: 'HEADER', CredentialParameterName: 'X-API-Key' },
          },
        },
      ],
      PrivateEndpoint: {
        ManagedVpcResource: {
          RoutingDomain: Match.anyValue(),
          VpcIdentifier: Match.anyValue(),
          SubnetIds: Match.anyValue(),
        },
      },
    });
  }
  const targets = resources(agentcore, 'AWS::BedrockAgentCore::GatewayTarget');
  expect(targets).toHaveLength(BACKENDS.length);
  for (const [, target] of targets) expect(JSON.stringify(target.PrivateEndpoint)).not.toContain('public');
});

test('the gateway reads the key from our secret, so that a rotation reaches it', () => {
  synthesize().agentcore.hasResourceProperties('AWS::BedrockAgentCore::ApiKeyCredentialProvider', {
    ApiKeySecretSource: 'EXTERNAL',
    ApiKeySecretConfig: { JsonKey: 'apiKey', SecretId: Match.anyValue() },
  });
});

test.each(BACKENDS)(
  'the schema of $name can be a target: a server of ours, every operation named, no alternatives',
  (backend) => {
    const { json, key } = renderSchema(backend, 'oncall.example.com');
    const schema = JSON.parse(json) as {
      servers: unknown;
      paths: Record<string, Record<string, { operationId?: string }>>;
    };
    expect(schema.servers).toEqual([{ url: `https://oncall.example.com:${backend.port}` }]);
    expect(json).not.toMatch(/"(oneOf|anyOf|allOf)"/);
    const operations = Object.values(schema.paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(4);
    expect(operations.every((operation) => /^[a-z_]+$/.test(operation.operationId ?? ''))).toBe(true);
    // Another content is another name.
    expect(renderSchema(backend, 'other.example.com').key).not.toBe(key);
  },
);

test('the memory has a strategy for what is of a person, each namespace closed by a slash', () => {
  const [, memory] = resources(synthesize().agentcore, 'AWS::BedrockAgentCore::Memory')[0]!;
  const namespaces = (memory.MemoryStrategies as Record<string, { Namespaces: string[] }>[])
    .flatMap((strategy) => Object.entries(strategy))
    .map(([kind, { Namespaces }]) => [kind, Namespaces]);
  expect(Object.fromEntries(namespaces)).toEqual({
    UserPreferenceMemoryStrategy: ['/sre/users/{actorId}/preferences/'],
    SummaryMemoryStrategy: ['/sre/investigations/{actorId}/{sessionId}/'],
  });
  expect(memory.EncryptionKeyArn).toBeDefined();
});

test('gateway and memory tell their logs to CloudWatch and their spans to X-Ray', () => {
  const { agentcore } = synthesize();
  const kinds = resources(agentcore, 'AWS::Logs::DeliverySource').map(([, source]) => source.LogType);
  expect(kinds.sort()).toEqual(['APPLICATION_LOGS', 'APPLICATION_LOGS', 'TRACES', 'TRACES']);
  agentcore.hasResourceProperties('AWS::Logs::DeliveryDestination', { DeliveryDestinationType: 'XRAY' });
  agentcore.resourceCountIs('AWS::Logs::Delivery', 4);
  // X-Ray takes spans of these two, of this account, and of nobody else.
  const [, policy] = resources(agentcore, 'AWS::XRay::ResourcePolicy')[0]!;
  const document = JSON.stringify(policy.PolicyDocument);
  for (const part of ['xray:PutTraceSegments', 'GatewayArn', 'MemoryArn', 'aws:SourceAccount', 'delivery-source']) {
    expect(document).toContain(part);
  }
});
