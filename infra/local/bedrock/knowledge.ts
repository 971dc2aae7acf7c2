import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AwsError, readJsonObject } from '../aws-json.ts';
import { type Faults, misbehave } from '../faults.ts';
import { checkRanking, checkRetrieval, type Ranking, type Retrieval } from './knowledge-input.ts';

const REFUSALS = {
  throttle: new AwsError('ThrottlingException', 'Your request rate is too high.', 429),
  fail: new AwsError('InternalServerException', 'Internal error.', 500),
};

/** What a Knowledge Base holds and how it answers. An answer that is a text is sent as it is, be it JSON or not. */
export interface ScriptedKnowledge {
  readonly id: string;
  readonly retrieve: (asked: Retrieval) => object | string;
  readonly rerank?: (asked: Ranking) => object | string;
}

export interface KnowledgeCalls {
  readonly retrieved: Retrieval[];
  readonly ranked: Ranking[];
}

/** Serves Retrieve and Rerank of Amazon Bedrock Agents; requests are judged by `checkSigned` first. */
export function serveKnowledge(
  scope: FastifyInstance,
  knowledge: ScriptedKnowledge | undefined,
  faults: Faults,
  checkSigned: (request: FastifyRequest) => void,
): KnowledgeCalls {
  const calls: KnowledgeCalls = { retrieved: [], ranked: [] };
  scope.post<{ Params: { id: string } }>('/knowledgebases/:id/retrieve', async (request, reply) => {
    const fault = await faults.take('Retrieve');
    if (fault) return misbehave(reply, fault, REFUSALS);
    checkSigned(request);
    const { id } = request.params;
    const asked = checkRetrieval(id, readJsonObject(request.body));
    if (knowledge === undefined || id !== knowledge.id) {
      throw new AwsError('ResourceNotFoundException', `Knowledge Base with id ${id} does not exist`, 404);
    }
    calls.retrieved.push(asked);
    return answer(reply, knowledge.retrieve(asked));
  });
  scope.post('/rerank', async (request, reply) => {
    const fault = await faults.take('Rerank');
    if (fault) return misbehave(reply, fault, REFUSALS);
    checkSigned(request);
    const asked = checkRanking(readJsonObject(request.body));
    calls.ranked.push(asked);
    return answer(reply, knowledge?.rerank?.(asked) ?? { results: [] });
  });
  return calls;
}

function answer(reply: FastifyReply, content: object | string): FastifyReply {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  return reply.header('content-type', 'application/json').send(body);
}
