/** What was learnt: points a rule beside today's, tiers on later leads, expected against real outcomes, leads a day and a rep. */
import { Alert, Badge, Text, Title } from '@mantine/core';
import type { SuggestedRule, SuggestionResult } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Actor } from '../team/actor.tsx';
import { inPercent } from './backtest-sums.ts';
import { CalibrationChart } from './calibration-chart.tsx';
import { Change, Figure } from './report-figures.tsx';

type Learnt = NonNullable<SuggestionResult['learnt']>;

export function SuggestionReport({ learnt }: { learnt: Learnt }) {
  const { rules, test, outlook, factor, doublesOdds } = learnt;
  const aDay = (side: 'before' | 'after') =>
    outlook.owners.reduce((sum, owner) => sum + owner[side], 0) / outlook.days;
  const inHundred = (share: number | null) => Math.round((share ?? 0) * 100);
  return (
    <div className="report" data-testid="suggestion-report">
      <div className="backtest-sums">
        <Figure
          label="of 100 won leads score higher than one that was not"
          was={inHundred(test.ranking.before)}
          is={inHundred(test.ranking.after)}
        />
        <Figure label="leads a day" was={aDay('before')} is={aDay('after')} />
        <Figure label="points double the odds that a lead is won" was={null} is={doublesOdds} />
      </div>
      {(test.ranking.after ?? 0) <= (test.ranking.before ?? 0) && (
        <Alert color="yellow" data-testid="suggestion-no-better">
          On later leads these points order leads no better than today's. Wait for more outcomes before you
          publish them.
        </Alert>
      )}
      <Rules rules={rules} factor={factor} />
      <Tiers test={test} />
      <section aria-label="Expected and real">
        <Title order={2} size="h5" mb="xs">
          Expected and real
        </Title>
        <CalibrationChart bins={test.calibration} />
      </section>
      <Owners outlook={outlook} />
    </div>
  );
}

const states: Readonly<Record<SuggestedRule['state'], { word: string; says: string; color: string }>> = {
  stands: { word: 'Stands', color: 'green', says: "Outcomes agree with today's points." },
  more: {
    word: 'Worth more',
    color: 'orange',
    says: 'Leads with it are won more often than its points say.',
  },
  less: { word: 'Worth less', color: 'yellow', says: 'It is a sign, but a weaker one than its points say.' },
  silent: { word: 'Says nothing', color: 'gray', says: 'With it or without it, leads end alike.' },
  unsure: { word: 'Not sure yet', color: 'gray', says: 'It may be worth its points, or nothing.' },
  opposite: { word: 'Says the opposite', color: 'red', says: 'Its points have the wrong sign.' },
  rare: { word: 'Too few leads', color: 'gray', says: 'Too few leads have it, or too few lack it.' },
  after: {
    word: 'Only afterwards',
    color: 'grape',
    says: 'It pays only after the lead is opened, so it foresees nothing.',
  },
  separates: {
    word: 'Part of the outcome',
    color: 'grape',
    says: 'All leads with it, or without it, ended alike: it most likely belongs to the outcome.',
  },
};

function Rules({ rules, factor }: { rules: readonly SuggestedRule[]; factor: number }) {
  const changed = (rule: SuggestedRule) => Math.abs(rule.suggested - rule.today);
  return (
    <section aria-label="The rules">
      <Title order={2} size="h5" mb="xs">
        What each rule is worth
      </Title>
      {factor !== 1 && (
        <Text className="quiet" size="sm" mb="xs" data-testid="suggestion-factor">
          An average lead keeps its score, and your tiers their meaning: all learnt points are multiplied by{' '}
          {factor.toLocaleString(undefined, { maximumFractionDigits: 1 })}.
        </Text>
      )}
      <table className="rules" data-testid="suggested-rules">
        <thead>
          <tr>
            <th>Rule</th>
            <th className="amount">Today</th>
            <th className="amount">Suggested</th>
            <th
              className="amount"
              title="What it may as well be worth, in 95 of 100 resamplings of the leads"
            >
              Interval
            </th>
            <th className="amount" title="Leads that had it when they were opened">
              Leads
            </th>
            <th className="amount" title="Of these, the share that was won">
              Won
            </th>
            <th>What outcomes say</th>
          </tr>
        </thead>
        <tbody>
          {rules
            .toSorted((a, b) => changed(b) - changed(a))
            .map((rule) => (
              <RuleRow key={rule.rule} rule={rule} />
            ))}
        </tbody>
      </table>
    </section>
  );
}

