/** Random people compared over the API: every score and the sum of every explanation with what the oracle makes of the union. */
import type { Programme } from '../../src/contract/language/language.ts';
import { oracleEvaluation } from './language-oracle.ts';
import type { LanguageEvent } from './language-oracle-match.ts';
import { api, type Program } from './program.ts';
import { eventsOf, knownOf, type RandomPerson } from './random-people.ts';
import { saidStatuses } from './said-statuses.ts';
import { until } from './until.ts';

export interface ActiveText {
  id: string;
  programme: Programme;
  text: string;
  /** What a score of it must name; null where it came from a file at start. */
  version: string | null;
}

/** One score that differs. */
export interface Difference {
  person: RandomPerson;
  /** What Scoville says of them. */
  said: readonly LanguageEvent[];
  active: ActiveText;
  /** What differs, in words, with the time of the evaluation. */
  words: string;
}

interface Score {
  score: number | null;
  asOf: string;
  programmeVersion: string;
}

interface Explanation extends Score {
  contributions: { value: number }[];
}

/** Requests under way at once. */
const askedAtOnce = 8;

export interface Comparison {
  /** Scores and sums that were compared. */
  compared: number;
  differences: Difference[];
}

/** What is compared: people of a running program, in every active programme. */
export interface Compared {
  program: Program;
  people: readonly RandomPerson[];
  active: readonly ActiveText[];
  latenessMs: number;
  /** Whether an event came in time; all do by default. */
  counts?: (event: LanguageEvent) => boolean;
}

/**
 * Compares until nothing differs any more. What agreed while it still waited for the new programmes may differ later, so all
 * of it agrees at once in the end.
 */
export async function compareUntilSame(compared: Compared, msMax: number): Promise<Comparison> {
  let people = compared.people;
  const isSame = ({ differences }: Comparison) => {
    people = [...new Set(differences.map(({ person }) => person))];
    return people.length === 0;
  };
  return until(
    'no score differs from the oracle',
    async () => {
      if (!isSame(await compare({ ...compared, people }, { explains: false }))) return null;
      const whole = await compare(compared, { explains: true });
      return isSame(whole) ? whole : null;
    },
    msMax,
  ).catch(() => compare(compared, { explains: true }));
}

/** Compares once, with the explanations or by the scores alone. */
async function compare(
  { program, people, active, latenessMs, counts = () => true }: Compared,
  { explains }: { explains: boolean },
): Promise<Comparison> {
  const programmes = active.map(({ programme }) => programme);
  const comparison: Comparison = { compared: 0, differences: [] };
  const waiting = [...people];
  const saidOf = await saidStatuses(program, latenessMs);
  const work = async () => {
    for (let person = waiting.shift(); person !== undefined; person = waiting.shift()) {
      const inTime = person.sendings.filter(({ event }) => counts(event));
      const said = saidOf(person);
      const wanted = { person, said, events: [...eventsOf(inTime, programmes), ...said] };
      const address = `/api/v1/profiles/${person.userId}`;
      const { scores } = await api<{ scores: Record<string, Score> }>(program, address);
      for (const one of active) {
        // What somebody adds to a company is explained, and no score of theirs.
        const isScored = one.programme.of !== 'account';
        const words = isScored ? scoreDiffers('score', scores[one.id], { ...wanted, active: one }) : [];
        if (isScored) comparison.compared++;
        if (explains) {
          const route = `${address}/explanation?programme=${one.id}`;
          words.push(...explanationDiffers(await api(program, route), { ...wanted, active: one }));
          comparison.compared += 2;
        }
        if (words.length > 0)
          comparison.differences.push({ person, said, active: one, words: words.join('; ') });
      }
    }
  };
  await Promise.all(Array.from({ length: askedAtOnce }, work));
  return comparison;
}

interface Wanted {
  person: RandomPerson;
  said: readonly LanguageEvent[];
  /** What Scoville says is among them. */
  events: LanguageEvent[];
  active: ActiveText;
}

function explanationDiffers(got: Explanation, wanted: Wanted): string[] {
  const sum = got.contributions.reduce((total, { value }) => total + value, 0);
  const isSum = Math.round(sum * 1_000) === Math.round((got.score ?? 0) * 1_000);
  return [
    ...scoreDiffers('explanation', got, wanted),
    ...(isSum ? [] : [`the contributions sum to ${sum}, the score is ${got.score}`]),
  ];
}

function scoreDiffers(
  name: string,
  got: Score | undefined,
  { person, said, events, active }: Wanted,
): string[] {
  if (got === undefined) return [`${name}: none`];
  if (active.version !== null && got.programmeVersion !== active.version)
    return [`${name}: by version ${got.programmeVersion}, ${active.version} is active`];
  const nowMs = Date.parse(got.asOf);
  const wanted = oracleEvaluation(events, knownOf(person, said), active.programme, nowMs);
  const score = wanted.isComputed ? wanted.score / 1_000 : null;
  if (got.score === score) return [];
  return [`${name}: ${got.score} as of ${got.asOf} (${nowMs}), the oracle says ${score}`];
}

/** A difference as a text from which it can be tried again: everything that was sent and said of the person, and the programme. */
export function inWords({ person, said, active, words }: Difference): string {
  const lines = [...person.sendings]
    .sort((one, other) => one.event.atMs - other.event.atMs)
    .map(({ event, source: { device, isUser } }) =>
      JSON.stringify({ from: [device, isUser ? 'user' : null].filter(Boolean).join(' and '), ...event }),
    );
  lines.push(...said.map((event) => JSON.stringify(event)));
  return `${person.userId} in ${active.id}: ${words}\n${lines.join('\n')}\n${active.text}`;
}
