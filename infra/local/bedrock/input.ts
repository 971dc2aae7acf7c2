import { z } from 'zod';
import { AwsError } from '../aws-json.ts';
import { checkAgainstModel } from './model-check.ts';

// Beside the service's model: the quotas of Amazon Bedrock Agents, and the kinds of input that are used here.

const name = z.string().regex(/^([0-9a-zA-Z][_-]?){1,100}$/);
const instruction = z.string().min(40).max(20_000);
const model = z
  .string()
  .min(1)
  .max(2_048)
  .regex(/^[a-zA-Z0-9-:./_]+$/);

const parameter = z.strictObject({
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array']),
  description: z.string().min(1).max(500).optional(),
  required: z.boolean().optional(),
});

const functionDefinition = z.strictObject({
  name,
  description: z.string().min(1).max(1_200).optional(),
  parameters: z
    .record(name, parameter)
    .refine((map) => Object.keys(map).length <= 5, 'must have at most 5 parameters')
    .optional(),
  requireConfirmation: z.enum(['ENABLED', 'DISABLED']).optional(),
});

const actionGroup = z.strictObject({
  actionGroupName: name,
  description: z.string().min(1).max(200).optional(),
  actionGroupExecutor: z.strictObject({ customControl: z.literal('RETURN_CONTROL') }),
  functionSchema: z.strictObject({ functions: z.array(functionDefinition).min(1).max(11) }),
});

const guardrailConfiguration = z
  .strictObject({
    guardrailIdentifier: z
      .string()
      .regex(/^([a-z0-9]+|arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail\/[a-z0-9]+)$/),
    guardrailVersion: z.string().regex(/^([1-9][0-9]{0,7}|DRAFT)$/),
  })
  .optional();

const shared = {
  foundationModel: model,
  instruction,
  agentName: name.optional(),
  idleSessionTTLInSeconds: z.number().int().min(60).max(3_600).optional(),
  actionGroups: z.array(actionGroup).max(11).optional(),
  guardrailConfiguration,
  agentCollaboration: z.enum(['SUPERVISOR', 'SUPERVISOR_ROUTER', 'DISABLED']).optional(),
  collaboratorConfigurations: z
    .array(
      z.strictObject({
        collaboratorName: name,
        collaboratorInstruction: z.string().min(1).max(4_000),
        relayConversationHistory: z.enum(['TO_COLLABORATOR', 'DISABLED']).optional(),
      }),
    )
    .max(10)
    .optional(),
};

const functionResult = z.strictObject({
  actionGroup: z.string(),
  function: z.string().optional(),
  agentId: z.string().optional(),
  responseBody: z.strictObject({ TEXT: z.strictObject({ body: z.string().max(25_000_000) }) }),
  responseState: z.enum(['FAILURE', 'REPROMPT']).optional(),
});

const invocation = z
  .strictObject({
    ...shared,
    collaborators: z.array(z.strictObject(shared)).max(10).optional(),
    enableTrace: z.boolean().optional(),
    endSession: z.boolean().optional(),
    inputText: z.string().max(25_000_000).optional(),
    streamingConfigurations: z
      .strictObject({ streamFinalResponse: z.boolean().optional(), applyGuardrailInterval: z.number().optional() })
      .optional(),
    inlineSessionState: z
      .strictObject({
        invocationId: z.string().optional(),
        returnControlInvocationResults: z.array(z.strictObject({ functionResult })).min(1).max(5).optional(),
      })
      .optional(),
  })
  .refine((body) => body.inputText !== undefined || body.inlineSessionState !== undefined, 'inputText is required')
  .refine((body) => {
    const named = new Set((body.collaborators ?? []).map(({ agentName }) => agentName));
    return (body.collaboratorConfigurations ?? []).every(({ collaboratorName }) => named.has(collaboratorName));
  }, 'every collaboratorName must be the agentName of a collaborator');

export type Invocation = z.output<typeof invocation>;

const SESSION_ID = /^[0-9a-zA-Z._:-]{2,100}$/;

/** Checks an invocation as the service does. Throws ValidationException. */
export function checkInvocation(sessionId: string, body: Record<string, unknown>): Invocation {
  if (!SESSION_ID.test(sessionId)) throw new AwsError('ValidationException', 'The session id is not valid.');
  checkAgainstModel('InvokeInlineAgent', { ...body, sessionId });
  const result = invocation.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new AwsError(
    'ValidationException',
    `Value at '${issue?.path.join('.')}' failed to satisfy constraint: ${issue?.message}`,
  );
}
