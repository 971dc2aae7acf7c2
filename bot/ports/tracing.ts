/** Names and figures of ours. Never a text from outside: traces are kept where others read than those of a thread. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work while it is done. */
export interface Span {
  /** Tells what came of it, as figures. */
  note(attributes: Attributes): void;
}

/** Notes how long the pieces of an investigation take, as spans of one trace. It never fails the work. */
export interface Tracing {
  /** Runs a piece of the work that surrounds it; what it throws is noted by its kind and thrown on. */
  span<T>(name: string, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T>;
}

/** Notes nothing. */
export const noTracing: Tracing = { span: (_name, _attributes, work) => work({ note: () => undefined }) };
