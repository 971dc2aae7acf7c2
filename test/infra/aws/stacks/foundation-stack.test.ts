import { expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { resources, synthesize, ZONE } from '../synthesis.ts';

interface Opening {
  readonly from: string;
  readonly ports: string;
}

/** What may come in to a security group: its own rules and those that stand apart. */
function openings(template: ReturnType<typeof synthesize>['foundation'], group: string): Opening[] {
  const [id, properties] = resources(template, 'AWS::EC2::SecurityGroup').find(([name]) => name.startsWith(group))!;
  const own = (properties.SecurityGroupIngress ?? []) as Record<string, unknown>[];
  const apart = resources(template, 'AWS::EC2::SecurityGroupIngress')
    .map(([, rule]) => rule)
    .filter((rule) => JSON.stringify(rule.GroupId).includes(`"${id}"`));
  return [...own, ...apart].map((rule) => ({
    from: String(rule.CidrIp ?? JSON.stringify(rule.SourceSecurityGroupId).replace(/.*(Network[A-Z][a-z]+).*/, '$1')),
    ports: `${rule.FromPort}-${rule.ToPort}`,
  }));
}

const BACKENDS = [8011, 8012, 8013, 8014].map((port) => ({ from: '10.40.0.0/16', ports: `${port}-${port}` }));

test('an instance hears 443 from anywhere, 8011 to 8014 from the VPC, and nothing else', () => {
  const { foundation } = synthesize(ZONE);
  expect(openings(foundation, 'NetworkApplication')).toEqual([{ from: '0.0.0.0/0', ports: '443-443' }, ...BACKENDS]);
  expect(openings(foundation, 'NetworkTools')).toEqual(BACKENDS);
});

test('SSH is open for one address when one is given; HTTP-01 opens port 80', () => {
  const { foundation } = synthesize({ sshFrom: '192.0.2.7/32' });
  expect(openings(foundation, 'NetworkApplication')).toEqual([
    { from: '0.0.0.0/0', ports: '443-443' },
    { from: '0.0.0.0/0', ports: '80-80' },
    { from: '192.0.2.7/32', ports: '22-22' },
    ...BACKENDS,
  ]);
});

test('behind a load balancer the instances hear 443 from it alone', () => {
  const { foundation } = synthesize({ ...ZONE, growth: true });
  expect(openings(foundation, 'NetworkVisitors')).toEqual([{ from: '0.0.0.0/0', ports: '443-443' }]);
  expect(openings(foundation, 'NetworkApplication')).toEqual(
    expect.arrayContaining([{ from: 'NetworkVisitors', ports: '443-443' }]),
  );
  expect(openings(foundation, 'NetworkApplication')).toHaveLength(5);
});

test('what an instance sends goes anywhere; PostgreSQL and the endpoints begin nothing', () => {
  const { foundation } = synthesize(ZONE);
  const ways = (name: string) => {
    const [, group] = resources(foundation, 'AWS::EC2::SecurityGroup').find(([id]) => id.startsWith(name))!;
    return (group.SecurityGroupEgress as { CidrIp: string; IpProtocol: string }[]).map(
      ({ CidrIp, IpProtocol }) => `${IpProtocol} ${CidrIp}`,
    );
  };
  expect(ways('NetworkApplication')).toEqual(['-1 0.0.0.0/0']);
  // CDK's way to say: nowhere.
  for (const name of ['NetworkDatabase', 'NetworkEndpoints']) expect(ways(name)).toEqual(['icmp 255.255.255.255/32']);
});

test('PostgreSQL hears the instances, the function that makes the bot’s user, and nobody else', () => {
  const { foundation } = synthesize(ZONE);
  expect(openings(foundation, 'NetworkDatabase')).toEqual([
    { from: 'NetworkApplication', ports: '5432-5432' },
    { from: 'NetworkUpkeep', ports: '5432-5432' },
  ]);
  expect(openings(foundation, 'NetworkUpkeep')).toEqual([]);
});

test('the bot’s user of PostgreSQL is made inside the VPC by a function that alone reads the owner’s password', () => {
  const { foundation, service } = synthesize(ZONE);
  foundation.hasResourceProperties('AWS::CloudFormation::CustomResource', {
    ServiceToken: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DatabaseMakeUser'), 'Arn'] },
    User: 'oncall_bot',
    Database: 'oncall',
  });
  // Not before the way to the secret is there.
  foundation.hasResource('AWS::CloudFormation::CustomResource', {
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('^NetworkVpcSecrets')]),
  });
  foundation.hasResourceProperties('AWS::Lambda::Function', {
    Description: Match.stringLikeRegexp('user of PostgreSQL'),
    VpcConfig: { SubnetIds: [Match.anyValue(), Match.anyValue()] },
    Environment: { Variables: Match.objectLike({ NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' }) },
  });
  const readers = resources(foundation, 'AWS::IAM::Policy')
    .filter(([, policy]) => JSON.stringify(policy.PolicyDocument).includes('DatabaseClusterSecretAttachment'))
    .map(([id]) => id);
  expect(readers).toEqual([expect.stringMatching(/^DatabaseMakeUser/)]);
  expect(JSON.stringify(service.toJSON())).not.toContain('ClusterSecret');
  service.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'rds-db:connect' })]) },
  });
});

