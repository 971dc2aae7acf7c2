import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface DatabaseProps {
  readonly name: string;
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly key: kms.IKey;
  /** A reader in the second zone, which takes over when the writer fails. */
  readonly standby: boolean;
}

/** PostgreSQL for the durable work: Aurora Serverless v2, private, encrypted, backed up for two weeks. */
export class Database extends Construct {
  static readonly NAME = 'oncall';
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
        // The password becomes part of an address.
        excludeCharacters: ' %+~`#$&*()|[]{}:;<>?!\'/@"\\=^,',
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
      SMG4: 'A rotation would end the open connections of running investigations; it is done by hand, with a restart.',
      RDS11: 'The port is reached from one security group only; another number would hide nothing.',
    });
  }
}
