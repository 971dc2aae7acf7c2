import { z } from 'zod';

/** A ValidationException in the service's own words and fields. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly reason: 'FieldValidationFailed' | 'IdempotentParameterMismatchException';
  readonly fields: readonly { readonly name: string; readonly message: string }[];

  constructor(
    message: string,
    fields: readonly { readonly name: string; readonly message: string }[] = [],
    reason: 'FieldValidationFailed' | 'IdempotentParameterMismatchException' = 'FieldValidationFailed',
  ) {
    super(message);
    this.fields = fields;
    this.reason = reason;
  }
}

/** Checks an input by its shape. Throws InvalidInput that names every field at fault. */
export function check<T extends z.ZodType>(shape: T, value: unknown): z.output<T> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => ({ name: issue.path.join('.'), message: issue.message }));
  const first = fields[0];
  throw new InvalidInput(`Value at '${first?.name}' failed to satisfy constraint: ${first?.message}`, fields);
}

// Patterns and limits are those of the service's API reference (Amazon Bedrock AgentCore Data Plane).
const plain = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !text.includes('\0'), 'must not hold a null character');

export const actorId = plain(255).regex(/^[a-zA-Z0-9][a-zA-Z0-9-_/]*(?::[a-zA-Z0-9-_/]+)*[a-zA-Z0-9-_/]*$/);
export const sessionId = plain(100).regex(/^[a-zA-Z0-9][a-zA-Z0-9-_]*$/);
export const eventId = z.string().regex(/^[0-9]+#[a-fA-F0-9]+$/);
export const recordId = z
  .string()
  .min(40)
  .max(50)
  .regex(/^mem-[a-zA-Z0-9-_]*$/);
const namespaceText = plain(1024).regex(/^[a-zA-Z0-9/*][a-zA-Z0-9-_/*]*(?::[a-zA-Z0-9-_/*]+)*[a-zA-Z0-9-_/*]*$/);
const strategyId = plain(100).regex(/^[a-zA-Z0-9][a-zA-Z0-9-_]*$/);
const clientToken = plain(500).regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}$/);
const metadataKey = plain(128).regex(/^[a-zA-Z0-9\s._:/=+@-]*$/);
/** Unix seconds, as REST-JSON carries times. */
const time = z.number().min(0).max(253_402_300_799);

export const paging = z.object({
  maxResults: z.number().int().min(1).max(100).default(20),
  nextToken: z.string().min(1).optional(),
});

const eventMetadata = z
  .record(metadataKey, z.strictObject({ stringValue: z.string().max(256) }))
  .refine((map) => Object.keys(map).length <= 15, 'must have length less than or equal to 15');

const conversational = z.object({
  content: z.strictObject({ text: plain(100_000) }),
  role: z.enum(['ASSISTANT', 'USER', 'TOOL', 'OTHER']),
});

export const newEvent = z.object({
  actorId,
  sessionId,
  eventTimestamp: time,
  payload: z
    .array(
      z.union([
        z.strictObject({ conversational }),
        z.strictObject({ blob: z.unknown().refine((value) => value !== undefined) }),
        z.strictObject({ json: z.object({ content: z.unknown() }) }),
      ]),
    )
    .max(100),
  branch: z
    .object({ name: plain(100).regex(/^[a-zA-Z0-9][a-zA-Z0-9-_]*$/), rootEventId: eventId.optional() })
    .optional(),
  clientToken: clientToken.optional(),
  metadata: eventMetadata.optional(),
});

export const eventList = paging.extend({
  includePayloads: z.boolean().default(true),
  filter: z.undefined('filters are not offered here').optional(),
});

const recordMetadata = z
  .record(metadataKey, z.record(z.string(), z.unknown()))
  .refine((map) => Object.keys(map).length <= 20, 'must have length less than or equal to 20');
const content = z.strictObject({ text: plain(16_000) });
const namespaces = z.array(namespaceText).max(1);

/** One record of a batch; a batch is checked record by record, because it may fail in part. */
export const newRecord = z.object({
  requestIdentifier: plain(80).regex(/^[a-zA-Z0-9_-]+$/),
  namespaces,
  content,
  timestamp: time,
  memoryStrategyId: strategyId.optional(),
  metadata: recordMetadata.optional(),
});

export const changedRecord = z.object({
  memoryRecordId: recordId,
  timestamp: time,
  content: content.optional(),
  namespaces: namespaces.optional(),
  memoryStrategyId: strategyId.optional(),
  metadata: recordMetadata.optional(),
});

export const removedRecord = z.object({ memoryRecordId: recordId });

export const batch = z.object({
  records: z.array(z.record(z.string(), z.unknown())).max(100),
  clientToken: clientToken.optional(),
});

/** `namespace` is a prefix, character by character; `namespacePath` keeps to whole steps of the path. */
const place = {
  namespace: namespaceText.optional(),
  namespacePath: namespaceText.optional(),
};
const noFilters = z.undefined('metadata filters are not offered here').optional();
const onePlace = (value: { namespace?: string; namespacePath?: string }) =>
  (value.namespace === undefined) !== (value.namespacePath === undefined);
const ONE_PLACE = { message: 'either namespace or namespacePath is required', path: ['namespace'] };

export const recordList = paging
  .extend({ ...place, memoryStrategyId: strategyId.optional(), metadataFilters: noFilters })
  .refine(onePlace, ONE_PLACE);

export const recordSearch = paging
  .extend({
    ...place,
    searchCriteria: z.object({
      searchQuery: plain(10_000),
      memoryStrategyId: strategyId.optional(),
      topK: z.number().int().min(1).max(100).default(10),
      metadataFilters: noFilters,
    }),
  })
  .refine(onePlace, ONE_PLACE);

/** Where the next page begins; 0 without a token. Throws InvalidInput for a token of nobody's making. */
export function offsetOf(nextToken: string | undefined): number {
  if (nextToken === undefined) return 0;
  const offset = Number(/^o(\d{1,9})$/.exec(Buffer.from(nextToken, 'base64url').toString())?.[1] ?? Number.NaN);
  if (Number.isNaN(offset)) throw new InvalidInput('The nextToken is not valid.');
  return offset;
}

/** A page out of `rows`, which hold one more than the page where there is a next one. */
export function pageOf<T>(rows: readonly T[], offset: number, size: number): { page: T[]; nextToken?: string } {
  const page = rows.slice(0, size);
  if (rows.length <= size) return { page };
  return { page, nextToken: Buffer.from(`o${offset + size}`).toString('base64url') };
}
