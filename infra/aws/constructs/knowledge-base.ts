import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { DeploymentOptions } from '../options.ts';

/** The one action on a Knowledge Base's findings that knows no resource, with its reason. */
export const RERANK_WITHOUT_RESOURCE: Readonly<Record<string, string>> = {
  'bedrock:Rerank': 'Ranking has no resource of its own; the model that does it is named beside it.',
};

/** What the bot and the runtime read of a Knowledge Base: its variables; empty where there is none. */
export function knowledgeBaseEnvironment({ knowledgeBase }: Pick<DeploymentOptions, 'knowledgeBase'>) {
  return {
    KNOWLEDGE_BASE_ID: knowledgeBase?.id ?? '',
    RERANK_MODEL_ARN: knowledgeBase?.rerankModelId === undefined ? '' : modelArn(knowledgeBase.rerankModelId),
  };
}

/** Lets a role search one Knowledge Base, and have what it finds ordered by one model. */
export function grantKnowledgeBase(
  grantee: iam.IGrantable,
  { knowledgeBase }: Pick<DeploymentOptions, 'knowledgeBase'>,
): void {
  if (knowledgeBase === undefined) return;
  const allow = (sid: string, action: string, resource: string) =>
    grantee.grantPrincipal.addToPrincipalPolicy(
      new iam.PolicyStatement({ sid, actions: [action], resources: [resource] }),
    );
  const { id, rerankModelId } = knowledgeBase;
  const base = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:knowledge-base/${id}`;
  allow('KnowledgeBase', 'bedrock:Retrieve', base);
  if (rerankModelId === undefined) return;
  allow('Rerank', 'bedrock:Rerank', '*');
  allow('RerankModel', 'bedrock:InvokeModel', modelArn(rerankModelId));
}

function modelArn(id: string): string {
  return `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}::foundation-model/${id}`;
}
