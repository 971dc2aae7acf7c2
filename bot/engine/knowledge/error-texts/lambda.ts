import type { ErrorText } from './error-text.ts';

/**
 * What AWS Lambda's runtimes say of a function that cannot be started: each ends an invocation before its code is reached;
 * and of one that the kernel ends: a run that takes too long is ended with other words. Source: "Troubleshoot invocation
 * issues in Lambda", the operator guide's "Memory configurations", the runtime interface clients for Python, Node.js and Ruby.
 */
export const LAMBDA: readonly ErrorText[] = [
  {
    id: 'lambda-start',
    pattern: String.raw`\bRuntime\.(?:ImportModuleError|UserCodeSyntaxError|HandlerNotFound|MalformedHandlerName|InvalidEntrypoint|InvalidWorkingDir|NodejsExtensionModuleNotFound)\b`,
    example:
      "[ERROR] Runtime.ImportModuleError: Unable to import module 'handler': No module named 'psycopg2._psycopg'",
    nearMiss: 'RequestId: 8f5 Error: Runtime exited with error: signal: killed Runtime.ExitError',
    meaning: 'cannot load its code, so that every invocation fails before it begins',
    cause: 'application_crash_on_start',
    blamed: 'writer',
    strength: 0.8,
    recurs: 3,
    exact: true,
    anyLevel: true,
  },
  {
    id: 'lambda-memory',
    pattern: String.raw`Runtime exited with error: signal: killed|\bRuntime\.OutOfMemory\b`,
    example: 'RequestId: 8f5 Error: Runtime exited with error: signal: killed Runtime.ExitError',
    nearMiss: 'RequestId: 8f5 Error: Runtime exited with error: exit status 1 Runtime.ExitError',
    meaning: 'is killed, for it needs more memory than the function is given',
    cause: 'oom_killed',
    blamed: 'writer',
    strength: 0.85,
    recurs: 3,
    anyLevel: true,
  },
];
