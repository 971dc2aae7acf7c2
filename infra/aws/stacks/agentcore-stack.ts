import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { AgentGateway } from '../constructs/agent-gateway.ts';
import { AgentMemory } from '../constructs/agent-memory.ts';
import { AgentCoreRole } from '../constructs/agentcore-role.ts';
import { ObservabilityDelivery } from '../constructs/observability-delivery.ts';
import { acknowledgeCopying, PublishedSchemas } from '../constructs/published-schemas.ts';
import { TraceDeliveryPolicy } from '../constructs/trace-delivery-policy.ts';
import type { UserDirectory } from '../constructs/user-directory.ts';
import type { DeploymentOptions } from '../options.ts';
import type { FoundationStack } from './foundation-stack.ts';

export interface AgentCoreStackProps extends StackProps {
  readonly options: DeploymentOptions;
  readonly foundation: FoundationStack;
  readonly directory: UserDirectory;
}

/** AgentCore: the gateway with its four targets, and the memory. */
export class AgentCoreStack extends Stack {
  readonly gateway: AgentGateway;
  readonly memory: AgentMemory;

  constructor(scope: Construct, id: string, props: AgentCoreStackProps) {
    super(scope, id, props);
    const { options, foundation, directory } = props;
    const { role } = new AgentCoreRole(this, 'AgentCore', {
      name: options.name,
      suffix: options.name === 'oncall' ? '' : `-${options.name}`,
      key: foundation.key.key,
      schemas: foundation.storage.config,
      backendKey: foundation.secrets.backendKey,
    });
    const schemas = new PublishedSchemas(this, 'Schemas', {
      bucket: foundation.storage.config,
      domain: options.domain,
    });
    acknowledgeCopying(this, foundation.storage.config);
    this.gateway = new AgentGateway(this, 'Gateway', {
      name: options.name,
      role,
      pool: directory.pool,
      client: directory.client,
      backendKey: foundation.secrets.backendKey,
      schemas: foundation.storage.config,
      schemaKeys: schemas.keys,
      vpc: foundation.network.vpc,
      securityGroup: foundation.network.tools,
      routingDomain: foundation.tools.balancer.loadBalancerDnsName,
    });
    // A target reads its schema, with the role, when it is made.
    for (const target of this.gateway.targets) target.node.addDependency(schemas.deployment, role);
    this.memory = new AgentMemory(this, 'Memory', { name: options.name, role, key: foundation.key.key });
    const observed = { Gateway: this.gateway.gateway.gatewayArn, Memory: this.memory.memory.memoryArn };
    const traces = new TraceDeliveryPolicy(this, 'Traces', { resourceArns: Object.values(observed) });
    for (const [name, resourceArn] of Object.entries(observed)) {
      const logGroup = new logs.LogGroup(this, `${name}Logs`, {
        logGroupName: `/aws/vendedlogs/bedrock-agentcore/${options.name}-${name.toLowerCase()}`,
        retention: logs.RetentionDays.THREE_MONTHS,
        encryptionKey: foundation.key.key,
        removalPolicy: RemovalPolicy.DESTROY,
      });
      new ObservabilityDelivery(this, `${name}Delivery`, { resourceArn, logGroup, traces });
    }
  }
}
