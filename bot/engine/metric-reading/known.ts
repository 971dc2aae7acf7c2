/** Names that are known to be components, for resolving what a label holds to one of them. */
export interface KnownNames {
  readonly services: ReadonlySet<string>;
  readonly nodes: ReadonlySet<string>;
  /** Services that others call by these names, or that call them. */
  readonly called?: ReadonlySet<string>;
  /** What is scraped where its clients reach it: the job by host and port, as `mq1:5672`. */
  readonly listening?: ReadonlyMap<string, string>;
  /** Hosts whose server copies another, with what the metrics of their program begin with: `mysql_`. */
  readonly copies?: ReadonlyMap<string, string>;
  /** The machine on which each service runs, by its own traces. */
  readonly hosts?: ReadonlyMap<string, string>;
  /** The service of each pod that was read, by the pod's name. */
  readonly pods?: ReadonlyMap<string, string>;
}
