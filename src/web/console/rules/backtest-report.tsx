/** The report of a backtest: tiers, leads a day and a rep, who moves and why, the rules, and how right it would have been. */
import { Text, Title } from '@mantine/core';
import type { BacktestResult } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { Actor } from '../team/actor.tsx';
import {
  daysOf,
  inPercent,
  leadsByDay,
  leadsByOwner,
  movedTiers,
  rulesCountedFrom,
} from './backtest-sums.ts';
import { DayBars } from './day-bars.tsx';
import { Change, Figure } from './report-figures.tsx';

const movesShown = 50;

export function BacktestReport({ result }: { result: BacktestResult }) {
  const { before, after, moves } = result;
  const { risen, fallen, toTop } = movedTiers(result);
  const days = daysOf(result);
  const top = after.tiers.at(-1)?.tierName ?? '';
  return (
    <div className="report" data-testid="backtest-report">
      <div className="backtest-sums">
        <Figure label="leads a day" was={before && before.leads / days} is={after.leads / days} />
        <Figure
          label={`people on ${top}`}
          was={before?.tiers.at(-1)?.profiles ?? null}
          is={after.tiers.at(-1)?.profiles ?? 0}
        />
        <div className="figure">
          <b className="number">{risen.toLocaleString()}</b>{' '}
          <span>rise{toTop > 0 && `, ${toTop.toLocaleString()} of them to ${top}`}</span>
        </div>
        <div className="figure">
          <b className="number">{fallen.toLocaleString()}</b> <span>fall</span>
        </div>
      </div>
      <Text className="quiet" size="sm">
        {result.events.toLocaleString()} events of {result.profiles.toLocaleString()} people; leads of{' '}
        {dateInWords(result.since)} to {dateInWords(result.until)}.
      </Text>
      <CountedFrom result={result} />
      <Tiers result={result} />
      <Leads result={result} />
      <Quality result={result} />
      <section aria-label="Who moves, and why">
        <Title order={3} size="h5">
          Who moves, and why
        </Title>
        {moves.length === 0 ? (
          <Text className="quiet">Nobody has another score or tier.</Text>
        ) : (
          <Moves moves={moves} labels={labelsOf(result)} />
        )}
      </section>
      <Rules result={result} />
    </div>
  );
}

/** What the figures count and what is live does not. */
function CountedFrom({ result }: { result: BacktestResult }) {
  const rules = rulesCountedFrom(result);
  if (rules.length === 0) return null;
  return (
    <Text size="sm" data-testid="backtest-counted-from">
      These figures count every event. Live, by <code>backfill</code>, these rules leave out what came before:{' '}
      {rules.map(({ label, from }, index) => (
        <span key={`${label} ${from}`}>
          {index > 0 && ', '}
          <Foreign text={label} /> ({dateInWords(from)})
        </span>
      ))}
      .
    </Text>
  );
}

