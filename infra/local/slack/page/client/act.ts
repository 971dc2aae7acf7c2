/** Does something as this person. Rejects with the words for that person when it cannot be done. */
export async function act<T = unknown>(name: string, body: Record<string, unknown>): Promise<T> {
  const response = await fetch(`/page/acts/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as T & { message?: string };
  if (!response.ok) throw new Error(answer.message ?? 'Something went wrong.');
  return answer;
}