test('the VPC has public subnets and isolated ones without a way out, in two zones, and its flows are logged', () => {
  const { foundation } = synthesize(ZONE);
  const kinds = resources(foundation, 'AWS::EC2::Subnet').map(([id]) => /(public|isolated)Subnet/.exec(id)?.[1]);
  expect(kinds.sort()).toEqual(['isolated', 'isolated', 'public', 'public']);
  foundation.resourceCountIs('AWS::EC2::NatGateway', 0);
  const routes = resources(foundation, 'AWS::EC2::Route').map(([id]) => id);
  expect(routes).toHaveLength(2);
  expect(routes.every((id) => id.includes('public'))).toBe(true);
  foundation.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL', ResourceType: 'VPC' });
});

test('the AWS services in use have endpoints, opened to the VPC only', () => {
  const { foundation } = synthesize(ZONE);
  const services = resources(foundation, 'AWS::EC2::VPCEndpoint').map(([, endpoint]) =>
    JSON.stringify(endpoint.ServiceName).replace(/.*"\.?([a-z][a-z0-9.-]+)"\]?.*$/, '$1'),
  );
  expect(services.sort()).toEqual([
    'bedrock-agent-runtime',
    'bedrock-agentcore',
    'bedrock-agentcore.gateway',
    'logs',
    's3',
    'secretsmanager',
    'ssm',
    'ssmmessages',
  ]);
  expect(openings(foundation, 'NetworkEndpoints')).toEqual([{ from: '10.40.0.0/16', ports: '443-443' }]);
});

test('buckets are versioned, encrypted, closed to the public, TLS only, and kept', () => {
  const { foundation } = synthesize(ZONE);
  const buckets = resources(foundation, 'AWS::S3::Bucket');
  expect(buckets).toHaveLength(3);
  for (const [id, bucket] of buckets) {
    expect(bucket).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: expect.anything(),
      LifecycleConfiguration: expect.anything(),
    });
    foundation.hasResource('AWS::S3::Bucket', { Properties: bucket, DeletionPolicy: 'Retain' });
    foundation.hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: id },
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  }
});

test('PostgreSQL is Aurora Serverless v2: private, encrypted with our key, backed up, TLS only, with IAM sign-in', () => {
  const { foundation } = synthesize(ZONE);
  foundation.hasResource('AWS::RDS::DBCluster', {
    DeletionPolicy: 'Snapshot',
    Properties: {
      Engine: 'aurora-postgresql',
      StorageEncrypted: true,
      KmsKeyId: Match.anyValue(),
      BackupRetentionPeriod: 14,
      EnableIAMDatabaseAuthentication: true,
      DeletionProtection: true,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
    },
  });
  foundation.allResourcesProperties('AWS::RDS::DBInstance', {
    DBInstanceClass: 'db.serverless',
    PubliclyAccessible: false,
  });
  foundation.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
    Parameters: Match.objectLike({ 'rds.force_ssl': '1' }),
  });
  const [, subnets] = resources(foundation, 'AWS::RDS::DBSubnetGroup')[0]!;
  expect(JSON.stringify(subnets.SubnetIds)).not.toContain('public');
  expect(resources(synthesize({ ...ZONE, growth: true }).foundation, 'AWS::RDS::DBInstance')).toHaveLength(2);
});

test('the backends’ key rotates monthly, and secrets are encrypted with our key', () => {
  const { foundation } = synthesize(ZONE);
  foundation.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
    SecretId: { Ref: Match.stringLikeRegexp('^SecretsBackendKey') },
    RotationRules: { ScheduleExpression: 'rate(30 days)' },
    // Before there are backends, none could take a new key.
    RotateImmediatelyOnUpdate: false,
  });
  // The function waits for the backends, which it calls inside the VPC by the name of their certificate.
  foundation.hasResourceProperties('AWS::Lambda::Function', {
    Description: 'Makes a new API key for the backends',
    Timeout: 900,
    VpcConfig: Match.anyValue(),
    Environment: { Variables: Match.objectLike({ DOMAIN: 'oncall.example.com', TOOLS_HOST: Match.anyValue() }) },
  });
  foundation.allResourcesProperties('AWS::SecretsManager::Secret', { KmsKeyId: Match.anyValue() });
  foundation.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
});

test('the way to the backends has addresses of the VPC only', () => {
  const { foundation } = synthesize(ZONE);
  foundation.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Scheme: 'internal',
    Type: 'network',
    SecurityGroups: Match.anyValue(),
  });
});

test('the alarms’ topic takes TLS only and is encrypted', () => {
  const { foundation } = synthesize(ZONE);
  foundation.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
  foundation.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    },
  });
});
