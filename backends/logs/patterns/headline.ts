/** A bare category such as `Shop.Store[3]`, as .NET's console logger writes it on a line of its own. */
const CATEGORY = /^[\w.\x60+<>]+\[\d+\]$/;
/** A source position that Node prints above the statement that threw. */
const SOURCE = /^(?:file:\/\/)?\/\S+:\d+$/;
const EXCEPTION = /^[A-Za-z_][\w.]*(?::|$)/;

/**
 * The one line of a record that says what happened: the first, except for a Python trace (its exception), a bare
 * category (with the second line) and a source position (the error that follows).
 */
export function headlineOf(text: string): string {
  const feed = text.indexOf('\n');
  if (feed < 0) return text;
  const first = text.slice(0, feed);
  if (first.endsWith('Traceback (most recent call last):')) {
    const lines = text.split('\n');
    // Below the last frame stands its line of source, then the exception.
    const frame = lines.findLastIndex((line) => /^\s*File "/.test(line));
    const exception = lines.find((line, index) => index > frame + 1 && EXCEPTION.test(line)) ?? lines.at(-1);
    return `${first} ${exception}`;
  }
  const rest = text.slice(feed + 1);
  if (CATEGORY.test(first)) return `${first} ${rest.trimStart().split('\n', 1)[0]}`;
  if (SOURCE.test(first)) return rest.split('\n').find((line) => /^\w*Error\b/.test(line)) ?? first;
  return first;
}
