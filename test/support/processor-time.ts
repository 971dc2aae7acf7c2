/** Milliseconds of processor time that `work` costs: unlike the clock's, other programs on the machine hardly change it. */
export async function processorMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
