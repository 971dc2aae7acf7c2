/** The form of schemas/metric-knowledge.yaml and schemas/metric-signals.yaml. */

/** One side on which the requests of a family are counted. */
export interface RequestSide {
  readonly side: 'server' | 'client';
  /** Labels, with the values they must have. */
  readonly where?: Readonly<Record<string, string>>;
  /** Labels that name the measured service, best first; absent means the general ones. */
  readonly service?: readonly string[];
  readonly namespace?: readonly string[];
  /** Labels that name the other side, best first. */
  readonly peer?: readonly string[];
  /** The service's name where no label holds it. */
  readonly named?: string;
}

export interface RequestFamily {
  /** RE2, over the name in words. */
  readonly name: string;
  /** Labels without which it is another program's metric of the same name. */
  readonly needs?: readonly string[];
  readonly sides: readonly RequestSide[];
}

export type RequestRole = 'success_ratio' | 'error_ratio' | 'duration' | 'failures' | 'requests';

/** What metrics of one name mean. */
export interface MetricRow {
  /** Over the name in words. */
  readonly name: string;
  /** Over the name in words; what fits it as well is something else. */
  readonly not?: string;
  readonly signal: string;
  readonly bad?: 'up' | 'down';
  readonly unit?: string;
  readonly kind?: 'counter' | 'gauge';
  /** What it is about, where that differs from the exporter's. */
  readonly of?: string;
  readonly engine?: string;
  /** Labels that must have one of these values (`|` between them), where a series has them. */
  readonly where?: Readonly<Record<string, string>>;
}

export interface Exporter {
  readonly exporter: string;
  readonly of?: string;
  readonly engine?: string;
  readonly metrics: readonly MetricRow[];
}

/** Whose requests CloudWatch counts. Names are in lower case without separators. */
export interface CloudThing {
  /** The dimension that holds its name. */
  readonly dimension?: string;
  /** A dimension that holds a number only. */
  readonly id?: string;
  /** The dimension that names who calls it. */
  readonly caller?: string;
  /** Metrics whose sums count its failed requests. */
  readonly failures: readonly string[];
}

/** The metrics of requests in one of CloudWatch's namespaces. */
export interface CloudNamespace {
  /** How exporters call it. */
  readonly namespaces: readonly string[];
  /** The narrowest first. */
  readonly things: readonly CloudThing[];
  readonly requests?: string;
  /** Averages that are the share of failed requests. */
  readonly shares?: Readonly<Record<string, 'ratio' | 'percent'>>;
  readonly durations: Readonly<Record<string, 's' | 'ms'>>;
}

export interface MetricKnowledge {
  readonly exporters: readonly Exporter[];
  readonly entity: {
    readonly service: readonly string[];
    /** Labels that name a service only where one of these stands beside them. */
    readonly beside: Readonly<Record<string, readonly string[]>>;
    readonly namespace: readonly string[];
    readonly node: readonly string[];
    /** Labels that name what was scraped, whatever it tells of. */
    readonly scraped: readonly string[];
    /** Names of what collects metrics, which are not what they are about. */
    readonly collectors: string;
    /** Names of those that run on a machine and hand on what is measured there. */
    readonly agents: string;
    /** Names of collectors which are also words. */
    readonly collectorsOrWords: string;
    readonly nodeMetrics: string;
  };
  /** Words by which the name of a service says that it is a database. */
  readonly databaseNames: string;
  readonly cloudwatch: readonly CloudNamespace[];
  readonly requests: {
    readonly not: string;
    /** What counts requests though it fits `not`. */
    readonly also: string;
    readonly notDuration: string;
    readonly notRequests: string;
    readonly families: readonly RequestFamily[];
    readonly roles: readonly { readonly role: RequestRole; readonly name: string }[];
    readonly status: readonly string[];
    readonly grpc: readonly string[];
    readonly outcome: readonly string[];
    readonly quantile: readonly string[];
  };
}
