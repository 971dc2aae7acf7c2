import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { AgentRuntime } from '../constructs/agent-runtime.ts';
import { Artifact } from '../constructs/artifact.ts';
import { Firewall } from '../constructs/firewall.ts';
import { Fleet } from '../constructs/fleet.ts';
import { InstanceRole } from '../constructs/instance-role.ts';
import { knowledgeBaseEnvironment } from '../constructs/knowledge-base.ts';
import { ObservabilityDelivery } from '../constructs/observability-delivery.ts';
import { SingleInstance } from '../constructs/single-instance.ts';
import { ToolsListeners } from '../constructs/tools-listeners.ts';
import { TraceDeliveryPolicy } from '../constructs/trace-delivery-policy.ts';
import { createUserData } from '../constructs/user-data.ts';
import type { UserDirectory } from '../constructs/user-directory.ts';
import type { DeploymentOptions } from '../options.ts';
import type { AgentCoreStack } from './agentcore-stack.ts';
import type { FoundationStack } from './foundation-stack.ts';

export interface ServiceStackProps extends StackProps {
  readonly options: DeploymentOptions;
  readonly foundation: FoundationStack;
  readonly agentcore: AgentCoreStack;
  readonly directory: UserDirectory;
}

/** What runs bot and backends: one instance, or a fleet. It can go and come back at any time. */
export class ServiceStack extends Stack {
  readonly single?: SingleInstance;
  readonly fleet?: Fleet;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { options, foundation } = props;
    const { vpc, application, visitors } = foundation.network;
    const artifact = new Artifact(this, 'Artifact');
    const suffix = options.name === 'oncall' ? '' : `-${options.name}`;
    const instances = new InstanceRole(this, 'Instances', { ...props, suffix, artifact });
    const { role } = instances;
    for (const part of ['bot', 'backends', 'system', 'metrics']) {
      new logs.LogGroup(this, `Logs-${part}`, {
        logGroupName: `/${options.name}/${part}`,
        retention: logs.RetentionDays.THREE_MONTHS,
        encryptionKey: foundation.key.key,
        removalPolicy: RemovalPolicy.DESTROY,
      });
    }
    const runtime = this.createRuntime(props);
    if (runtime) instances.allowRuntime(runtime.agentRuntimeArn);
    const userData = createUserData(this, {
      ...props,
      artifact,
      ...(runtime && { runtimeArn: runtime.agentRuntimeArn }),
    });
    const machine = { vpc, securityGroup: application, role, userData };
    const { balancer } = foundation.tools;
    if (options.growth && options.hostedZone) {
      this.fleet = new Fleet(this, 'Fleet', {
        ...machine,
        options: { ...options, hostedZone: options.hostedZone },
        visitors,
        accessLogs: foundation.storage.records,
        alarms: foundation.alarms.topic,
      });
      const { group, certificate } = this.fleet;
      new ToolsListeners(this, 'Tools', { vpc, balancer, behind: { group }, certificate });
      if (options.waf) {
        const resourceArn = this.fleet.balancer.loadBalancerArn;
        new Firewall(this, 'Firewall', { name: options.name, resourceArn });
      }
    } else {
      this.single = new SingleInstance(this, 'Single', { ...machine, options });
      new ToolsListeners(this, 'Tools', { vpc, balancer, behind: { instance: this.single.instance } });
      new CfnOutput(this, 'Address', { value: this.single.address.ref, description: 'The domain’s A record' });
    }
    for (const [name, path] of [
      ['Events', 'events'],
      ['Commands', 'commands'],
      ['Interactions', 'interactions'],
    ] as const) {
      new CfnOutput(this, `Slack${name}`, { value: `https://${options.domain}/slack/${path}` });
    }
  }

  /** Apart from the instances; where there is one, they hand it the investigations. */
  private createRuntime({ options, foundation, agentcore, directory }: ServiceStackProps) {
    if (!options.runtime && options.runtimeImage === undefined) return undefined;
    const { runtime } = new AgentRuntime(this, 'Runtime', {
      options,
      directory,
      environment: {
        GATEWAY_URL: agentcore.gateway.gateway.gatewayUrl ?? '',
        COGNITO_USER_POOL_ID: directory.pool.userPoolId,
        COGNITO_CLIENT_ID: directory.client.userPoolClientId,
        COGNITO_CHALLENGE_SECRET: foundation.secrets.challenge.secretValue.unsafeUnwrap(),
        ...(options.knowledgeBase && knowledgeBaseEnvironment(options)),
      },
    });
    const logGroup = new logs.LogGroup(this, 'RuntimeLogs', {
      logGroupName: `/aws/vendedlogs/bedrock-agentcore/${options.name}-runtime`,
      retention: logs.RetentionDays.THREE_MONTHS,
      encryptionKey: foundation.key.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { agentRuntimeArn: resourceArn } = runtime;
    const traces = new TraceDeliveryPolicy(this, 'RuntimeTraces', { resourceArns: [resourceArn] });
    new ObservabilityDelivery(this, 'RuntimeDelivery', { resourceArn, logGroup, traces });
    return runtime;
  }
}
