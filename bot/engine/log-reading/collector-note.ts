/** True for what `kubectl logs` prints in place of a log. */
export function isCollectorNote(text: string): boolean {
  return /\bError from server\b(?: \(\w+\))?: |^unable to retrieve container logs|\bunable to upgrade connection\b/i.test(
    text,
  );
}

/** The version that Node writes below the error that ends it (its manual, "process": uncaught exceptions): it tells nothing. */
export function isRuntimeNote(text: string): boolean {
  return /^Node\.js v\d+\.\d+\.\d+\s*$/.test(text);
}
