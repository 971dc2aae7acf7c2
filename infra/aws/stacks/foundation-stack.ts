import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { AppSecrets } from '../constructs/app-secrets.ts';
import { DataKey } from '../constructs/data-key.ts';
import { Database } from '../constructs/database.ts';
import { Network } from '../constructs/network.ts';
import { Storage } from '../constructs/storage.ts';
import { ToolsBalancer } from '../constructs/tools-balancer.ts';
import type { DeploymentOptions } from '../options.ts';

export interface FoundationStackProps extends StackProps {
  readonly options: DeploymentOptions;
}

/** What outlives every instance: network, key, buckets, secrets, database. */
export class FoundationStack extends Stack {
  readonly network: Network;
  readonly key: DataKey;
  readonly storage: Storage;
  readonly secrets: AppSecrets;
  readonly database: Database;
  readonly tools: ToolsBalancer;
  readonly alarms: AlarmTopic;

  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    super(scope, id, props);
    const { options } = props;
    this.key = new DataKey(this, 'DataKey');
    const { key } = this.key;
    this.network = new Network(this, 'Network', {
      ...(options.sshFrom !== undefined && { sshFrom: options.sshFrom }),
      behindBalancer: options.growth,
      httpChallenge: options.certificateChallenge === 'http-01',
      logKey: key,
    });
    const { vpc } = this.network;
    this.storage = new Storage(this, 'Storage', { key });
    this.database = new Database(this, 'Database', {
      name: options.name,
      vpc,
      securityGroup: this.network.database,
      upkeep: this.network.upkeep,
      wayToSecrets: this.network.secretsEndpoint,
      key,
      standby: options.growth,
    });
    this.tools = new ToolsBalancer(this, 'Tools', {
      vpc,
      securityGroup: this.network.tools,
      accessLogs: this.storage.records,
    });
    this.secrets = new AppSecrets(this, 'Secrets', {
      name: options.name,
      key,
      tools: { host: this.tools.balancer.loadBalancerDnsName, domain: options.domain },
      vpc,
      upkeep: this.network.upkeep,
    });
    this.alarms = new AlarmTopic(this, 'Alarms', { name: options.name, key });
  }
}
