/** What kubectl says beside its output: warnings, and its own log. */
const BESIDE = /^(?:Warning: .*|[IWE]\d{4} \d\d:\d\d:\d\d.*|Flag --\S+ has been deprecated.*|\s*)$/;

/** The text with the lines left empty that `2>&1` put before it. */
export function withoutPreamble(text: string): string {
  if (!/^(?:Warning: |[IWE]\d{4} |Flag --)/.test(text)) return text;
  const lines = text.split('\n');
  for (let index = 0; index < lines.length && BESIDE.test(lines[index]!); index++) lines[index] = '';
  return lines.join('\n');
}
