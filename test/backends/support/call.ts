import type { FastifyInstance } from 'fastify';

export const API_KEY = 'test-api-key';

/** The answer of one operation, with the key sent. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Calls an app in process. */
export async function call<T>(app: FastifyInstance, url: string): Promise<Answer<T>> {
  const response = await app.inject({ url, headers: { 'x-api-key': API_KEY } });
  return { status: response.statusCode, body: response.json() as T };
}

/** The body of an answer that must be 200. */
export async function read<T>(app: FastifyInstance, url: string): Promise<T> {
  const { status, body } = await call<T>(app, url);
  if (status !== 200) throw new Error(`${url} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** The shape of every failure. */
export interface Failure {
  readonly error: {
    readonly kind: string;
    readonly message: string;
    readonly field?: string;
    readonly reason?: string;
  };
}
