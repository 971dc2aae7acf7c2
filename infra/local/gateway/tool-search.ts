import MiniSearch from 'minisearch';
import type { GatewayTool } from './tools.ts';

/** The name of the search tool on every AgentCore gateway that has semantic search. */
export const SEARCH_TOOL = 'x_amz_bedrock_agentcore_search';

const LIMIT = 10;

/** Endings cut off, so that "restarting" finds "restarts". */
function stem(word: string): string {
  const lower = word.toLowerCase();
  return lower.length > 4 ? lower.replace(/(ing|ed|es|s)$/, '') : lower;
}

/** Tools near a question in meaning, best first, at most ten; empty when no word fits. */
export function createToolSearch(tools: readonly GatewayTool[]): (query: string) => GatewayTool[] {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const index = new MiniSearch<{ id: string; words: string; description: string; parameters: string }>({
    fields: ['words', 'description', 'parameters'],
    tokenize: (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean),
    processTerm: stem,
    searchOptions: { boost: { words: 3, description: 2 }, prefix: true, fuzzy: 0.2 },
  });
  index.addAll(
    tools.map((tool) => ({
      id: tool.name,
      words: tool.name.replaceAll('_', ' '),
      description: tool.description,
      parameters: JSON.stringify(tool.inputSchema.properties),
    })),
  );
  return (query) =>
    index
      .search(query)
      .slice(0, LIMIT)
      .flatMap(({ id }) => byName.get(String(id)) ?? []);
}
