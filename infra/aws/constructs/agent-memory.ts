import { Duration } from 'aws-cdk-lib';
import * as agentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface AgentMemoryProps {
  readonly name: string;
  readonly role: iam.IRole;
  readonly key: kms.IKey;
}

/**
 * AgentCore Memory. Namespaces are matched by prefix, so each ends with `/`. What is known of the infrastructure has no
 * strategy: strategies file by the actor of a conversation, and that knowledge is of components. The bot writes it.
 */
export class AgentMemory extends Construct {
  readonly memory: agentcore.Memory;

  constructor(scope: Construct, id: string, props: AgentMemoryProps) {
    super(scope, id);
    this.memory = new agentcore.Memory(this, 'Memory', {
      memoryName: `${props.name.replaceAll('-', '_')}_memory`,
      description: 'Preferences of people, what is known of the infrastructure, earlier investigations',
      expirationDuration: Duration.days(90),
      executionRole: props.role,
      kmsKey: props.key,
      memoryStrategies: [
        agentcore.MemoryStrategy.usingUserPreference({
          strategyName: 'preferences',
          description: 'How a person wants to be answered',
          namespaces: ['/sre/users/{actorId}/preferences/'],
        }),
        agentcore.MemoryStrategy.usingSummarization({
          strategyName: 'investigations',
          description: 'What an investigation found',
          namespaces: ['/sre/investigations/{actorId}/{sessionId}/'],
        }),
      ],
    });
  }

  /** The calls the bot makes on events and records of this memory; none that changes the memory itself. */
  grantBot(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      resourceArns: [this.memory.memoryArn],
      actions: [
        'bedrock-agentcore:CreateEvent',
        'bedrock-agentcore:ListEvents',
        'bedrock-agentcore:DeleteEvent',
        'bedrock-agentcore:ListSessions',
        'bedrock-agentcore:BatchCreateMemoryRecords',
        'bedrock-agentcore:BatchUpdateMemoryRecords',
        'bedrock-agentcore:BatchDeleteMemoryRecords',
        'bedrock-agentcore:ListMemoryRecords',
        'bedrock-agentcore:RetrieveMemoryRecords',
      ],
    });
  }
}
