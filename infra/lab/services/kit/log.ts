/** One JSON line on stdout, with the words that pino uses. */
export function log(
  level: 'info' | 'warn' | 'error',
  msg: string,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  process.stdout.write(
    `${JSON.stringify({ level, time: new Date().toISOString(), name: process.env.SERVICE, ...fields, msg })}\n`,
  );
}

/** The fields of an error, its cause after it as Node prints it. */
export function errorFields(error: unknown): { err: { type: string; message: string; code?: string; stack?: string } } {
  const { name, message, code, stack } = error as NodeJS.ErrnoException;
  return { err: { type: name, message, ...(code && { code }), ...(stack && { stack }) } };
}
