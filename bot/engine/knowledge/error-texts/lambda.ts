import type { ErrorText } from './error-text.ts';

/**
 * What AWS Lambda's runtimes say of a function that cannot be started: each ends an invocation before its code is reached.
 * Source: "Troubleshoot invocation issues in Lambda", the runtime interface clients for Python, Node.js and Ruby.
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
];
