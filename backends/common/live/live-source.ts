import { z } from 'zod';

/** A kind of live source behind a backend, chosen by the environment. */
export interface LiveSource<P> {
  /** What PROVIDER calls it. */
  readonly provider: string;
  /** Variables of which any one, when set, chooses this source. */
  readonly chosenBy: readonly string[];
  /** Reads its variables: a way to open the provider, or every problem, a line each, without values. */
  read(env: NodeJS.ProcessEnv): { readonly open: () => Promise<P> } | { readonly problems: readonly string[] };
}

/** Makes a live source of a schema for its variables and a function that opens it. */
export function defineLiveSource<P, S extends z.ZodType>(source: {
  readonly provider: string;
  readonly chosenBy: readonly string[];
  readonly settings: S;
  readonly open: (settings: z.output<S>) => P | Promise<P>;
}): LiveSource<P> {
  return {
    provider: source.provider,
    chosenBy: source.chosenBy,
    read: (env) => {
      const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
      const result = source.settings.safeParse(set);
      if (result.success) return { open: async () => source.open(result.data) };
      return {
        problems: result.error.issues.map(({ path, message }) => {
          const name = path.join('.');
          return name !== '' && set[name] === undefined ? `${name} is not set` : `${name}: ${message}`;
        }),
      };
    },
  };
}

/** An http or https address; one that carries a user or password is refused, since addresses are logged. */
export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).refine(
  (text) => {
    const parsed = URL.parse(text);
    return parsed !== null && parsed.username === '' && parsed.password === '';
  },
  { error: 'must not carry a user or password; use the variables for credentials' },
);

/** Names separated by commas. */
export const nameList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** A whole number of at least 1. */
export const count = z.coerce.number().int().min(1);
