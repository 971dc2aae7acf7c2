/** Decides which lines belong to the record before them. */
export interface TraceJoiner {
  /** A new record begins with this line. */
  begin(line: string): void;
  /** True when the line can be nothing but a continuation of the open record. */
  continues(line: string, open: string): boolean;
  /** True when a line with no time, level or structure of its own continues an open trace. */
  accepts(line: string, open: string): boolean;
  /** True for what loggers print below a message: the throwable that was given with it. */
  isThrowable(line: string): boolean;
  /** True when the text holds a stack trace. */
  isTrace(text: string): boolean;
}

/** Lines that only stack traces have, indented or with the indent lost. */
const FRAME = new RegExp(
  [
    String.raw`^\s*at (?:[\w$.<>\[\]/@ ]+|async .*|new .*|Object\..*)\(.*\)?`, // Java, Node
    String.raw`^\s*at (?:file:\/\/|node:|\/).*:\d+:\d+`, // Node
    String.raw`^\s*at [\w.<>\x60+\[\],]+\(.*\)(?: in .*:line \d+)?`, // .NET
    String.raw`^\s*\.\.\. \d+ (?:more|common frames omitted)`,
    String.raw`^\s*Caused by: `,
    String.raw`^\s*Suppressed: `,
    String.raw`^\s*---+> `, // .NET inner exception
    String.raw`^\s*--- End of `,
    String.raw`^\s*File ".*", line \d+`, // Python
    String.raw`^Traceback \(most recent call last\):`,
    '^(?:During handling of the above exception|The above exception was the direct cause)',
    String.raw`^goroutine \d+ \[`, // Go
    String.raw`^\[signal SIG[A-Z]+`,
    String.raw`^created by [\w./]+`,
    String.raw`^\s*from .*:\d+:in `, // Ruby
    String.raw`^\s*\d{1,3}: 0x[0-9a-f]+ - `, // Rust
    '^stack backtrace:',
  ].join('|'),
);
/** What a frame without its indent can begin with; spares most lines the expression. */
const FIRST_LETTERS = ' .-[0123456789acfgsCDFST';
const STARTS_TRACE = /^Traceback \(most recent call last\):/;
const PYTHON_END = /^[A-Za-z_][\w.]*(?::|$)/;
const GO_PANIC = /^(?:panic: |fatal error: |goroutine \d+ \[)/;
/** Since Rust 1.73 the message stands in lines of its own below the place; the hook ends with a note (std's panicking.rs). */
const RUST_PANIC = /^thread '[^']*'(?: \(\d+\))? panicked at \S+:\d+:\d+:$/;
const RUST_NOTE = /^note: (?:run with|Some details are omitted)/;
const NODE_SOURCE = /^(?:file:\/\/)?\/[^\s:]+:\d+$/;

/** The class in front is the JVM's or Python's in its packages, or .NET's in its namespaces, there with an HRESULT at times. */
const THROWABLE =
  /^(?:(?:[a-z_][\w$]*\.){2,}|(?:kotlin|scala)\.|(?:[A-Z]\w*\.)+)[A-Z][\w$]*(?:Exception|Error|Throwable)(?: \(0x[\dA-Fa-f]{8}\))?(?::|\s*$)/;
/** What SqlException and PostgreSQL's clients print in lines of their own below the message. */
const DETAIL =
  /^(?:ClientConnectionId(?: before routing)?:|Error Number:\d|Routing Destination:|(?:DETAIL|HINT|CONTEXT|STATEMENT|QUERY): {1,2}\S)/;

type Mode = 'none' | 'python' | 'bracket' | 'go' | 'node' | 'rust';

/** Creates a joiner; it keeps one record's state. */
export function createTraceJoiner(): TraceJoiner {
  let mode: Mode = 'none';
  let afterFile = false;

  function begin(line: string): void {
    afterFile = false;
    if (line.includes('Traceback (most recent call last):')) mode = 'python';
    else if (GO_PANIC.test(line)) mode = 'go';
    else if (NODE_SOURCE.test(line)) mode = 'node';
    else if (RUST_PANIC.test(line)) mode = 'rust';
    else mode = 'none';
  }

  function continues(line: string, open: string): boolean {
    const code = line.charCodeAt(0);
    if (code === 9 || (code === 32 && line.charCodeAt(1) === 32)) {
      if (line.trim() === '') return false;
      noteFile(line);
      return true;
    }
    if (DETAIL.test(line)) return true;
    if (!FIRST_LETTERS.includes(line[0] ?? '') || !FRAME.test(line)) return false;
    if (STARTS_TRACE.test(line)) {
      if (!leadsToTrace(open)) return false;
      mode = 'python';
      return true;
    }
    if (GO_PANIC.test(line)) mode = 'go';
    noteFile(line);
    return true;
  }

  function noteFile(line: string): void {
    afterFile = /^\s*File ".*", line \d+/.test(line);
    // Traces of two threads may be mixed: a frame after the end of one goes on with the other.
    if (afterFile) mode = 'python';
  }

  /** A trace belongs to the line before it when that reports an error, or leads over from another trace. */
  function leadsToTrace(open: string): boolean {
    if (mode === 'python' || /(?:During handling of|direct cause of)[^\n]*\s*$/.test(open)) return true;
    return mode === 'none' && !open.includes('Traceback (most') && /error|exception|fail/i.test(open);
  }

  function accepts(line: string, open: string): boolean {
    if (mode === 'python') {
      if (afterFile) {
        // The line of source under `File …`, its indent lost.
        afterFile = false;
        return true;
      }
      if (/^[\s^~]+$/.test(line)) return true;
      // The exception's text may go on in lines of its own until its bracket closes.
      if (PYTHON_END.test(line)) mode = line.includes('<') && !line.includes('>') ? 'bracket' : 'none';
      return true;
    }
    if (mode === 'bracket') {
      if (line.startsWith('>')) mode = 'none';
      return true;
    }
    if (mode === 'go') return true;
    if (mode === 'rust' || RUST_NOTE.test(line)) return isOfPanic(line, open);
    if (mode === 'node') {
      if (/^[A-Za-z]*Error\b|^node:|^\^|^throw /.test(line)) {
        if (/^[A-Za-z]*Error\b/.test(line)) mode = 'none';
        return true;
      }
      return !/\n[A-Za-z]*Error\b/.test(open);
    }
    return /^(?:}|\]|\))[;,]?$|^\^+$/.test(line);
  }

  /** Of a panic of Rust: one line of message, which may go on indented, and the note. */
  function isOfPanic(line: string, open: string): boolean {
    if (mode === 'rust' && !open.includes('\n')) return true;
    mode = 'none';
    return RUST_NOTE.test(line) && open.includes(' panicked at ');
  }

  const isThrowable = (line: string): boolean => mode === 'none' && THROWABLE.test(line);
  return {
    begin,
    continues,
    accepts,
    isThrowable,
    isTrace: (text) => text.split('\n', 12).some((line) => FRAME.test(line)),
  };
}
