/** On the page of a company: its score on the ladder of each programme that scores companies, and who makes it. */
import './records.css';
import { Alert, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AccountView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { Chilies } from '../parts/chilies.tsx';
import { Foreign } from '../parts/others.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';

type Score = AccountView['scores'][number];

/** Nothing where no programme scores companies, or nobody of this one has points. */
export function AccountScores({ id }: { id: string }) {
  const { data, error, isPending } = useQuery({
    queryKey: ['work', 'account', id],
    queryFn: () => api.account(id),
  });
  if (isPending) return <Skeleton height={60} my="sm" />;
  if (error)
    return (
      <Alert color="red" role="alert" my="sm" title="The score of the company cannot be shown">
        <Foreign text={error.message} />
      </Alert>
    );
  return (
    <>
      {data.scores.map((score) => (
        <OneScore key={score.programme} score={score} />
      ))}
    </>
  );
}

function OneScore({ score }: { score: Score }) {
  const { programmeName, combine, tier, tiers, tierName, people, peopleCount, claims } = score;
  const heading = `score-${score.programme}`;
  return (
    <Stack gap={4} my="md" component="section" aria-labelledby={heading} data-testid="account-score">
      <Title order={2} size="h4" id={heading}>
        <Foreign text={programmeName} />
      </Title>
      <Text>
        <Chilies tier={tier} tiers={tiers} name="" /> <strong>{score.score}</strong>{' '}
        <span className="quiet">
          {tier === 0 ? 'below the ladder' : <Foreign text={tierName} />} · {combine}
        </span>
      </Text>
      {people.length === 0 ? (
        <Text size="sm" className="quiet">
          Nobody of this company has points now.
        </Text>
      ) : (
        <People people={people} />
      )}
      {peopleCount > people.length && (
        <Text size="sm" className="quiet">
          The {people.length} with the most points of {peopleCount} people.
        </Text>
      )}
      {claims.length > 0 && (
        <>
          <Title order={3} size="h5" id={`${heading}-claims`}>
            Named by pages alone
          </Title>
          <Text size="sm" className="quiet">
            Anybody may have sent this with a public key. It counts once a server or a signature says who they
            are.
          </Text>
          <People people={claims} labelledBy={`${heading}-claims`} />
        </>
      )}
    </Stack>
  );
}

/** Each with their points, and what they did. */
function People({ people, labelledBy }: { people: Score['people']; labelledBy?: string }) {
  return (
    <ul className="account-people" aria-labelledby={labelledBy}>
      {people.map((one) => (
        <li key={one.profile}>
          <ProfileLink id={one.profile} words={one.name ?? one.email ?? 'Somebody without a name'} />{' '}
          <strong>{one.points}</strong> {!one.counts && <span className="quiet">not counted</span>}
          <Text size="sm" className="quiet">
            <Reasons reasons={one.reasons} />
          </Text>
        </li>
      ))}
    </ul>
  );
}

/** Each rule once, with what it gives. */
function Reasons({ reasons }: { reasons: Score['people'][number]['reasons'] }) {
  const byRule = new Map<string, number>();
  for (const { label, value } of reasons) byRule.set(label, (byRule.get(label) ?? 0) + value);
  return [...byRule].map(([label, value], index) => (
    <span key={label}>
      {index > 0 && ' · '}
      <Foreign text={label} /> {Math.round(value * 1_000) / 1_000}
    </span>
  ));
}
