/** True for what `kubectl logs` prints in place of a log. */
export function isCollectorNote(text: string): boolean {
  return /\bError from server\b(?: \(\w+\))?: |^unable to retrieve container logs|\bunable to upgrade connection\b/i.test(
    text,
  );
}
