import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A shape of a service's model; names refer to other shapes. */
export interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, string>>;
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Exactly one member. */
  readonly union?: boolean;
  /** Any JSON. */
  readonly document?: boolean;
}

export interface ServiceModel {
  readonly service: string;
  readonly version: string;
  /** The input's shape by operation. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** What is wrong with one value of an input. */
export interface Problem {
  /** `records.0.content.text`. */
  readonly path: string;
  /** In the words of AWS: `Member must have length less than or equal to 100`. */
  readonly message: string;
}

/** The model of a service, from the file beside this one. */
export function readServiceModel(service: 'bedrock-agent-runtime' | 'bedrock-agentcore' | 'cognito-idp'): ServiceModel {
  return JSON.parse(readFileSync(join(import.meta.dirname, `${service}.json`), 'utf8')) as ServiceModel;
}

/** Members, as `Operation.member`, that the SDK's clients know and that are younger than the models. */
export const NEWER: readonly string[] = [
  'CreateEvent.extractionMode',
  'CreateEvent.extractionConfig',
  'GetMemoryRecord.namespace',
  'DeleteMemoryRecord.namespace',
  'InvokeAgentRuntime.mcpMethod',
  'InvokeAgentRuntime.mcpName',
  'RevokeToken.RevokeAssociatedSessions',
  'Retrieve.userContext',
];
const UNKNOWN = 'Member does not exist';

/**
 * Compares the input of an operation with the service's own model: members that do not exist or are missing, types,
 * lengths, patterns, lists of values. Empty when nothing is wrong; an operation that the model lacks is a mistake of ours
 * and throws.
 */
export function createInputCheck(model: ServiceModel) {
  const matches = createMatcher();

  function look(name: string, value: unknown, path: string): Problem[] {
    const shape = model.shapes[name];
    if (shape === undefined || shape.document) return [];
    const wrong = (message: string): Problem[] => [{ path, message }];
    const inner = (key: string | number) => (path === '' ? `${key}` : `${path}.${key}`);
    switch (shape.type) {
      case 'structure':
        return isObject(value) ? lookAtStructure(shape, value, path, inner) : wrong('Member must be a structure');
      case 'list':
        if (!Array.isArray(value)) return wrong('Member must be a list');
        return [
          ...outOfBounds(shape, value.length, 'length').flatMap(wrong),
          ...value.flatMap((one, index) => look(shape.member ?? '', one, inner(index))),
        ];
      case 'map':
        if (!isObject(value)) return wrong('Member must be a map');
        return [
          ...outOfBounds(shape, Object.keys(value).length, 'length').flatMap(wrong),
          ...Object.entries(value).flatMap(([key, one]) => [
            ...look(shape.key ?? '', key, inner(key)),
            ...look(shape.value ?? '', one, inner(key)),
          ]),
        ];
      case 'string': {
        if (typeof value !== 'string') return wrong('Member must be a string');
        const listed = shape.enum === undefined || shape.enum.includes(value);
        const fits = shape.pattern === undefined || matches(value, shape.pattern);
        return [
          ...outOfBounds(shape, value.length, 'length').flatMap(wrong),
          ...(listed ? [] : wrong(`Member must satisfy enum value set: [${shape.enum}]`)),
          ...(fits ? [] : wrong(`Member must satisfy regular expression pattern: ${shape.pattern}`)),
        ];
      }
      case 'integer':
      case 'long':
        if (!Number.isInteger(value)) return wrong('Member must be a whole number');
        return outOfBounds(shape, value as number, 'value').flatMap(wrong);
      case 'double':
      case 'float':
      case 'timestamp':
        return typeof value === 'number' ? [] : wrong('Member must be a number');
      case 'boolean':
        return typeof value === 'boolean' ? [] : wrong('Member must be true or false');
      default:
        return [];
    }
  }

  function lookAtStructure(
    shape: Shape,
    value: Readonly<Record<string, unknown>>,
    path: string,
    inner: (key: string) => string,
  ): Problem[] {
    const given = Object.keys(value).filter((key) => value[key] !== undefined && value[key] !== null);
    const missing = (shape.required ?? []).filter((key) => !given.includes(key));
    return [
      ...missing.map((key) => ({ path: inner(key), message: 'Member must not be null' })),
      ...(shape.union && given.length !== 1 ? [{ path, message: 'Member must have exactly one of its members' }] : []),
      ...given.flatMap((key) => {
        const member = shape.members?.[key];
        return member === undefined ? [{ path: inner(key), message: UNKNOWN }] : look(member, value[key], inner(key));
      }),
    ];
  }

  return (operation: string, input: Readonly<Record<string, unknown>>): readonly Problem[] => {
    const shape = model.inputs[operation];
    if (shape === undefined) throw new Error(`The model of ${model.service} lacks ${operation}.`);
    const isNewer = ({ path, message }: Problem) => message === UNKNOWN && NEWER.includes(`${operation}.${path}`);
    return look(shape, input, '').filter((problem) => !isNewer(problem));
  };
}

function outOfBounds({ min, max }: Shape, size: number, what: string): string[] {
  if (min !== undefined && size < min) return [`Member must have ${what} greater than or equal to ${min}`];
  if (max !== undefined && size > max) return [`Member must have ${what} less than or equal to ${max}`];
  return [];
}

function createMatcher() {
  const patterns = new Map<string, RegExp>();
  return (text: string, pattern: string): boolean => {
    const compiled = patterns.get(pattern) ?? wholly(pattern);
    patterns.set(pattern, compiled);
    return compiled.test(text);
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** AWS matches the whole text; some of its patterns are no Unicode patterns of JavaScript. */
function wholly(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return new RegExp(`^(?:${pattern})$`);
  }
}
