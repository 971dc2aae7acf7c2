import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { resources, synthesize, ZONE } from '../synthesis.ts';

const GROWTH = { ...ZONE, growth: true, waf: true };

test('the instance is a t3.xlarge in a public subnet, with IMDSv2 and an encrypted disk', () => {
  const { service } = synthesize();
  service.hasResourceProperties('AWS::EC2::Instance', {
    InstanceType: 't3.xlarge',
    MetadataOptions: Match.objectLike({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 }),
    BlockDeviceMappings: [{ Ebs: { Encrypted: true, VolumeType: 'gp3' } }],
  });
  expect(JSON.stringify(resources(service, 'AWS::EC2::Instance'))).toContain('publicSubnet');
});

test('Graviton is an option', () => {
  const { service } = synthesize({ architecture: 'arm64' });
  service.hasResourceProperties('AWS::EC2::Instance', { InstanceType: 't4g.xlarge' });
  service.hasParameter('*', { Default: '/aws/service/debian/release/12/latest/arm64' });
});

test('the address stays when the instance is replaced, and the domain leads to it', () => {
  const { service } = synthesize(ZONE);
  service.resourceCountIs('AWS::EC2::EIPAssociation', 1);
  service.hasResourceProperties('AWS::Route53::RecordSet', { Type: 'A', Name: 'oncall.example.com.' });
  synthesize().service.resourceCountIs('AWS::Route53::RecordSet', 0);
});

test('the private balancer’s four ports lead to the four backends', () => {
  const listeners = resources(synthesize().service, 'AWS::ElasticLoadBalancingV2::Listener').map(([, one]) => [
    one.Port,
    one.Protocol,
  ]);
  expect(Object.fromEntries(listeners)).toEqual({ 8011: 'TCP', 8012: 'TCP', 8013: 'TCP', 8014: 'TCP' });
  synthesize().service.allResourcesProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { TargetType: 'instance' });
});

test('the user data carries names and addresses, and no secret', () => {
  const [, instance] = resources(synthesize().service, 'AWS::EC2::Instance')[0]!;
  const script = JSON.stringify(instance.UserData);
  expect(script).toContain('SLACK_SECRET=oncall/slack');
  expect(script).toContain('install.sh');
  expect(script).not.toMatch(/resolve:secretsmanager|xoxb|SIGNING/);
  // EC2 takes 16 KB at most.
  expect(script.length).toBeLessThan(12_000);
});

test('what Slack is told is an output', () => {
  const outputs = Object.values(synthesize().service.findOutputs('*')).map((output) => output.Value);
  expect(outputs).toEqual(
    expect.arrayContaining(
      ['events', 'commands', 'interactions'].map((path) => `https://oncall.example.com/slack/${path}`),
    ),
  );
});

test('grown, two instances or more stand behind a load balancer that speaks TLS only', () => {
  const { service } = synthesize(GROWTH);
  service.hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
    MinSize: '2',
    MaxSize: '6',
    HealthCheckType: 'ELB',
  });
  service.hasResourceProperties('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: {
      MetadataOptions: Match.objectLike({ HttpTokens: 'required' }),
      BlockDeviceMappings: [{ Ebs: Match.objectLike({ Encrypted: true }) }],
    },
  });
  service.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Scheme: 'internet-facing',
    Type: 'application',
  });
  service.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
    Port: 443,
    Protocol: 'HTTPS',
    // TLS 1.2 and 1.3.
    SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  });
  service.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 8011, Protocol: 'TLS' });
  // Proved by the zone, renewed by AWS.
  service.hasResourceProperties('AWS::CertificateManager::Certificate', {
    DomainName: 'oncall.example.com',
    ValidationMethod: 'DNS',
    DomainValidationOptions: [{ HostedZoneId: ZONE.hostedZoneId, DomainName: 'oncall.example.com' }],
  });
  service.hasResourceProperties('AWS::Route53::RecordSet', { Type: 'A', AliasTarget: Match.anyValue() });
  service.resourceCountIs('AWS::EC2::Instance', 0);
  const [, group] = resources(service, 'AWS::AutoScaling::AutoScalingGroup')[0]!;
  expect(group.VPCZoneIdentifier).toHaveLength(2);
});

