/** Callees by caller, by name. */
export type Edges = ReadonlyMap<string, ReadonlySet<string>>;
