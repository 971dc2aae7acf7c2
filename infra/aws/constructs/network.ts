import { RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { BACKENDS } from './backends.ts';

export interface NetworkProps {
  /** One IPv4 address as a /32 that may use SSH; absent: port 22 is closed. */
  readonly sshFrom?: string;
  /** True when a load balancer takes the visitors, so that the instances hear 443 from nobody else. */
  readonly behindBalancer: boolean;
  /** Port 80 for the HTTP-01 challenge. */
  readonly httpChallenge: boolean;
  readonly logKey: kms.IKey;
}

/** Services the instances call often or with secrets: these calls stay inside the VPC. */
const INTERFACE_ENDPOINTS = {
  Secrets: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Logs: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  SessionManager: ec2.InterfaceVpcEndpointAwsService.SSM,
  SessionMessages: ec2.InterfaceVpcEndpointAwsService.SSM_MESSAGES,
  AgentCore: ec2.InterfaceVpcEndpointAwsService.BEDROCK_AGENTCORE,
  AgentCoreGateway: ec2.InterfaceVpcEndpointAwsService.BEDROCK_AGENTCORE_GATEWAY,
  AgentRuntime: ec2.InterfaceVpcEndpointAwsService.BEDROCK_AGENT_RUNTIME,
} as const;

/** Two zones, public subnets for what Slack reaches and isolated ones for the database; who may open which port. */
export class Network extends Construct {
  static readonly CIDR = '10.40.0.0/16';
  readonly vpc: ec2.Vpc;
  /** The instances that run bot and backends. */
  readonly application: ec2.SecurityGroup;
  /** The load balancer of the growth option; without it nobody is in it. */
  readonly visitors: ec2.SecurityGroup;
  /** The private balancer through which the gateway reaches the backends. */
  readonly tools: ec2.SecurityGroup;
  readonly database: ec2.SecurityGroup;
  /** Where the VPC reaches Secrets Manager. */
  readonly secretsEndpoint: ec2.InterfaceVpcEndpoint;
  /** Functions that look after the database and the backends' key. */
  readonly upkeep: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(Network.CIDR),
      maxAzs: 2,
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
      gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });
    this.vpc.addFlowLog('FlowLog', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        new logs.LogGroup(this, 'FlowLogs', {
          retention: logs.RetentionDays.THREE_MONTHS,
          encryptionKey: props.logKey,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      ),
    });

    const group = (name: string, description: string, allowAllOutbound: boolean) =>
      new ec2.SecurityGroup(this, name, { vpc: this.vpc, description, allowAllOutbound });
    this.application = group('Application', 'Bot and backends', true);
    this.visitors = group('Visitors', 'Load balancer that Slack reaches', true);
    this.tools = group('Tools', 'Private balancer before the backends', true);
    this.database = group('Database', 'PostgreSQL', false);
    this.upkeep = group('Upkeep', 'Functions that look after database and key', true);
    this.openPorts(props);
    this.secretsEndpoint = this.addEndpoints().Secrets;
  }

  private openPorts(props: NetworkProps): void {
    const { application, visitors, tools, database } = this;
    const inside = ec2.Peer.ipv4(Network.CIDR);
    const entrance = props.behindBalancer ? visitors : application;
    entrance.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'Slack and alert senders');
    if (props.behindBalancer) {
      application.addIngressRule(visitors, ec2.Port.tcp(443), 'From the load balancer');
    } else if (props.httpChallenge) {
      application.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80), 'Challenges of the certificate authority');
    }
    if (props.sshFrom !== undefined) {
      application.addIngressRule(ec2.Peer.ipv4(props.sshFrom), ec2.Port.tcp(22), 'SSH from one address');
    }
    acknowledge(props.behindBalancer ? visitors : application, {
      EC23: 'Slack and alert senders deliver from addresses that nobody lists; each delivery proves itself by its signature.',
    });
    for (const { name, port } of BACKENDS) {
      application.addIngressRule(inside, ec2.Port.tcp(port), `Backend ${name}, inside the VPC`);
      tools.addIngressRule(inside, ec2.Port.tcp(port), `Backend ${name}, inside the VPC`);
    }
    database.addIngressRule(application, ec2.Port.tcp(5432), 'Bot');
    database.addIngressRule(this.upkeep, ec2.Port.tcp(5432), 'The function that makes the bot’s user');
  }

  private addEndpoints(): Readonly<Record<keyof typeof INTERFACE_ENDPOINTS, ec2.InterfaceVpcEndpoint>> {
    const security = new ec2.SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'Endpoints of AWS services',
      allowAllOutbound: false,
    });
    security.addIngressRule(ec2.Peer.ipv4(Network.CIDR), ec2.Port.tcp(443), 'AWS calls from the VPC');
    const made = Object.entries(INTERFACE_ENDPOINTS).map(([name, service]) => [
      name,
      this.vpc.addInterfaceEndpoint(name, {
        service,
        open: false,
        securityGroups: [security],
        subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      }),
    ]);
    return Object.fromEntries(made);
  }
}
