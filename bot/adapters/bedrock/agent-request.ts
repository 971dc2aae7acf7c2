import type {
  AgentActionGroup,
  Collaborator,
  InvokeInlineAgentCommandInput,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { Source } from '../../domain/finding.ts';
import {
  SUPERVISOR_INSTRUCTION,
  specialistInstruction,
  specialistPurpose,
} from '../../investigation/reasoning/prompt.ts';
import { SPECIALISTS } from '../../investigation/reasoning/read-tools.ts';
import type { OfferedTool } from '../../investigation/reasoning/toolbox.ts';

export interface BedrockModel {
  /** A model id, or the ARN or id of an inference profile. */
  readonly modelId: string;
  readonly guardrail?: { readonly id: string; readonly version: string };
}

/** The same for every turn of a session: who the agents are and what they may ask for. */
export type AgentDefinition = Omit<InvokeInlineAgentCommandInput, 'sessionId' | 'inputText' | 'inlineSessionState'>;

const SESSION_SECONDS = 600;

/** A supervisor and one specialist for each backend whose tools are offered; every tool returns control to the bot. */
export function defineAgents(model: BedrockModel, offered: readonly OfferedTool[]): AgentDefinition {
  const guardrailConfiguration = model.guardrail && {
    guardrailIdentifier: model.guardrail.id,
    guardrailVersion: model.guardrail.version,
  };
  const staffed = SPECIALISTS.filter((source) => offered.some((tool) => tool.source === source));
  const collaborators = staffed.map(
    (source): Collaborator => ({
      agentName: nameOf(source),
      foundationModel: model.modelId,
      instruction: specialistInstruction(source),
      agentCollaboration: 'DISABLED',
      idleSessionTTLInSeconds: SESSION_SECONDS,
      actionGroups: [actionGroup(source, offered)],
      guardrailConfiguration,
    }),
  );
  return {
    agentName: 'supervisor',
    foundationModel: model.modelId,
    instruction: SUPERVISOR_INSTRUCTION,
    agentCollaboration: staffed.length > 0 ? 'SUPERVISOR' : 'DISABLED',
    ...(staffed.length > 0 && {
      collaborators,
      collaboratorConfigurations: staffed.map((source) => ({
        collaboratorName: nameOf(source),
        collaboratorInstruction: specialistPurpose(source),
        relayConversationHistory: 'DISABLED' as const,
      })),
    }),
    guardrailConfiguration,
    idleSessionTTLInSeconds: SESSION_SECONDS,
    // Only the trace says how many tokens were used.
    enableTrace: true,
    streamingConfigurations: { streamFinalResponse: true },
  };
}

function nameOf(source: Source): string {
  return `${source}-specialist`;
}

/** Bedrock's names hold no two underscores in a row, so the target is the group's name and the operation the function's. */
function actionGroup(source: Source, offered: readonly OfferedTool[]): AgentActionGroup {
  return {
    actionGroupName: source,
    description: specialistPurpose(source),
    actionGroupExecutor: { customControl: 'RETURN_CONTROL' },
    functionSchema: {
      functions: offered
        .filter((tool) => tool.source === source)
        .map(({ operation, description, parameters }) => ({
          name: operation,
          description,
          parameters: { ...parameters },
          requireConfirmation: 'DISABLED' as const,
        })),
    },
  };
}