function Tiers({ result: { before, after } }: { result: BacktestResult }) {
  const most = Math.max(1, ...[...(before?.tiers ?? []), ...after.tiers].map(({ profiles }) => profiles));
  return (
    <section aria-label="Tiers before and after">
      <Title order={3} size="h5">
        Tiers before and after
      </Title>
      <table className="rules tiers">
        <thead>
          <tr>
            <th>Tier</th>
            <th className="amount">People</th>
            <th>
              <span className="for-readers">As bars</span>
            </th>
            <th className="amount" title="Of the leads that ended and had reached it, the share won">
              Precision
            </th>
            <th className="amount" title="Of all that were won, the share that had reached it">
              Recall
            </th>
          </tr>
        </thead>
        <tbody>
          {after.tiers.map((tier, index) => {
            const was = before?.tiers[index];
            return (
              <tr key={tier.tier} data-testid="backtest-tier">
                <th scope="row">
                  <Foreign text={tier.tier === 0 ? 'Below the ladder' : tier.tierName} />
                </th>
                <td className="amount number" data-label="People">
                  <Change before={was?.profiles ?? null} after={tier.profiles} />
                </td>
                <td>
                  <svg
                    className="tier-bars"
                    viewBox="0 0 100 14"
                    preserveAspectRatio="none"
                    aria-hidden="true"
                  >
                    {was && (
                      <rect className="bar-live" y="0" width={(was.profiles / most) * 100} height="6" />
                    )}
                    <rect className="bar-draft" y="8" width={(tier.profiles / most) * 100} height="6" />
                  </svg>
                </td>
                <td className="amount number" data-label="Precision">
                  {inPercent(tier.precision)}
                </td>
                <td className="amount number" data-label="Recall">
                  {inPercent(tier.recall)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Leads({ result }: { result: BacktestResult }) {
  const owners = leadsByOwner(result);
  const days = daysOf(result);
  return (
    <section aria-label="Leads a day and a rep">
      <Title order={3} size="h5">
        Leads a day, and for which rep
      </Title>
      <DayBars days={leadsByDay(result)} />
      {owners.length > 0 && (
        <table className="rules">
          <thead>
            <tr>
              <th>Rep</th>
              <th className="amount">Leads</th>
              <th className="amount">A day</th>
            </tr>
          </thead>
          <tbody>
            {owners.map(({ owner, before, after }) => (
              <tr key={owner ?? ''}>
                <th scope="row">
                  <Actor by={owner} nobody="Nobody yet: routing decides" />
                </th>
                <td className="amount number" data-label="Leads">
                  <Change before={before} after={after} />
                </td>
                <td className="amount number" data-label="A day">
                  {(after / days).toLocaleString(undefined, { maximumFractionDigits: 1 })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Quality({ result: { before, after } }: { result: BacktestResult }) {
  const { good, junk, precision, goodLost, junkSpared } = after.quality;
  if (good + junk + goodLost + junkSpared === 0)
    return (
      <Text className="quiet" size="sm">
        Reps have rated no lead yet, so nothing says which of these leads would be good.
      </Text>
    );
  return (
    <section aria-label="Of the leads that reps rated">
      <Title order={3} size="h5">
        Of the leads that reps rated
      </Title>
      <Text data-testid="backtest-quality">
        <b>
          <Change before={before?.quality.good ?? null} after={good} />
        </b>{' '}
        good ones would come, {goodLost} would be missed;{' '}
        <b>
          <Change before={before?.quality.junk ?? null} after={junk} />
        </b>{' '}
        junk ones would come, {junkSpared} would be spared.{' '}
        {precision !== null && `Precision ${inPercent(precision)}.`}
      </Text>
    </section>
  );
}

type Labels = ReadonlyMap<string, string>;

/** The labels of all rules of both sides; where both have one, that of the draft. */
function labelsOf({ before, after }: BacktestResult): Labels {
  return new Map([...(before?.rules ?? []), ...after.rules].map(({ rule, label }) => [rule, label]));
}

/** A tier that moved without a score: its bound did. */
function whyInWords(reasons: BacktestResult['moves'][number]['reasons'], labels: Labels): string {
  if (reasons.length === 0) return 'the tier begins at other points';
  return reasons
    .map(({ rule, points }) => `${labels.get(rule) ?? rule} ${points > 0 ? '+' : ''}${points}`)
    .join(', ');
}

function Moves({ moves, labels }: { moves: BacktestResult['moves']; labels: Labels }) {
  return (
    <>
      <table className="rules">
        <thead>
          <tr>
            <th>Who</th>
            <th>Tier</th>
            <th className="amount">Score</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {moves.slice(0, movesShown).map(({ profile, email, from, to, scores, reasons }) => (
            <tr key={profile} data-testid="backtest-move">
              <th scope="row">
                <ProfileLink id={profile} words={email ?? 'somebody unknown'} />
              </th>
              <td data-label="Tier">
                {from !== to && (
                  <>
                    <Foreign text={from} /> →{' '}
                  </>
                )}
                <Foreign text={to} />
              </td>
              <td className="amount number" data-label="Score">
                {scores[0]} → {scores[1]}
              </td>
              <td data-label="Why">
                <Foreign text={whyInWords(reasons, labels)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {moves.length > movesShown && (
        <Text className="quiet" size="sm" mt={4}>
          The {movesShown} who move most are shown.
        </Text>
      )}
    </>
  );
}

function Rules({ result }: { result: BacktestResult }) {
  const { before, after } = result;
  const labels = labelsOf(result);
  return (
    <section aria-label="The rules">
      <Title order={3} size="h5">
        The rules
      </Title>
      <table className="rules" data-testid="backtest-rules">
        <thead>
          <tr>
            <th>Rule</th>
            <th className="amount">Paid</th>
            <th className="amount">Refused</th>
            <th className="amount">Share</th>
            <th>Most often with</th>
            <th className="amount" title="How much likelier a lead with it was won">
              Lift
            </th>
            <th className="amount" title="Good, of those with it that reps rated">
              Precision
            </th>
            <th>Last paid</th>
          </tr>
        </thead>
        <tbody>
          {after.rules
            .toSorted((a, b) => b.share - a.share)
            .map((rule) => {
              const was = before?.rules.find((one) => one.rule === rule.rule);
              const [overlap] = rule.overlap;
              return (
                <tr key={rule.rule}>
                  <th scope="row">
                    <Foreign text={rule.label} />
                  </th>
                  <td className="amount number" data-label="Paid">
                    <Change before={was?.fires ?? null} after={rule.fires} />
                  </td>
                  <td className="amount number" data-label="Refused">
                    <Change before={was?.refusals ?? null} after={rule.refusals} />
                  </td>
                  <td className="amount number" data-label="Share">
                    {inPercent(rule.share)}
                  </td>
                  <td data-label="Most often with">
                    {overlap && (
                      <>
                        <Foreign text={labels.get(overlap.rule) ?? overlap.rule} />,{' '}
                        {inPercent(overlap.share)}
                      </>
                    )}
                  </td>
                  <td className="amount number" data-label="Lift">
                    {rule.lift !== null && `× ${rule.lift}`}
                  </td>
                  <td className="amount number" data-label="Precision">
                    {inPercent(rule.precision)}
                  </td>
                  <td data-label="Last paid">
                    {rule.lastFired === null ? 'never' : dateInWords(rule.lastFired)}
                  </td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </section>
  );
}
