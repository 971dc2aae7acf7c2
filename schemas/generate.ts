/**
 * Writes schemas/generated/<name>.ts from the four OpenAPI documents: the types of every component, of each operation's
 * parameters as a handler receives them (defaults applied), and an `Operations` map. `--check` writes nothing and exits 1
 * when a generated file differs from what its document gives.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import type { OpenAPIV3 } from 'openapi-types';
import { parse } from 'yaml';
import type { MetricKnowledge } from './metric-knowledge.ts';

const NAMES = ['kubernetes', 'logs', 'metrics', 'runbooks'] as const;
const FOLDER = import.meta.dirname;
/** The note json-schema-to-typescript leaves on every definition: where it was referenced from. */
const PROVENANCE =
  /\n \*(?:\n \*)? This interface was referenced by `Operations`'s JSON-Schema\n \* via the `definition` "\w+"\./g;

/** The text of the generated module for one OpenAPI document. */
export async function generateTypes(name: string, document: OpenAPIV3.Document): Promise<string> {
  const definitions: Record<string, unknown> = structuredClone(document.components?.schemas ?? {});
  const operations: Record<string, unknown> = {};
  for (const item of Object.values(document.paths)) {
    const operation = item?.get;
    if (operation?.operationId === undefined) continue;
    const typeName = `${pascal(operation.operationId)}Parameters`;
    definitions[typeName] = parametersSchema(operation);
    operations[operation.operationId] = {
      type: 'object',
      required: ['parameters', 'response'],
      properties: { parameters: { $ref: `#/definitions/${typeName}` }, response: responseSchema(operation) },
    };
  }
  const root = {
    title: 'Operations',
    description: 'Parameters and response of each operation, by operationId.',
    type: 'object',
    required: Object.keys(operations),
    properties: operations,
    definitions,
  };
  const local = JSON.parse(JSON.stringify(root).replaceAll('#/components/schemas/', '#/definitions/')) as JSONSchema;
  const text = await compile(local, 'Operations', {
    additionalProperties: false,
    unreachableDefinitions: true,
    bannerComment: `/** Generated from schemas/${name}.yaml by \`npm run generate\`; do not edit. */`,
    style: { singleQuote: true, printWidth: 120 },
  });
  return text.replaceAll(PROVENANCE, '');
}

function parametersSchema(operation: OpenAPIV3.OperationObject): unknown {
  const parameters = (operation.parameters ?? []) as OpenAPIV3.ParameterObject[];
  const withDefault = (parameter: OpenAPIV3.ParameterObject): boolean =>
    (parameter.schema as OpenAPIV3.SchemaObject | undefined)?.default !== undefined;
  return {
    type: 'object',
    description: `What a handler of ${operation.operationId} receives: validated, with defaults applied.`,
    required: parameters
      .filter((parameter) => parameter.required || withDefault(parameter))
      .map((parameter) => parameter.name),
    properties: Object.fromEntries(
      parameters.map((parameter) => [
        parameter.name,
        { ...(parameter.schema as object), description: parameter.description },
      ]),
    ),
  };
}

function responseSchema(operation: OpenAPIV3.OperationObject): unknown {
  const ok = operation.responses['200'] as OpenAPIV3.ResponseObject | undefined;
  const schema = ok?.content?.['application/json']?.schema;
  if (schema === undefined) throw new Error(`${operation.operationId} has no JSON response`);
  return schema;
}

function pascal(operationId: string): string {
  return operationId.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What is known of metrics as a module, so that nobody parses it at run time. */
async function knowledgeModule(): Promise<string> {
  const read = async (name: string) => parse(await readFile(join(FOLDER, `${name}.yaml`), 'utf8')) as object;
  const { exporters } = (await read('metric-signals')) as MetricKnowledge;
  const knowledge = { ...(await read('metric-knowledge')), exporters };
  const signals = new Set(exporters.flatMap(({ metrics }) => metrics.map(({ signal }) => signal)));
  return [
    '/** Generated from metric-knowledge.yaml and metric-signals.yaml by `npm run generate`; do not edit. */',
    "import type { MetricKnowledge } from '../metric-knowledge.ts';",
    '',
    '/** What a series measures. */',
    `export type MetricSignal =\n${[...signals]
      .toSorted()
      .map((signal) => `  | '${signal}'`)
      .join('\n')};`,
    '',
    `export const METRIC_KNOWLEDGE: MetricKnowledge = ${JSON.stringify(knowledge, null, 2)};\n`,
  ].join('\n');
}

async function main(check: boolean): Promise<number> {
  const stale: string[] = [];
  await mkdir(join(FOLDER, 'generated'), { recursive: true });
  for (const name of NAMES) {
    const document = parse(await readFile(join(FOLDER, `${name}.yaml`), 'utf8')) as OpenAPIV3.Document;
    const text = await generateTypes(name, document);
    const path = join(FOLDER, 'generated', `${name}.ts`);
    if (!check) await writeFile(path, text);
    else if (text !== (await readFile(path, 'utf8').catch(() => ''))) stale.push(`schemas/generated/${name}.ts`);
  }
  const knowledge = await knowledgeModule();
  const knowledgePath = join(FOLDER, 'generated', 'metric-knowledge.ts');
  if (!check) await writeFile(knowledgePath, knowledge);
  else if (knowledge !== (await readFile(knowledgePath, 'utf8').catch(() => '')))
    stale.push('schemas/generated/metric-knowledge.ts');
  if (stale.length > 0) console.error(`Out of date, run npm run generate: ${stale.join(', ')}`);
  return stale.length > 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.includes('--check'));
