/** The first steps of a new installation: the snippet, the first event as it comes in, the team, and people from a file. */
import '../parts/settings.css';
import './start.css';
import { Button, Group, Loader, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api } from '../api/api.ts';
import { CodeToCopy } from '../parts/code-to-copy.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { isDismissed, type Step, setDismissed } from './steps.ts';
import { useSteps } from './use-steps.ts';

const titles: Readonly<Record<Step['name'], string>> = {
  snippet: 'Paste the snippet into your pages',
  event: 'See the first event',
  team: 'Invite the team',
  people: 'Import people',
};

export function StartPage() {
  const { data: steps, error, refetch } = useSteps({ isAsked: true, isWaiting: true });
  const { data: setup, error: setupError } = useQuery({ queryKey: ['setup'], queryFn: api.setup });
  const next = steps?.find(({ isDone }) => !isDone)?.name;
  const body: Readonly<Record<Step['name'], ReactNode>> = {
    snippet: setup && <CodeToCopy label="The snippet" text={setup.snippet} />,
    event: (
      <>
        <Text size="sm" role="status" data-testid="event-seen">
          {steps?.find(({ name }) => name === 'event')?.isDone ? (
            'An event has come in: Scoville scores.'
          ) : (
            <>
              <Loader size="xs" component="span" /> Waiting for it. Open one of your pages, or send one from a
              terminal:
            </>
          )}
        </Text>
        {setup && next !== undefined && ['snippet', 'event'].includes(next) && (
          <CodeToCopy label="The command" text={setup.curl} />
        )}
      </>
    ),
    team: (
      <Text size="sm">
        <Link to="/team">The team</Link>: reps get leads by routing once they are there.
      </Text>
    ),
    people: (
      <Text size="sm">
        <Link to="/import">An import</Link> of a CSV file is looked at first, and can be undone.
      </Text>
    ),
  };
  return (
    <div className="page settings">
      <Title order={1} size="h2" mb="md">
        First steps
      </Title>
      <Refusal error={error ?? setupError} again={() => void refetch()} />
      {steps === undefined && error === null && <Skeleton height={260} />}
      <ol className="steps">
        {steps?.map(({ name, isDone }, index) => (
          <li key={name} data-testid={`step-${name}`} data-done={isDone}>
            <span className="number" aria-hidden="true">
              {isDone ? '✓' : index + 1}
            </span>
            <section aria-label={titles[name]}>
              <Title order={2} size="h5">
                {titles[name]}
                {isDone && <span className="quiet"> · done</span>}
              </Title>
              {body[name]}
            </section>
          </li>
        ))}
      </ol>
      {steps && <Away isDone={next === undefined} />}
    </div>
  );
}

function Away({ isDone }: { isDone: boolean }) {
  const [isAway, setAway] = useState(isDismissed);
  const put = (away: boolean) => {
    setDismissed(away);
    setAway(away);
  };
  if (isDone) return <Text data-testid="steps-done">All is set up. This page stays at its address.</Text>;
  return (
    <Group>
      <Button variant="subtle" onClick={() => put(!isAway)}>
        {isAway ? 'Show these steps over my work again' : 'Do not show these steps over my work'}
      </Button>
    </Group>
  );
}
