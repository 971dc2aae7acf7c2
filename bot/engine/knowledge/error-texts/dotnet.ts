import type { ErrorText } from './error-text.ts';

/** What .NET, Kestrel, SqlClient and Npgsql print. Source: dotnet/runtime, aspnetcore's KestrelTrace, SqlClient's Strings.resx. */
export const DOTNET: readonly ErrorText[] = [
  {
    id: 'dotnet-memory',
    pattern: String.raw`System\.OutOfMemoryException|Failed to create CoreCLR, HRESULT: 0x8007000E|GC heap initialization failed`,
    example: "System.OutOfMemoryException: Exception of type 'System.OutOfMemoryException' was thrown.",
    nearMiss: 'DOTNET_GCHeapHardLimit=C800000',
    meaning: 'ran out of memory',
    cause: 'oom_killed',
    blamed: 'writer',
    strength: 0.65,
    anyLevel: true,
  },
  {
    id: 'dotnet-pool',
    pattern: String.raw`prior to obtaining a connection from the pool|The connection pool has been exhausted, either raise`,
    example:
      'System.InvalidOperationException: Timeout expired.  The timeout period elapsed prior to obtaining a connection from the pool.',
    nearMiss: 'Max Pool Size=100;Connection Timeout=15',
    meaning: 'has no free connection in its pool',
    cause: 'connection_pool_exhausted',
    blamed: 'writer',
    recurs: 3,
  },
  {
    id: 'kestrel-starved',
    pattern: String.raw`the heartbeat has been running for "[^"]+" which is longer than|Heartbeat took longer than "`,
    example:
      'As of "03/04/2026 05:12:01 +00:00", the heartbeat has been running for "00:00:02.1" which is longer than "00:00:01". This could be caused by thread pool starvation.',
    nearMiss: 'Now listening on: http://[::]:8080',
    meaning: 'has no free thread for its requests',
    cause: 'thread_pool_exhausted',
    blamed: 'writer',
    recurs: 2,
    anyLevel: true,
  },
  {
    // Windows Process Activation Service, event 5002: the site answers 503 from then on.
    id: 'iis-pool-disabled',
    pattern: String.raw`Application pool '[^']+' is being automatically disabled|Rapid-fail protection (?:was|has been) (?:enabled|triggered)`,
    example:
      "Application pool 'Shop' is being automatically disabled due to a series of failures in the process(es) serving that application pool.",
    nearMiss:
      "A worker process with process id of '4711' serving application pool 'Shop' was shutdown due to inactivity.",
    meaning: 'has its worker processes fail until IIS starts no more of them',
    cause: 'workload_unavailable',
    blamed: 'writer',
    strength: 0.7,
    lasting: true,
    anyLevel: true,
  },
  {
    // Windows Error Reporting, Application log, event 1000: the module in which a process crashed.
    id: 'windows-faulting-module',
    pattern: String.raw`Faulting application name: [^,\n]+,[^\n]{0,160}Faulting module name: [^,\n]+`,
    example:
      'Faulting application name: w3wp.exe, version: 10.0.17763.1, Faulting module name: imaging.dll, version: 3.1.0.0, Exception code: 0xc0000005',
    nearMiss: 'Fault bucket 1234, type 4, Event Name: APPCRASH',
    meaning: 'has processes that crash in one module',
    cause: 'application_error',
    blamed: 'writer',
    strength: 0.7,
    recurs: 3,
    anyLevel: true,
  },
  {
    id: 'kestrel-port',
    pattern: String.raw`Failed to bind to address \S+: address already in use`,
    example: 'System.IO.IOException: Failed to bind to address http://[::]:8080: address already in use.',
    nearMiss: "Overriding address(es) 'http://+:80'. Binding to endpoints defined via IConfiguration",
    meaning: 'finds its port taken',
    cause: 'container_port_conflict',
    blamed: 'writer',
    strength: 0.85,
    prevents: true,
    anyLevel: true,
  },
  {
    id: 'dotnet-assembly',
    pattern: String.raw`Could not load file or assembly '|You must install or update \.NET to run this application|The framework 'Microsoft\.[\w.]+', version '[^']+' was not found|It was not possible to find any compatible framework version|System\.MissingMethodException`,
    example: 'You must install or update .NET to run this application.',
    nearMiss: 'Content root path: /app',
    meaning: 'lacks a library or the framework it was built for',
    cause: 'application_crash_on_start',
    blamed: 'writer',
    strength: 0.75,
    prevents: true,
    anyLevel: true,
  },
  {
    id: 'dotnet-null',
    // .NET API reference, `System`: what code does with a value that is not as it takes it to be; Kestrel's `An unhandled
    // exception was thrown by the application.` and ExceptionHandlerMiddleware's `An unhandled exception has occurred` stand
    // before the class. `InvalidOperationException` by the texts of Linq, Nullable and collections (Strings.resx).
    pattern: String.raw`System\.(?:NullReferenceException|IndexOutOfRangeException|InvalidCastException|DivideByZeroException|ArgumentNullException|ArgumentOutOfRangeException|FormatException|OverflowException|NotImplementedException|Collections\.Generic\.KeyNotFoundException): |System\.InvalidOperationException: (?:Sequence contains |Nullable object must have a value|Collection was modified)|System\.ArgumentException: An item with the same key`,
    unless: String.raw`\b(?:Http(?:Request)?|Socket|Sql|Npgsql|MySql|Redis\w*|Rpc|Timeout|TaskCanceled|OperationCanceled|IO|Authentication|Mongo\w*|Broker\w*)Exception\b|connectionString|Unable to resolve service`,
    example: 'System.NullReferenceException: Object reference not set to an instance of an object.',
    nearMiss: 'catch (System.NullReferenceException e) is deprecated',
    meaning: 'fails by an error of its own code',
    cause: 'application_error',
    blamed: 'writer',
    hint: true,
    recurs: 3,
  },
];
