import type { ErrorText } from './error-text.ts';

/** What wraps the failure of something called, in the words of many runtimes: none of these is an error of one's own code. */
const CALL_FAILED = String.raw`\bdial (?:tcp|udp|unix)|connection (?:refused|reset|closed)|broken pipe|\bECONN|no such host|\bi/o timeout|\btimed? ?out\b|deadline (?:has )?(?:exceeded|elapsed)|rpc error|\bpq: |\bsql: |SQLSTATE|status(?: code)?\W{0,3}5\d\d\b`;

/**
 * What programs print of a request that ends by an error of their own code: a value that is not as they take it to be. Where
 * the same text wraps a call that failed, it is none.
 */
export const OWN_CODE: readonly ErrorText[] = [
  {
    // Tomcat, StandardWrapperValve: `standardWrapper.serviceExceptionRoot`; Quarkus, QuarkusErrorHandler; Thread.java's default
    // handler. The classes: java.lang, java.util, the libraries of Kotlin and Scala.
    id: 'java-own-code',
    pattern: String.raw`\bj(?:ava)?\.l(?:ang)?\.(?:NullPointerException|(?:Array|String)?IndexOutOfBoundsException|ClassCastException|ArithmeticException|NumberFormatException|NegativeArraySizeException|ArrayStoreException|UnsupportedOperationException|StackOverflowError|MatchException)|\bj(?:ava)?\.u(?:til)?\.(?:NoSuchElementException|ConcurrentModificationException|InputMismatchException|MissingFormatArgumentException)|kotlin\.(?:UninitializedPropertyAccessException|NotImplementedError|NoWhenBranchMatchedException|KotlinNullPointerException|TypeCastException)|scala\.(?:MatchError|NotImplementedError)`,
    context: String.raw`(?:^|\s|\\t|\\n)at [\w.$/<>@-]+\(|Servlet\.service\(\) for servlet|HTTP Request to \S* failed, error id:|Exception in thread|Request processing failed`,
    unless: String.raw`\b(?:\w*(?:Connect|Connection|Timeout|TimedOut|Socket|SQL|DataAccess|JDBC|UnknownHost|SSL|Handshake|Feign|HttpClient|HttpServer|HttpStatusCode|RestClient|WebClient|StatusRuntime|Kafka|Redis|Mongo|CallNotPermitted|ExecutionTimeout)\w*Exception|IOException|FeignException\$\w+|ClosedChannelException|ServiceUnavailable|GatewayTimeout)\b|FeignException|OutOfMemoryError|Application run failed|Error starting ApplicationContext|BeanCreationException`,
    example: `Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception [Request processing failed: java.lang.NullPointerException: Cannot invoke "till.Sum.net()" because "sum" is null] with root cause
java.lang.NullPointerException: Cannot invoke "till.Sum.net()" because "sum" is null
	at till.Totals.add(Totals.java:41)`,
    nearMiss: `Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception
org.springframework.web.client.ResourceAccessException: I/O error on GET request for "http://rates:8080/": Connection refused
	at till.Rates.load(Rates.java:12)
Caused by: java.net.ConnectException: Connection refused`,
    meaning: 'fails by an error of its own code',
    cause: 'application_error',
    blamed: 'writer',
    hint: true,
    recurs: 3,
    engine: 'jvm',
  },
  {
    // Java SE, java.lang.LinkageError: "a class has some dependency on another class; however, the latter class has incompatibly
    // changed after the compilation of the former". It is found when the code first runs, so in a program that serves.
    id: 'java-linkage-served',
    pattern: String.raw`java\.lang\.(?:NoClassDefFoundError|NoSuchMethodError|NoSuchFieldError|AbstractMethodError|IncompatibleClassChangeError|UnsatisfiedLinkError)`,
    context: String.raw`Servlet\.service\(\) for servlet|HTTP Request to \S* failed, error id:|Handler dispatch failed`,
    example: `Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception [Handler dispatch failed: java.lang.NoSuchMethodError: 'void till.Sum.load(java.lang.String)'] with root cause`,
    nearMiss: 'Exception in thread "main" java.lang.NoSuchMethodError: \'void till.Sum.load(java.lang.String)\'',
    meaning: 'was built against other versions of its libraries than it runs with',
    cause: 'application_error',
    blamed: 'writer',
    strength: 0.65,
    recurs: 3,
    engine: 'jvm',
  },
  {
    // Go's net/http, `conn.serve`: `http: panic serving ADDR: VALUE` and the stack; the manual says that the server then
    // "closes the network connection". gin (recovery.go), echo (middleware/recover.go), grpc-middleware (recovery) and chi write
    // the value behind words of their own; the run-time's values all begin alike (runtime/error.go).
    id: 'go-recovered',
    pattern: String.raw`runtime error: (?:invalid memory address or nil pointer dereference|index out of range|slice bounds out of range|integer divide by zero|hash of unhashable type|integer overflow|makeslice: )|panic serving [\w.:\[\]%-]+:\d+: (?:assignment to entry in nil map|interface conversion|(?:close|send) (?:of|on) (?:nil|closed) channel|reflect: |strings: |bytes: )|\[(?:PANIC RECOVER|Recovery)\][^\n]{0,80}\b(?:assignment to entry in nil map|interface conversion)|(?:recovered from panic: |Observed a panic: \"?)(?:assignment to entry in nil map|interface conversion)`,
    unless: String.raw`panic: runtime error|${CALL_FAILED}`,
    example:
      '2026/03/04 05:12:01 http: panic serving 10.1.0.4:51822: runtime error: invalid memory address or nil pointer dereference',
    nearMiss:
      '2026/03/04 05:12:01 http: panic serving 10.1.0.4:51822: Get "http://rates:8080/": dial tcp 10.96.0.9:8080: connect: connection refused',
    meaning: 'fails by an error of its own code',
    cause: 'application_error',
    blamed: 'writer',
    hint: true,
    recurs: 3,
    anyLevel: true,
    engine: 'go',
  },
  {
    // The default hook of library/std/src/panicking.rs: `thread NAME panicked at 'MESSAGE', FILE:L:C` until 1.72, then
    // `thread NAME panicked at FILE:L:C:` and the message in a line of its own, with the thread's number since 1.91. Of what
    // `unwrap` and `expect` met, the value that is printed may tell that a call failed.
    id: 'rust-panic',
    pattern: String.raw`thread '[^'\n]*'(?: \(\d+\))? panicked at |panicked at [\w./\\-]+\.rs:\d+:\d+`,
    unless: String.raw`${CALL_FAILED}|(?:reqwest|hyper|sqlx|tokio_postgres|redis|tonic|lapin|rdkafka|mongodb|diesel)(?:::|_)|\bOs \{ code|\bIo\(|ConnectError|PoolTimedOut|Status \{|kind: (?:Connect|Timed|Request|BrokenPipe|NotFound|PermissionDenied|AddrInUse|StorageFull)|dns error|error sending request|NotPresent|environment variable not found|\bDb(?:Error)?\b|\bDatabase(?:Error)?\(|\bPgDatabaseError|\bElapsed\b|PoolError|\bTimeout\(|panicked at \S+:\d+:\d+:[\"\s]*\z`,
    example:
      "thread 'tokio-runtime-worker' panicked at 'index out of bounds: the len is 3 but the index is 7', src/totals.rs:41:18",
    nearMiss: `thread 'main' panicked at src/main.rs:9:40:
called \`Result::unwrap()\` on an \`Err\` value: Os { code: 111, kind: ConnectionRefused, message: "Connection refused" }`,
    meaning: 'fails by an error of its own code',
    cause: 'application_error',
    blamed: 'writer',
    hint: true,
    recurs: 3,
    anyLevel: true,
    engine: 'rust',
  },
  {
    // Rails, ActionDispatch::DebugExceptions#log_error: at FATAL, `Class (message):` and the application's trace; Puma, Sidekiq
    // and `Exception#full_message` write `Class: message` or `message (Class)`. Ruby 3.4 quotes `'x'` where older ones had a
    // backquote, and says `nil` where they said `nil:NilClass`.
    id: 'ruby-own-code',
    pattern: String.raw`(?:NoMethodError|NameError|ZeroDivisionError|FrozenError|SystemStackError|NoMatchingPattern(?:Key)?Error|FloatDomainError|StopIteration|UncaughtThrowError) \(|undefined method [\x60'][^\x60'\n]+' for (?:nil|an instance of |#<|\w+:)|undefined local variable or method [\x60']|nil can't be coerced into \w+|divided by 0 \(ZeroDivisionError\)|wrong number of arguments \(given \d+, expected \d+|ArgumentError \(missing keywords?: |no implicit conversion of \w+ into \w+|KeyError \(key not found: `,
    unless: CALL_FAILED,
    example: "FATAL -- : [5c1e] NoMethodError (undefined method `net' for nil:NilClass):",
    nearMiss: 'FATAL -- : [5c1e] Faraday::ConnectionFailed (Failed to open TCP connection to rates:8080):',
    meaning: 'fails by an error of its own code',
    cause: 'application_error',
    blamed: 'writer',
    hint: true,
    recurs: 3,
    engine: 'ruby',
  },
  {
    // PHP's manual, "Predefined Exceptions": what descends from Error is the code's; Laravel's handler turns its warnings into
    // ErrorException and Monolog writes `[object] (Class(code: 0): …`; Symfony's ErrorListener, `Uncaught PHP Exception Class:`.
    id: 'php-own-code',
    pattern: String.raw`Uncaught (?:PHP Exception )?\\?(?:TypeError|ValueError|DivisionByZeroError|ArithmeticError|ArgumentCountError|UnhandledMatchError|Error: "?(?:Call to a member function|Unsupported operand|Cannot |Typed property|Attempt to|Undefined constant|Object of class|Argument|Modulo|Division))|\[object\] \((?:TypeError|Error|ValueError|DivisionByZeroError|ArithmeticError|ArgumentCountError|UnhandledMatchError)\(code: |Call to a member function \w+\(\) on |Undefined (?:array key|index|offset|variable|property)\b[^\n]{0,200}(?:ErrorException|Uncaught)|(?:ErrorException|Uncaught)[^\n]{0,80}Undefined (?:array key|index|offset|variable|property)\b|(?:ErrorException|Uncaught)[^\n]{0,80}(?:Attempt to read property|Trying to (?:get property|access array offset))|production\.ERROR: (?:Undefined (?:array key|index|offset|variable|property)|Attempt to read property|Trying to (?:get property|access array offset))`,
    unless: String.raw`${CALL_FAILED}|Failed to open stream|getaddrinfo|cURL error|fsockopen|GuzzleHttp\\|PDOException`,
    example: 'PHP Fatal error:  Uncaught Error: Call to a member function net() on null in /app/src/Totals.php:41',
    nearMiss:
      'production.ERROR: file_get_contents(http://rates/): Failed to open stream: Connection refused {"exception":"[object] (ErrorException(code: 0): file_get_contents(http://rates/)',
    meaning: 'fails by an error of its own code',
    cause: 'application_error',
    blamed: 'writer',
    hint: true,
    recurs: 3,
    engine: 'php',
  },
  {
    // Elixir, `Exception.format/3`: `** (Class) message`, as Plug.Cowboy, Ranch, GenServer and Phoenix log it; the classes are of
    // Elixir's Kernel ("Exceptions"). What was not matched may be what a call that failed gave back.
    id: 'elixir-own-code',
    pattern: String.raw`\*\* \((?:FunctionClauseError|MatchError|CaseClauseError|WithClauseError|CondClauseError|KeyError|BadMapError|BadArityError|BadFunctionError|BadBooleanError|ArithmeticError|ArgumentError|UndefinedFunctionError|Protocol\.UndefinedError|Enum\.EmptyError|Enum\.OutOfBoundsError)\)`,
    unless: String.raw`${CALL_FAILED}|:(?:timeout|nxdomain|closed|noproc|econnrefused|ehostunreach|etimedout|enoent|eaddrinuse)\b|\b(?:DBConnection|Postgrex|MyXQL|Mint|Finch|HTTPoison|Tesla|Redix|Mongo|System\.fetch_env)\b|configuration|environment variable|application environment`,
    example: `GenServer #PID<0.812.0> terminating
** (FunctionClauseError) no function clause matching in Till.Totals.add/2`,
    nearMiss: '** (MatchError) no match of right hand side value: {:error, :econnrefused}',
    meaning: 'fails by an error of its own code',
    cause: 'application_error',
    blamed: 'writer',
    hint: true,
    recurs: 3,
    engine: 'erlang',
  },
];
