/** The form of schemas/metric-knowledge.yaml. */

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

export interface MetricKnowledge {
  readonly entity: { readonly service: readonly string[]; readonly namespace: readonly string[] };
  readonly requests: {
    readonly not: string;
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
