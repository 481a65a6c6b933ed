/** What the address of the board says: which pipeline, whose records, and what its rows are. Pure. */
import type { BoardBy } from './board-rows.ts';

export type BoardSearch = {
  /** `process/pipeline`; default: the first pipeline of opportunities. */
  pipeline?: string;
  /** `team`: of everybody in a team that the viewer is in, or manages. */
  whose?: 'mine' | 'team' | 'all';
  /** Which of those teams; default: the first. */
  team?: string;
  by?: BoardBy;
};

const teamLengthMax = 500;
const pipelineName = /^[\w-]{1,100}\/[\w-]{1,100}$/;

/** Reads what anybody may have typed: what it does not know is the default. */
export function searchOfBoard(search: Record<string, unknown>): BoardSearch {
  const { pipeline, whose, team, by } = search;
  return {
    ...(typeof pipeline === 'string' && pipelineName.test(pipeline) && { pipeline }),
    ...((whose === 'mine' || whose === 'team' || whose === 'all') && { whose }),
    ...(typeof team === 'string' && team.length > 0 && team.length <= teamLengthMax && { team }),
    ...((by === 'lane' || by === 'owner') && { by }),
  };
}
