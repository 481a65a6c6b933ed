/** The command `suggest`: what outcomes of leads say the rules are worth, in words, and as a file. */
import { existsSync, writeFileSync } from 'node:fs';
import { counted } from '../base/time/time.ts';
import type { BacktestProgress, SuggestedRule, SuggestionResult } from '../contract/api/api.ts';
import { readProgrammeFile } from './programmes.ts';
import { table } from './table.ts';
import { UsageError } from './usage-error.ts';
import { readingInWords, type Watched } from './words.ts';

interface Options {
  since?: string | undefined;
  out?: string | undefined;
  json: boolean;
}

interface Surroundings {
  run<Result, Progress>(path: string, body: object, watched: Watched<Progress>): Promise<{ result: Result }>;
  /** Ends the command with a code of failure, though it says its result. */
  fail(): void;
}

/** Asks for a suggestion, of a file or of the active text of a programme; writes the draft where a file is named. Returns the lines to say. */
export async function suggestInWords(
  target: string | undefined,
  { since, out, json }: Options,
  { run, fail }: Surroundings,
): Promise<string[]> {
  const { id, draft } = asked(target);
  if (out !== undefined && existsSync(out))
    throw new UsageError(`"--out" is "${out}", which is there already; name a new file`);
  const body = { ...(draft !== undefined && { draft }), ...(since !== undefined && { since }) };
  const watched = { watchedAt: '/suggestions', inWords: readingInWords };
  const { result } = await run<SuggestionResult, BacktestProgress>(
    `/programmes/${id}/suggest`,
    body,
    watched,
  );
  if (result.learnt === null) fail();
  else if (out !== undefined) writeFileSync(out, result.learnt.draft);
  return json ? [JSON.stringify(result, null, 2)] : [...suggestionInWords(result), ...written(result, out)];
}

/** A word that is a file is read; any other is the id of a programme. */
function asked(target: string | undefined): { id: string; draft?: string } {
  if (target === undefined || target === '')
    throw new UsageError('"suggest" needs a programme; see "scoville suggest --help"');
  if (/^[a-z0-9][a-z0-9-]*$/.test(target) && !existsSync(target)) return { id: target };
  const { id, text } = readProgrammeFile(target);
  return { id, draft: text };
}

function written({ learnt }: SuggestionResult, out: string | undefined): string[] {
  if (learnt === null) return [];
  if (out === undefined) return ['', 'nothing was changed; --out writes the points as a draft'];
  return [
    '',
    `written to ${out}; compare with "scoville backtest ${out}", make it active with "scoville publish ${out}"`,
  ];
}

/** Returns the words of a suggestion: the rules, the tiers on later leads, the calibration, leads a day and a rep. */
export function suggestionInWords({ leads, refusal, learnt }: SuggestionResult): string[] {
  const { won, lost, junk, unread } = leads;
  const came = `${won} ${won === 1 ? 'lead' : 'leads'} won, ${lost} lost, ${junk} junk${unread === 0 ? '' : `; ${unread} of them have no events in the history`}`;
  if (learnt === null) return [came, `refused: ${refusal?.reason ?? ''}`, refusal?.detail ?? ''];
  const { rules, changes, factor, doublesOdds, test, outlook } = learnt;
  const tiers = test.tiers.map(({ tierName, before, after }) => [
    tierName,
    `${before.leads} → ${after.leads}`,
    `${shareOf(before.precision)} → ${shareOf(after.precision)}`,
    `${shareOf(before.recall)} → ${shareOf(after.recall)}`,
  ]);
  const aDay = (count: number) => (count / outlook.days).toFixed(1);
  return [
    came,
    `${counted(changes, 'rule')} with other points; ${doublesOdds.toFixed(1)} points double the odds of winning`,
    ...(factor === 1
      ? []
      : [
          `all learnt points are multiplied by ${factor.toFixed(1)}, so that an average lead keeps its score`,
        ]),
    '',
    ...table(['rule', 'today', 'suggested', 'interval', 'leads', 'won', ''], rules.map(ruleRow)),
    '',
    `tested on ${test.leads} later leads, ${test.won} of them won; a won lead scores higher than another ${shareOf(test.ranking.before)} → ${shareOf(test.ranking.after)} of the time`,
    ...table(['tier', 'leads', 'precision', 'recall'], tiers),
    ...((test.ranking.after ?? 0) > (test.ranking.before ?? 0)
      ? []
      : ["these points order later leads no better than today's; wait for more outcomes"]),
    '',
    ...table(
      ['expected', 'won', 'leads'],
      test.calibration.map((bin) => [shareOf(bin.expected), shareOf(bin.won), String(bin.leads)]),
    ),
    '',
    ...table(
      ['rep', 'leads a day'],
      outlook.owners.map(({ owner, before, after }) => [
        owner ?? 'nobody yet',
        `${aDay(before)} → ${aDay(after)}`,
      ]),
    ),
  ];
}

const stateWords: Readonly<Record<SuggestedRule['state'], string>> = {
  stands: '',
  more: 'worth more',
  less: 'worth less',
  silent: 'says nothing',
  unsure: 'not sure yet',
  opposite: 'says the opposite',
  rare: 'too few leads to say',
  after: 'pays only after the lead is opened',
  separates: 'belongs to the outcome: all its leads ended alike',
};

function ruleRow({ label, today, suggested, low, high, leads, won, state }: SuggestedRule): string[] {
  const interval = low === null || high === null ? '' : `${low} to ${high}`;
  const share = leads === 0 ? '' : shareOf(won / leads);
  return [label, String(today), String(suggested), interval, String(leads), share, stateWords[state]];
}

function shareOf(share: number | null): string {
  return share === null ? '-' : `${Math.round(share * 100)} %`;
}
