/** Rounds of the oracle over HTTP: each draws its programmes by a seed, has stores of its own, and ends without a difference. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { startTestDatabase } from './databases.ts';
import { type Comparison, inWords } from './oracle-over-http.ts';
import { type Program, startProgram } from './program.ts';
import { type Plan, RandomProgrammes } from './random-programmes.ts';
import { startTestRedis } from './servers.ts';
import { isLong, seed } from './test-form.ts';

const rounds = isLong ? 10 : 1;
const shownMax = 3;
/** How long a program may take until no score differs, in milliseconds. */
export const sameMsMax = isLong ? 120_000 : 60_000;

/** What a round begins with. */
export interface Round {
  seed: number;
  plan: Plan;
  programmes: RandomProgrammes;
  program: Program;
  redisUrl: string;
  databaseUrl: string;
}

export interface RoundKind<Result extends Comparison> {
  plans: fc.Arbitrary<Plan>;
  latenessDays: string;
  play(round: Round): Promise<Result>;
  /** What a round compared, for the log. */
  inWords(result: Result): string;
}

/** Plays the rounds of a test one after another, prints the seed of each, and expects no difference. */
export async function playRounds<Result extends Comparison>(kind: RoundKind<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < rounds; index++) {
    const roundSeed = seed + index;
    const beganMs = performance.now();
    const result = await playRound(kind, roundSeed).catch((error: unknown) => {
      throw new Error(`seed ${roundSeed}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    });
    console.info(
      `seed ${roundSeed}: ${kind.inWords(result)}, ${result.compared} comparisons, ` +
        `${result.differences.length} differences, ${Math.round((performance.now() - beganMs) / 1_000)} s`,
    );
    expect(result.differences.slice(0, shownMax).map(inWords), `seed ${roundSeed}`).toEqual([]);
    results.push(result);
  }
  return results;
}

async function playRound<Result extends Comparison>(
  { plans, latenessDays, play }: RoundKind<Result>,
  roundSeed: number,
): Promise<Result> {
  const [plan] = fc.sample(plans, { numRuns: 1, seed: roundSeed });
  if (plan === undefined) throw new Error('no plan');
  const programmes = new RandomProgrammes(plan);
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  const program = await startProgram({
    REDIS_URL: redis.url,
    DATABASE_URL: postgres.url,
    RULES_DIR: programmes.rulesDirectory,
    LATENESS_DAYS: latenessDays,
  });
  try {
    const stores = { redisUrl: redis.url, databaseUrl: postgres.url };
    return await play({ seed: roundSeed, plan, programmes, program, ...stores });
  } finally {
    await program.kill();
    await Promise.all([redis.stop(), postgres.stop()]);
    programmes.remove();
  }
}
