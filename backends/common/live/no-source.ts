/** The part that providers share which stand where nothing is connected: the time, and a description that says so. */
export function noSource<S>(cluster: string, warning: string, signals: readonly S[] = []) {
  const now = (): Date => new Date();
  return {
    now,
    describe: async () => ({
      provider: 'none',
      cluster,
      namespaces: [] as string[],
      asOf: now().toISOString(),
      signals: [...signals],
      warnings: [warning],
    }),
  };
}
