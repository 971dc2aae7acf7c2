import { inspect } from 'node:util';

const values = new WeakMap<Secret, string>();

/** A value that prints `[redacted]` wherever it is logged, serialised or interpolated; `reveal` is the only way in. */
export class Secret {
  constructor(value: string) {
    values.set(this, value);
  }

  reveal(): string {
    return values.get(this) ?? '';
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return '[redacted]';
  }
}