test('the firewall limits the rate of one address, where it is asked for', () => {
  const { service } = synthesize(GROWTH);
  service.hasResourceProperties('AWS::WAFv2::WebACL', {
    Scope: 'REGIONAL',
    Rules: Match.arrayWith([
      Match.objectLike({ Statement: { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP' } } }),
    ]),
  });
  service.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
  synthesize().service.resourceCountIs('AWS::WAFv2::WebACL', 0);
});

test('the runtime is an option: our image for ARM64, or one of the account’s registry, outside the VPC', () => {
  const built = synthesize({ runtime: true }, { copied: true });
  built.service.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
    AgentRuntimeName: 'oncall_runtime',
    NetworkConfiguration: { NetworkMode: 'PUBLIC' },
    ProtocolConfiguration: 'HTTP',
  });
  const assets = JSON.parse(readFileSync(join(built.folder, 'oncall-service.assets.json'), 'utf8')) as {
    dockerImages: Record<string, { source: { directory: string; platform: string } }>;
  };
  const [[hash, image]] = Object.entries(assets.dockerImages) as [[string, (typeof assets.dockerImages)[string]]];
  expect(image.source.platform).toBe('linux/arm64');
  expect(readdirSync(join(built.folder, image.source.directory)).sort()).toEqual([
    'Dockerfile',
    'bot',
    'package-lock.json',
    'package.json',
    'schemas',
  ]);
  const uriOf = (template: typeof built.service) =>
    JSON.stringify(resources(template, 'AWS::BedrockAgentCore::Runtime')[0]![1].AgentRuntimeArtifact);
  expect(uriOf(built.service)).toContain(hash);
  expect(uriOf(synthesize({ runtimeImage: 'oncall/runtime:1.2.3' }).service)).toContain('/oncall/runtime:1.2.3');
  synthesize().service.resourceCountIs('AWS::BedrockAgentCore::Runtime', 0);
});

test('the bot is told of the runtime, may call it and no other, and its logs and spans are kept', () => {
  const { service } = synthesize({ runtime: true });
  const [, instance] = resources(service, 'AWS::EC2::Instance')[0]!;
  expect(JSON.stringify(instance.UserData)).toMatch(/RUNTIME_ARN=",\{"Fn::GetAtt":\["Runtime\w+","AgentRuntimeArn"\]/);
  const runtime = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Runtime'), 'AgentRuntimeArn'] };
  service.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        {
          Sid: 'Runtime',
          Effect: 'Allow',
          Action: ['bedrock-agentcore:InvokeAgentRuntime', 'bedrock-agentcore:StopRuntimeSession'],
          Resource: [runtime, { 'Fn::Join': ['', [runtime, '/runtime-endpoint/DEFAULT']] }],
        },
      ]),
    },
  });
  const kinds = resources(service, 'AWS::Logs::DeliverySource').map(([, source]) => source.LogType);
  expect(kinds.sort()).toEqual(['APPLICATION_LOGS', 'TRACES']);
  service.resourceCountIs('AWS::XRay::ResourcePolicy', 1);
});

test('a guardrail goes to the bot with its version', () => {
  const given = { modelIds: 'amazon.nova-pro-v1:0', guardrailId: 'abc123', guardrailVersion: '2' };
  const [, instance] = resources(synthesize(given).service, 'AWS::EC2::Instance')[0]!;
  const script = JSON.stringify(instance.UserData);
  expect(script).toContain('BEDROCK_GUARDRAIL_ID=abc123\\nBEDROCK_GUARDRAIL_VERSION=2\\n');
});
