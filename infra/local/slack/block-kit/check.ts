/** What is wrong with a value, and where, as Slack words it in `response_metadata.messages`. */
export interface Problem {
  readonly message: string;
  /** JSON pointer. */
  readonly pointer: string;
}

/** Appends to `problems` what is wrong with `value` at `pointer`. */
export type Check = (value: unknown, pointer: string, problems: Problem[]) => void;

export type Fields = Readonly<Record<string, Check>>;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text whose length in characters (UTF-16 units, as Slack counts) lies within bounds. */
export function text(max: number, min = 0): Check {
  return (value, pointer, problems) => {
    if (typeof value !== 'string') problems.push({ message: 'must be a string', pointer });
    else if (value.length > max) problems.push({ message: `must be less than ${max + 1} characters`, pointer });
    else if (value.length < min) problems.push({ message: `must be more than ${min - 1} characters`, pointer });
  };
}

export const boolean: Check = (value, pointer, problems) => {
  if (typeof value !== 'boolean') problems.push({ message: 'must be a boolean', pointer });
};

/** A number, an integer if asked, within bounds; `above` excludes its own value. */
export function number(bounds: { min?: number; max?: number; above?: number; integer?: boolean } = {}): Check {
  return (value, pointer, problems) => {
    if (typeof value !== 'number' || Number.isNaN(value)) problems.push({ message: 'must be a number', pointer });
    else if (bounds.integer && !Number.isInteger(value)) problems.push({ message: 'must be an integer', pointer });
    else if (bounds.min !== undefined && value < bounds.min)
      problems.push({ message: `must be greater than or equal to ${bounds.min}`, pointer });
    else if (bounds.max !== undefined && value > bounds.max)
      problems.push({ message: `must be less than or equal to ${bounds.max}`, pointer });
    else if (bounds.above !== undefined && value <= bounds.above)
      problems.push({ message: `must be greater than ${bounds.above}`, pointer });
  };
}

export function oneOf(...allowed: readonly (string | number)[]): Check {
  return (value, pointer, problems) => {
    if (!allowed.includes(value as string))
      problems.push({ message: `must be a valid enum value: ${allowed.join(', ')}`, pointer });
  };
}

export function list(item: Check, bounds: { min?: number; max?: number } = {}): Check {
  return (value, pointer, problems) => {
    if (!Array.isArray(value)) {
      problems.push({ message: 'must be an array', pointer });
      return;
    }
    if (bounds.min !== undefined && value.length < bounds.min)
      problems.push({ message: `must have at least ${bounds.min} items`, pointer });
    if (bounds.max !== undefined && value.length > bounds.max)
      problems.push({ message: `no more than ${bounds.max} items allowed`, pointer });
    else for (const [index, one] of value.entries()) item(one, `${pointer}/${index}`, problems);
  };
}

/** An object with these fields and no others. `type` is judged by `byType`. */
export function object(required: Fields, optional: Fields = {}): Check {
  return (value, pointer, problems) => {
    if (!isObject(value)) {
      problems.push({ message: 'must be an object', pointer });
      return;
    }
    for (const [name, check] of Object.entries(required)) {
      if (value[name] === undefined || value[name] === null)
        problems.push({ message: `missing required field: ${name}`, pointer });
      else check(value[name], `${pointer}/${name}`, problems);
    }
    for (const [name, field] of Object.entries(value)) {
      if (name === 'type' || name in required || field === undefined) continue;
      const check = Object.hasOwn(optional, name) ? optional[name] : undefined;
      if (check === undefined) problems.push({ message: `invalid additional property: ${name}`, pointer });
      else check(field, `${pointer}/${name}`, problems);
    }
  };
}

/** Picks the check by the value's `type`; any other type is `unsupported type`. */
export function byType(checks: Readonly<Record<string, Check>>): Check {
  return (value, pointer, problems) => {
    if (!isObject(value)) {
      problems.push({ message: 'must be an object', pointer });
      return;
    }
    const { type } = value;
    if (type === undefined) problems.push({ message: 'missing required field: type', pointer });
    else if (typeof type !== 'string' || !Object.hasOwn(checks, type))
      problems.push({ message: `unsupported type: ${String(type)}`, pointer: `${pointer}/type` });
    else checks[type]!(value, pointer, problems);
  };
}

/** All of the checks, in order. */
export function all(...checks: readonly Check[]): Check {
  return (value, pointer, problems) => {
    for (const check of checks) check(value, pointer, problems);
  };
}

/** A rule over the whole object; `judge` returns what is wrong, or nothing. Skipped for what is no object. */
export function rule(judge: (value: Record<string, unknown>) => string | undefined, at = ''): Check {
  return (value, pointer, problems) => {
    const message = isObject(value) ? judge(value) : undefined;
    if (message !== undefined) problems.push({ message, pointer: `${pointer}${at}` });
  };
}
