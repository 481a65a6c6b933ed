/** What the address of the board says: which pipeline, whose records, and whether its lanes are apart. Pure. */

export type BoardSearch = {
  /** `process/pipeline`; default: the first pipeline of opportunities. */
  pipeline?: string;
  whose?: 'mine' | 'all';
  by?: 'lane';
};

const pipelineName = /^[\w-]{1,100}\/[\w-]{1,100}$/;

/** Reads what anybody may have typed: what it does not know is the default. */
export function searchOfBoard(search: Record<string, unknown>): BoardSearch {
  const { pipeline, whose, by } = search;
  return {
    ...(typeof pipeline === 'string' && pipelineName.test(pipeline) && { pipeline }),
    ...((whose === 'mine' || whose === 'all') && { whose }),
    ...(by === 'lane' && { by }),
  };
}
