import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { toSreError } from '../../domain/errors.ts';
import type { Evidence, Source } from '../../domain/finding.ts';
import type { Redactor } from '../../ports/redaction.ts';
import type { ToolDescription, ToolGateway, ToolName } from '../../ports/tool-gateway.ts';
import { delimited } from './prompt.ts';
import { READ_TOOLS, SPECIALISTS } from './read-tools.ts';
import { MOST_ROWS, type ToolScope, withinScope } from './scope.ts';

/** One operation as a model is told of it. */
export interface OfferedTool {
  readonly source: Source;
  readonly operation: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, OfferedParameter>>;
}

interface OfferedParameter {
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'array';
  readonly description: string;
  readonly required: boolean;
}

/** What a model wants to have called; everything in it is taken for the attacker's until it is checked. */
export interface AskedCall {
  readonly source: string;
  readonly operation: string;
  readonly parameters: readonly { readonly name?: string; readonly value?: string }[];
}

export interface Toolbox {
  readonly offered: readonly OfferedTool[];
  /** Runs one call, or refuses it. Never throws but for an aborted signal. The text is for the model. */
  run(call: AskedCall, signal: AbortSignal): Promise<{ readonly failed: boolean; readonly text: string }>;
  /** Observations that calls added, numbered on from those given. */
  readonly added: readonly Evidence[];
  readonly counts: { readonly calls: number; readonly refused: number };
}

/** Bedrock's quota of parameters for one function of an action group. */
const MOST_PARAMETERS = 5;
const ROWS_TOLD = 20;
const ROW_LENGTH = 700;
/** Read for secrets before it is cut, so that no half of one is left over. */
const LONGEST_ROW = 20_000;
const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array']);
const ajv = formats.default(new Ajv({ strict: false, allErrors: false }), { mode: 'fast' });

/** The tools for one reasoning: of what the gateway offers this person, what is on the list of read-only operations. */
export async function createToolbox(parts: {
  readonly gateway: ToolGateway;
  readonly redactor: Redactor;
  readonly evidence: readonly Evidence[];
  /** The least number of what is added. */
  readonly numberFrom?: number | undefined;
  readonly now: Date;
  readonly signal: AbortSignal;
}): Promise<Toolbox> {
  const { gateway, redactor, signal } = parts;
  const [listed, scope] = await Promise.all([gateway.list({ signal }), scopeOf(gateway, parts.now, signal)]);
  const allowed = new Map<string, { tool: OfferedTool; schema: ToolDescription['inputSchema'] }>();
  for (const source of SPECIALISTS) {
    for (const operation of READ_TOOLS[source]) {
      const described = listed.find(({ name }) => name === `${source}___${operation}`);
      if (described !== undefined) {
        allowed.set(`${source}___${operation}`, {
          tool: offer(source, operation, described),
          schema: described.inputSchema,
        });
      }
    }
  }
  const validators = new Map<string, ValidateFunction>();
  const added: Evidence[] = [];
  const counts = { calls: 0, refused: 0 };
  const first = Math.max((parts.numberFrom ?? 1) - 1, ...parts.evidence.map(({ id }) => Number(id.slice(1)) || 0));

  function refuse(text: string) {
    counts.refused += 1;
    return { failed: true, text: `Refused. ${text}` };
  }

  return {
    offered: [...allowed.values()].map(({ tool }) => tool),
    added,
    counts,
    async run(call, runSignal) {
      counts.calls += 1;
      const name = `${call.source}___${call.operation}`;
      const known = allowed.get(name);
      if (known === undefined) return refuse('There is no such tool.');
      const args = readArguments(call.parameters, known.tool);
      if (args === undefined) return refuse('An argument is unknown or given twice.');
      const validate = validators.get(name) ?? ajv.compile({ ...known.schema, additionalProperties: false });
      validators.set(name, validate);
      if (!validate(args)) return refuse('An argument does not fit the schema of the tool.');
      const kept = withinScope(args, scope, 'limit' in propertiesOf(known.schema));
      if ('refused' in kept) return refuse(kept.refused);
      try {
        const body = await gateway.call(name as ToolName, kept.args, { signal: runSignal });
        const rows = await redactor.redact(rowsOf(body));
        const fresh = rows.map(({ target, text }, index): Evidence => {
          const id = `E${first + added.length + index + 1}`;
          return { id, source: known.tool.source, tool: call.operation, target, text: text.slice(0, ROW_LENGTH) };
        });
        added.push(...fresh);
        return { failed: false, text: fresh.length > 0 ? delimited(fresh) : 'Nothing was found.' };
      } catch (thrown) {
        runSignal.throwIfAborted();
        // The upstream's own words stay out of the prompt: they are for nobody to obey.
        return { failed: true, text: toSreError(thrown, name).wording };
      }
    },
  };
}

