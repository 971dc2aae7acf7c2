import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { OpenAPIV3 } from 'openapi-types';
import { parse } from 'yaml';
import { generateTypes } from '../../schemas/generate.ts';

const FOLDER = join(import.meta.dirname, '../../schemas');
const NAMES = ['kubernetes', 'logs', 'metrics', 'runbooks'] as const;
const document = (name: string) => parse(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8')) as OpenAPIV3.Document;

const AGREED = {
  kubernetes:
    'get_pod_status get_deployment_status get_cluster_events get_resource_usage get_node_status list_objects list_events list_namespaces list_changes describe_source',
  logs: 'search_logs get_error_logs analyze_log_patterns get_recent_logs count_log_events summarize_logs list_log_services describe_source',
  metrics:
    'get_performance_metrics get_error_rates get_resource_metrics get_availability_metrics analyze_trends summarize_series list_slis query_series get_topology list_alerts summarize_traces describe_source',
  runbooks:
    'search_runbooks get_incident_playbook get_troubleshooting_guide get_escalation_procedures get_common_resolutions describe_source',
};

function operations(name: string): { path: string; method: string; operation: OpenAPIV3.OperationObject }[] {
  return Object.entries(document(name).paths).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(([method, operation]) => ({
      path,
      method,
      operation: operation as OpenAPIV3.OperationObject,
    })),
  );
}

/** Every key anywhere in a value. */
function keys(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keys);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keys(inner)]);
}

for (const name of NAMES) {
  test(`${name} has a server URL and no composed schemas`, () => {
    const whole = document(name);
    expect(whole.openapi).toBe('3.0.3');
    expect(new URL(whole.servers?.[0]?.url ?? '').protocol).toBe('http:');
    for (const word of ['oneOf', 'anyOf', 'allOf', 'not', 'nullable']) expect(keys(whole)).not.toContain(word);
  });

  test(`${name} has each agreed operation, all GET, JSON only, with unique ids that fit a tool name`, () => {
    const all = operations(name);
    const ids = all.map(({ operation }) => operation.operationId ?? '');
    expect(ids.toSorted()).toEqual(AGREED[name].split(' ').toSorted());
    for (const { method, operation } of all) {
      expect(method).toBe('get');
      expect(`${name}___${operation.operationId}`).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      expect((operation.description ?? '').length).toBeGreaterThan(20);
      for (const status of ['200', '400', '401', '500']) expect(Object.keys(operation.responses)).toContain(status);
      for (const response of Object.values(operation.responses) as OpenAPIV3.ResponseObject[])
        expect(Object.keys(response.content ?? {})).toEqual(['application/json']);
    }
  });

  test(`${name} describes every parameter and bounds it`, () => {
    for (const { path, operation } of operations(name)) {
      const parameters = (operation.parameters ?? []) as OpenAPIV3.ParameterObject[];
      expect(new Set(parameters.map((parameter) => parameter.name)).size).toBe(parameters.length);
      for (const parameter of parameters) {
        const schema = parameter.schema as OpenAPIV3.NonArraySchemaObject;
        const label = `${operation.operationId}.${parameter.name}`;
        expect(`${label}: ${(parameter.description ?? '').length > 10}`).toBe(`${label}: true`);
        expect(['string', 'integer', 'number', 'boolean']).toContain(schema.type);
        if (schema.type === 'string' && schema.enum === undefined)
          expect(`${label} ${schema.maxLength}`).toMatch(/\d+$/);
        if (parameter.in === 'path') expect(path).toContain(`{${parameter.name}}`);
      }
    }
  });

  test(`${name} resolves every reference inside the document`, () => {
    const whole = document(name);
    const refs = [...JSON.stringify(whole).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(refs.length).toBeGreaterThan(0);
    for (const ref of refs)
      expect(Object.keys(whole.components?.schemas ?? {})).toContain(ref.replace('#/components/schemas/', ''));
  });

  test(`${name} types are generated from the document as it is`, async () => {
    expect(await generateTypes(name, document(name))).toBe(
      readFileSync(join(FOLDER, 'generated', `${name}.ts`), 'utf8'),
    );
  });
}
