import type { ToolGateway, ToolName } from '../ports/tool-gateway.ts';

/** A call of a tool as it goes over the line to the bot. */
export interface ToldCall {
  readonly tool: ToolName;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A gateway of which every call is told before it is made: one that hangs was made all the same. */
export function withToldCalls(plain: ToolGateway, tell: (call: ToldCall) => void): ToolGateway {
  return {
    ...plain,
    call(tool, args, options) {
      tell({ tool, args });
      return plain.call(tool, args, options);
    },
  };
}