/** What this person sees at all, as the source itself tells. */
async function scopeOf(gateway: ToolGateway, now: Date, signal: AbortSignal): Promise<ToolScope> {
  const body = (await gateway.call('kubernetes___describe_source', {}, { signal }).catch(() => ({}))) as {
    namespaces?: unknown;
  };
  signal.throwIfAborted();
  const namespaces = Array.isArray(body?.namespaces) ? body.namespaces.filter((one) => typeof one === 'string') : [];
  return { namespaces, now };
}

function offer(source: Source, operation: string, { description, inputSchema }: ToolDescription): OfferedTool {
  const required = new Set(Array.isArray(inputSchema.required) ? inputSchema.required : []);
  const entries = Object.entries(propertiesOf(inputSchema))
    .filter(([name]) => name !== 'cursor' && /^[A-Za-z]\w{0,63}$/.test(name))
    .sort(([a], [b]) => Number(required.has(b)) - Number(required.has(a)))
    .slice(0, MOST_PARAMETERS);
  const parameters = entries.map(([name, { type, description: words }]): [string, OfferedParameter] => [
    name,
    {
      type: TYPES.has(type ?? '') ? (type as OfferedParameter['type']) : 'string',
      description: (words || name).slice(0, 500),
      required: required.has(name),
    },
  ]);
  return {
    source,
    operation,
    description: (description || operation).slice(0, 1_000),
    parameters: Object.fromEntries(parameters),
  };
}

function propertiesOf(schema: ToolDescription['inputSchema']): Record<string, { type?: string; description?: string }> {
  return (schema.properties ?? {}) as Record<string, { type?: string; description?: string }>;
}

/** Bedrock hands every value over as text. Undefined for a parameter that was not offered, or one that comes twice. */
function readArguments(given: AskedCall['parameters'], tool: OfferedTool): Record<string, unknown> | undefined {
  const args: Record<string, unknown> = Object.create(null);
  for (const { name = '', value = '' } of given) {
    const parameter = Object.hasOwn(tool.parameters, name) ? tool.parameters[name] : undefined;
    if (parameter === undefined || name in args) return undefined;
    args[name] = readValue(value, parameter.type);
  }
  return { ...args };
}

function readValue(value: string, type: OfferedParameter['type']): unknown {
  if (type === 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The rows of an answer, or the answer as one row; each as one line of JSON. */
function rowsOf(body: unknown): { target: string; text: string }[] {
  const items = (body as { items?: unknown })?.items;
  const rows = Array.isArray(items) ? items.slice(0, Math.min(ROWS_TOLD, MOST_ROWS)) : [withoutCoverage(body)];
  return rows.map((row) => ({ target: targetOf(row), text: JSON.stringify(row ?? null).slice(0, LONGEST_ROW) }));
}

/** How far the source was read is told by the answer already; here it would push what was read off the row. */
function withoutCoverage(body: unknown): unknown {
  const { searched, ...rest } = (body ?? {}) as { readonly searched?: { readonly what?: string } };
  return searched === undefined ? body : { ...rest, searched: searched.what };
}

function targetOf(row: unknown): string {
  const { service, name, kind, metadata, title, pod } = (row ?? {}) as Record<string, unknown>;
  const own = (metadata as { name?: unknown } | undefined)?.name ?? service ?? name ?? pod ?? title;
  if (typeof own !== 'string') return 'the whole system';
  return (typeof kind === 'string' ? `${kind.toLowerCase()}/${own}` : own).slice(0, 200);
}
