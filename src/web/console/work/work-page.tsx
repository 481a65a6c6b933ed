/** A lead or a task as a page: who and the score above; below, what to do, what happened, and why. */
import { Alert, Skeleton, Text, Title } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import type { TaskView } from '../../../contract/api/api.ts';
import { KeyPressed } from '../keys/use-keys.tsx';
import { Chilies } from '../parts/chilies.tsx';
import { counted } from '../parts/counted.ts';
import { Foreign } from '../parts/others.tsx';
import { usePathOfPage } from '../parts/path-of-page.ts';
import { useSession } from '../session/session.tsx';
import { useLogAhead } from './contact-log.tsx';
import { openedIn } from './opened.ts';
import { NoMoreContact, Score, ToDo, WhatHappened, Who, Why } from './opened-parts.tsx';
import { opportunityOf } from './opened-records.tsx';
import { type Shown, useOpened } from './use-opened.ts';
import { nameOf, type Opened, scoreAtEnd } from './work-item.ts';

const lists = { leads: 'Leads', tasks: 'Tasks' } as const;

export function WorkPage() {
  const opened = openedIn(usePathOfPage());
  const { data, error, isPending } = useOpened(opened);
  const ahead = useLogAhead(opened !== null && isPending, error !== null);
  return (
    <div className="page wide work-page">
      {opened && (
        <Link to={`/${opened.kind}` as string} className="quiet">
          {lists[opened.kind]}
        </Link>
      )}
      {opened !== null && isPending && <Skeleton height={36} my="sm" width={320} />}
      {(error || opened === null) && (
        <>
          <Title order={1} size="h2">
            This cannot be shown
          </Title>
          <Alert color="red" role="alert" my="md">
            <Foreign text={error?.message ?? 'The address names no lead and no task.'} />
          </Alert>
        </>
      )}
      {data && opened && <Body shown={data} opened={opened} />}
      {data && ahead.isPressed && <KeyPressed keys="l" onDone={ahead.onDone} />}
    </div>
  );
}

function Body({ shown, opened }: { shown: Shown; opened: Opened }) {
  const { email } = useSession();
  const navigate = useNavigate();
  const { about } = shown;
  const atEnd = scoreAtEnd(about);
  // On to what came of it; else to who is hot now.
  const contacted = async ({ outcome, lead }: TaskView) => {
    const won = outcome === 'Opportunity created' && lead !== null ? await opportunityOf(lead) : null;
    await navigate({ to: won ?? '/' });
  };
  return (
    <>
      <header className="work-head">
        <div>
          <Chilies tier={about.tier} tiers={about.tiers} name={about.tierName} />
          <Title order={1} size="h2">
            <Foreign text={nameOf(about.person)} />{' '}
            {about.programme !== null && <span className="score number">{about.score}</span>}
          </Title>
          {atEnd !== null && (
            <Text size="sm" className="quiet" data-testid="score-then">
              {counted(atEnd, 'point')} when this ended
            </Text>
          )}
          <Who shown={shown} />
        </div>
        <Score about={about} />
      </header>
      <div className="work-columns">
        <section aria-label="What to do">
          <ToDo shown={shown} opened={opened} me={email} onClose={(task) => void contacted(task)} />
          <NoMoreContact about={about} />
        </section>
        <section aria-label="What happened">
          <Title order={2} size="h4" mb="sm">
            What happened
          </Title>
          <WhatHappened shown={shown} />
        </section>
        <section aria-label="Why">
          <Title order={2} size="h4" mb="sm">
            Why
          </Title>
          <Why about={about} />
        </section>
      </div>
    </>
  );
}
