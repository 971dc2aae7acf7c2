import { SlackApiError } from '../core/errors.ts';

/** The arguments of one call, whatever the body's encoding was. */
export interface Arguments {
  /** Throws `invalid_arguments` when absent or empty. */
  required(name: string): string;
  optional(name: string): string | undefined;
  flag(name: string): boolean;
  /** A whole number; throws `invalid_arguments` for anything else. */
  integer(name: string, byDefault: number, bounds: { min: number; max: number }): number;
  /** A JSON value, sent as such or as a string of JSON. Throws `error` when the string is no JSON. */
  json(name: string, error: string): unknown;
  /** A list of ids: an array, a JSON array or a comma list. */
  ids(name: string): readonly string[];
}

export function readArguments(fields: Readonly<Record<string, unknown>>): Arguments {
  const optional = (name: string): string | undefined => {
    const value = fields[name];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  const parsed = (name: string, error: string): unknown => {
    const value = fields[name];
    if (typeof value !== 'string') return value ?? undefined;
    if (value === '') return undefined;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw new SlackApiError(error);
    }
  };
  return {
    optional,
    required: (name) => {
      const value = optional(name);
      if (value === undefined) throw new SlackApiError('invalid_arguments', [`missing required field: ${name}`]);
      return value;
    },
    flag: (name) => fields[name] === true || fields[name] === 'true' || fields[name] === '1' || fields[name] === 1,
    integer: (name, byDefault, { min, max }) => {
      const value = optional(name);
      if (value === undefined) return byDefault;
      const number = Number(value);
      if (!Number.isInteger(number) || number < min || number > max)
        throw new SlackApiError('invalid_arguments', [
          `must be an integer from ${min} to ${max} [json-pointer:/${name}]`,
        ]);
      return number;
    },
    json: parsed,
    ids: (name) => {
      const value = fields[name];
      if (Array.isArray(value)) return value.map(String);
      if (typeof value !== 'string' || value === '') return [];
      if (value.startsWith('[')) return (parsed(name, 'invalid_arguments') as unknown[]).map(String);
      return value.split(',').map((one) => one.trim());
    },
  };
}
