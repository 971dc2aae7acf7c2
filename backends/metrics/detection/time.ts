/** RFC 3339 of unix seconds, in UTC; whole seconds carry no fraction. */
export function rfc3339(seconds: number): string {
  const text = new Date(Math.round(seconds * 1000)).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}
