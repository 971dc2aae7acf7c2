import { join } from 'node:path';
import { CfnCustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct, type IDependable } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { BundledFunction } from './bundled-function.ts';

export interface DatabaseProps {
  readonly name: string;
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly key: kms.IKey;
  /** Of the function that makes the bot's user. */
  readonly upkeep: ec2.ISecurityGroup;
  /** The endpoint by which that function reads the owner's password: it has to be there first. */
  readonly wayToSecrets: IDependable;
  /** A reader in the second zone, which takes over when the writer fails. */
  readonly standby: boolean;
}

/** PostgreSQL for the durable work: Aurora Serverless v2, private, encrypted, backed up for two weeks. */
export class Database extends Construct {
  static readonly NAME = 'oncall';
  /** Signs in by IAM, has no password, and owns the bot's tables. */
  static readonly USER = 'oncall_bot';
  readonly cluster: rds.DatabaseCluster;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_7 });
    const parameters = new rds.ParameterGroup(this, 'Parameters', {
      engine,
      parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '2000' },
    });
    const clusterIdentifier = `${props.name}-postgres`;
    // Before the cluster, which would make it without an end to what it keeps.
    const queries = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/aws/rds/cluster/${clusterIdentifier}/postgresql`,
      retention: logs.RetentionDays.THREE_MONTHS,
      encryptionKey: props.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.cluster = new rds.DatabaseCluster(this, 'Cluster', {
      clusterIdentifier,
      engine,
      parameterGroup: parameters,
      writer: rds.ClusterInstance.serverlessV2('Writer'),
      readers: props.standby ? [rds.ClusterInstance.serverlessV2('Standby', { scaleWithWriter: true })] : [],
      serverlessV2MinCapacity: 0.5,
      serverlessV2MaxCapacity: 8,
      vpc: props.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [props.securityGroup],
      defaultDatabaseName: Database.NAME,
      credentials: rds.Credentials.fromGeneratedSecret('oncall', {
        encryptionKey: props.key,
      }),
      iamAuthentication: true,
      storageEncrypted: true,
      storageEncryptionKey: props.key,
      backup: { retention: Duration.days(14) },
      copyTagsToSnapshot: true,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
      cloudwatchLogsExports: ['postgresql'],
    });
    this.cluster.node.addDependency(queries);
    acknowledge(this.cluster, {
      SMG4: 'Only the function that makes the bot’s user reads it, at deployments; the bot signs in by IAM, without a password.',
      RDS11: 'The port is reached from one security group only; another number would hide nothing.',
    });
    this.makeUser(props);
  }

  /** A database that is there has no user but its owner: a function makes the bot's, once. */
  private makeUser({ vpc, upkeep, wayToSecrets }: DatabaseProps): void {
    const owner = this.cluster.secret;
    if (owner === undefined) throw new Error('The cluster has no secret of its owner.');
    const { function: maker } = new BundledFunction(this, 'MakeUser', {
      description: 'Makes the user of PostgreSQL that the bot signs in as',
      entry: join(import.meta.dirname, '..', 'database', 'make-user.ts'),
      timeout: Duration.minutes(2),
      // The roots of RDS, which Lambda keeps but Node does not read by itself.
      environment: { OWNER_SECRET: owner.secretArn, NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' },
      inside: { vpc, securityGroup: upkeep },
    });
    owner.grantRead(maker);
    const user = new CfnCustomResource(this, 'User', {
      serviceToken: maker.functionArn,
      serviceTimeout: 300,
    });
    user.addPropertyOverride('User', Database.USER);
    user.addPropertyOverride('Database', Database.NAME);
    // Another value has the function run again: it makes the audit's tables as well.
    user.addPropertyOverride('Audit', '1');
    user.node.addDependency(this.cluster, maker, wayToSecrets);
  }
}