function RuleRow({ rule }: { rule: SuggestedRule }) {
  const { label, today, suggested, low, high, leads, won, state } = rule;
  const { word, says, color } = states[state];
  return (
    <tr data-testid="suggested-rule" data-state={state}>
      <th scope="row">
        <Foreign text={label} />
      </th>
      <td className="amount number" data-label="Today">
        {today.toLocaleString()}
      </td>
      <td className="amount number" data-label="Suggested">
        {suggested === today ? suggested.toLocaleString() : <b>{suggested.toLocaleString()}</b>}
      </td>
      <td className="amount number" data-label="Interval">
        {low === null || high === null ? '–' : `${low.toLocaleString()} to ${high.toLocaleString()}`}
      </td>
      <td className="amount number" data-label="Leads">
        {leads.toLocaleString()}
      </td>
      <td className="amount number" data-label="Won">
        {leads === 0 ? '–' : inPercent(won / leads)}
      </td>
      <td data-label="What outcomes say">
        <Badge color={color} variant="light" tt="none">
          {word}
        </Badge>{' '}
        <span className="quiet">{says}</span>
      </td>
    </tr>
  );
}

function Tiers({ test }: { test: Learnt['test'] }) {
  return (
    <section aria-label="Tiers on later leads">
      <Title order={2} size="h5" mb="xs">
        Tiers on later leads
      </Title>
      <Text className="quiet" size="sm" mb="xs">
        {test.leads.toLocaleString()} leads, {test.won.toLocaleString()} of them won. Each was judged by
        points learnt only from leads that had ended before it was opened.
      </Text>
      <table className="rules">
        <thead>
          <tr>
            <th>Tier</th>
            <th className="amount">Leads</th>
            <th className="amount" title="Of the leads that had reached it, the share won">
              Precision
            </th>
            <th className="amount" title="Of all that were won, the share that had reached it">
              Recall
            </th>
          </tr>
        </thead>
        <tbody>
          {test.tiers.map(({ tier, tierName, before, after }) => (
            <tr key={tier} data-testid="suggested-tier">
              <th scope="row">
                <Foreign text={tierName} />
              </th>
              <td className="amount number" data-label="Leads">
                <Change before={before.leads} after={after.leads} />
              </td>
              <td className="amount number" data-label="Precision">
                <Shares before={before.precision} after={after.precision} />
              </td>
              <td className="amount number" data-label="Recall">
                <Shares before={before.recall} after={after.recall} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Shares({ before, after }: { before: number | null; after: number | null }) {
  const said = (share: number | null) => inPercent(share) || '–';
  return (
    <>
      {before !== after && <span className="quiet">{said(before)} → </span>}
      {said(after)}
    </>
  );
}

function Owners({ outlook: { owners, days } }: { outlook: Learnt['outlook'] }) {
  if (owners.length === 0) return null;
  const said = (leads: number) =>
    (leads / days).toLocaleString(undefined, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  return (
    <section aria-label="Leads a day, and for which rep">
      <Title order={2} size="h5" mb="xs">
        Leads a day, and for which rep
      </Title>
      <table className="rules">
        <thead>
          <tr>
            <th>Rep</th>
            <th className="amount">Leads in {Math.round(days)} days</th>
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
                {before !== after && <span className="quiet">{said(before)} → </span>}
                {said(after)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
