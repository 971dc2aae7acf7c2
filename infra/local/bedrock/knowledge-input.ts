import { z } from 'zod';
import { AwsError } from '../aws-json.ts';
import { checkAgainstModel } from './model-check.ts';

// Beside the service's model: what the API references of Retrieve and Rerank say in words, and the kinds that are used here.

const retrieval = z.strictObject({
  retrievalQuery: z.strictObject({ text: z.string().min(1), type: z.literal('TEXT').optional() }),
  retrievalConfiguration: z
    .strictObject({
      vectorSearchConfiguration: z.strictObject({
        numberOfResults: z.number().optional(),
        overrideSearchType: z.enum(['HYBRID', 'SEMANTIC']).optional(),
      }),
    })
    .optional(),
  nextToken: z.string().min(1).max(2_048).regex(/^\S*$/).optional(),
});

const textDocument = z.strictObject({ text: z.string() });

const ranking = z
  .strictObject({
    queries: z.array(z.strictObject({ type: z.literal('TEXT'), textQuery: textDocument })),
    sources: z.array(
      z.strictObject({
        type: z.literal('INLINE'),
        inlineDocumentSource: z.strictObject({ type: z.literal('TEXT'), textDocument }),
      }),
    ),
    rerankingConfiguration: z.strictObject({
      type: z.literal('BEDROCK_RERANKING_MODEL'),
      bedrockRerankingConfiguration: z.strictObject({
        numberOfResults: z.number().optional(),
        modelConfiguration: z.strictObject({
          modelArn: z.string().regex(/^arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}::foundation-model\/.{1,512}$/),
        }),
      }),
    }),
  })
  .refine(
    ({ sources, rerankingConfiguration: { bedrockRerankingConfiguration: one } }) =>
      (one.numberOfResults ?? 1) <= sources.length,
    'numberOfResults must not be more than the sources',
  );

export type Retrieval = z.output<typeof retrieval>;
export type Ranking = z.output<typeof ranking>;

/** Checks a search of a Knowledge Base as the service does. Throws ValidationException. */
export function checkRetrieval(id: string, body: Record<string, unknown>): Retrieval {
  checkAgainstModel('Retrieve', { ...body, knowledgeBaseId: id });
  return check(retrieval, body);
}

/** Checks a ranking as the service does. Throws ValidationException. */
export function checkRanking(body: Record<string, unknown>): Ranking {
  checkAgainstModel('Rerank', body);
  return check(ranking, body);
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join('.');
  throw new AwsError('ValidationException', `Value at '${where}' failed to satisfy constraint: ${issue?.message}`);
}
