import { parse } from 'yaml';

/** A JSON value that is an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One operation of a target, as a tool and as the HTTP request behind it. */
export interface GatewayTool {
  /** `<target>___<operationId>`. */
  readonly name: string;
  readonly target: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly properties: JsonObject; readonly required?: string[] };
  /** Path template with `{name}` for path parameters. */
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: 'path' | 'query'; readonly required: boolean }[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: JsonObject;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly unknown[];
}

interface OpenApiDocument {
  readonly servers?: readonly { readonly url: string }[];
  readonly paths?: Readonly<Record<string, { readonly get?: Operation; readonly parameters?: readonly unknown[] }>>;
}

/** A document that AgentCore would refuse; the message says why. */
class RefusedSchema extends Error {
  override readonly name = 'RefusedSchema';
}

function resolve(document: unknown, value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(document, one, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const reference = (value as { $ref?: unknown }).$ref;
  if (typeof reference === 'string') {
    if (depth > 30 || !reference.startsWith('#/')) throw new RefusedSchema(`Cannot follow ${reference}.`);
    const steps = reference.slice(2).split('/');
    const found = steps.reduce<unknown>((at, step) => (at as JsonObject | undefined)?.[step], document);
    if (found === undefined) throw new RefusedSchema(`${reference} leads nowhere.`);
    return resolve(document, found, depth + 1);
  }
  const entries = Object.entries(value);
  const mixed = entries.find(([key]) => ['oneOf', 'anyOf', 'allOf'].includes(key));
  if (mixed) throw new RefusedSchema(`${mixed[0]} is not supported in a tool's parameters.`);
  return Object.fromEntries(entries.map(([key, one]) => [key, resolve(document, one, depth + 1)]));
}

function toolOf(target: string, path: string, operation: Operation, parameters: readonly Parameter[]): GatewayTool {
  if (!operation.operationId) throw new RefusedSchema(`GET ${path} has no operationId.`);
  const served = parameters.filter((one) => one.in === 'path' || one.in === 'query');
  const properties = served.map(({ name, description, schema }) => {
    return [name, { ...(schema ?? { type: 'string' }), ...(description ? { description } : {}) }] as const;
  });
  const required = served.filter((one) => one.required || one.in === 'path').map((one) => one.name);
  return {
    name: `${target}___${operation.operationId}`,
    target,
    description: [operation.summary, operation.description].filter(Boolean).join('. '),
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 ? { required } : {}),
    },
    path,
    parameters: served.map((one) => ({
      name: one.name,
      in: one.in as 'path' | 'query',
      required: required.includes(one.name),
    })),
  };
}

/**
 * Reads an OpenAPI 3 document (YAML or JSON) as AgentCore does for a target: each GET operation becomes a tool, and the
 * first server is where it is called. Throws RefusedSchema for what AgentCore refuses.
 */
export function readTools(target: string, text: string): { readonly url: string; readonly tools: GatewayTool[] } {
  const document = parse(text) as OpenApiDocument;
  const url = document.servers?.[0]?.url ?? '';
  if (!URL.canParse(url)) throw new RefusedSchema(`The schema of ${target} has no valid server URL.`);
  const tools = Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
    if (!item.get) return [];
    const parameters = resolve(document, [...(item.parameters ?? []), ...(item.get.parameters ?? [])]);
    return [toolOf(target, path, item.get, parameters as Parameter[])];
  });
  return { url, tools };
}
