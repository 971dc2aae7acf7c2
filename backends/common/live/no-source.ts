import type { Coverage } from '../../../schemas/generated/kubernetes.ts';

/** Where nothing is connected, nothing was read. */
export const NOTHING_READ: Coverage = { readings: [], notUnderstood: [] };

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
      coverage: NOTHING_READ,
    }),
    coverage: async (): Promise<Coverage> => NOTHING_READ,
  };
}
