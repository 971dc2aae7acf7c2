import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { OpenAPIV3 } from 'openapi-types';
import { parse } from 'yaml';
import { badParameter } from './backend-error.ts';
import { closeNames } from './close-names.ts';

/** One operation of an OpenAPI document, ready to serve. */
export interface BoundOperation {
  readonly operationId: string;
  /** The path in Fastify's form: `/runbooks/playbook/:playbook_id`. */
  readonly path: string;
  /** Validates and coerces query and path parameters, with defaults applied; throws invalid-input. */
  readonly readParameters: (
    query: Readonly<Record<string, unknown>>,
    path: Readonly<Record<string, unknown>>,
  ) => Record<string, unknown>;
  /** The first way a response breaks its schema, in words; undefined when it keeps it. */
  readonly responseFault: (response: unknown) => string | undefined;
}

type DocumentName = 'kubernetes' | 'logs' | 'metrics' | 'runbooks';

const documents = new Map<DocumentName, OpenAPIV3.Document>();
const bindings = new WeakMap<OpenAPIV3.Document, BoundOperation[]>();

/** Reads `schemas/<name>.yaml` of this repository, once in a process. */
export function readDocument(name: DocumentName): OpenAPIV3.Document {
  const known = documents.get(name);
  if (known !== undefined) return known;
  const path = join(import.meta.dirname, '../../schemas', `${name}.yaml`);
  const document = parse(readFileSync(path, 'utf8')) as OpenAPIV3.Document;
  documents.set(name, document);
  return document;
}

/** Compiles every GET operation of a document, once for each document: many apps may serve the same one. */
export function bindDocument(document: OpenAPIV3.Document): readonly BoundOperation[] {
  const bound = bindings.get(document) ?? compileDocument(document);
  bindings.set(document, bound);
  return bound;
}

function compileDocument(document: OpenAPIV3.Document): BoundOperation[] {
  // Without the optimizer a process is ready a third of a second earlier, and validates as fast.
  const responses = new Ajv({ strict: false, allErrors: false, code: { optimize: false } });
  addFormats.default(responses, { mode: 'fast' });
  responses.addSchema({ $id: 'api', components: document.components });
  const bound: BoundOperation[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    const operation = item?.get;
    if (operation?.operationId === undefined) continue;
    const ok = operation.responses['200'] as OpenAPIV3.ResponseObject;
    const schema = JSON.stringify(ok.content?.['application/json']?.schema ?? {}).replaceAll('"#/', '"api#/');
    let validate: ValidateFunction | undefined;
    bound.push({
      operationId: operation.operationId,
      path: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      readParameters: parameterReader((operation.parameters ?? []) as OpenAPIV3.ParameterObject[]),
      responseFault: (response) => {
        validate ??= responses.compile(JSON.parse(schema));
        return validate(response) ? undefined : describeFault(validate.errors?.[0]);
      },
    });
  }
  return bound;
}

function parameterReader(parameters: readonly OpenAPIV3.ParameterObject[]): BoundOperation['readParameters'] {
  const ajv = new Ajv({
    strict: false,
    code: { optimize: false },
    coerceTypes: true,
    useDefaults: true,
    allErrors: false,
  });
  const names = new Set(parameters.map((parameter) => parameter.name));
  const validate = ajv.compile({
    type: 'object',
    required: parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name),
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.schema])),
  });
  return (query, path) => {
    const given: Record<string, unknown> = { ...query, ...path };
    for (const [name, value] of Object.entries(given)) {
      if (!names.has(name)) throw unknownParameter(name, names);
      if (Array.isArray(value)) throw badParameter(name, 'is given more than once');
      if (value === '') delete given[name];
    }
    if (!validate(given)) {
      const error = validate.errors![0]!;
      const field = error.keyword === 'required' ? String(error.params.missingProperty) : error.instancePath.slice(1);
      throw badParameter(field, parameterReason(error));
    }
    return given;
  };
}

function unknownParameter(name: string, names: ReadonlySet<string>): Error {
  const [near] = closeNames(name, names, 1);
  const known = names.size === 0 ? 'this operation takes none' : `known are ${[...names].join(', ')}`;
  return badParameter(name, `is not known${near === undefined ? `; ${known}` : `; did you mean ${near}`}`);
}

function parameterReason(error: ErrorObject): string {
  if (error.keyword === 'required') return 'is required';
  if (error.keyword === 'enum') return `must be one of ${(error.params.allowedValues as string[]).join(', ')}`;
  return error.message ?? 'is not valid';
}

function describeFault(error: ErrorObject | undefined): string {
  return error === undefined ? 'unknown fault' : `${error.instancePath || '/'} ${error.message ?? error.keyword}`;
}
