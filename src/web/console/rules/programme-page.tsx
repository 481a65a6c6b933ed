/** A programme: what is live of it, its draft, and what can be done with both, each a page of its own below. */
import './rules.css';
import { Alert, Button, Group, Skeleton, Title } from '@mantine/core';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Conflict } from './conflict.tsx';
import { DraftBanner, LiveWords, ThrowAway } from './draft-parts.tsx';
import { programmeSource } from './draft-source.ts';
import { tableOf } from './edit-rules.ts';
import { FirstDay } from './first-day.tsx';
import { Leaving } from './leaving.tsx';
import { PublishSheet } from './publish-sheet.tsx';
import { DraftProvider, useDraft } from './use-draft.tsx';

const parts = [
  { path: '', label: 'Rules' },
  { path: '/backtest', label: 'Backtest' },
  { path: '/try', label: 'Try a person' },
  { path: '/health', label: 'Health' },
  { path: '/versions', label: 'Versions' },
] as const;

export function ProgrammePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return (
    <div className="page wide">
      <Link to="/programmes" className="quiet">
        Programmes
      </Link>
      <DraftProvider key={id} source={programmeSource(id)}>
        {(isThere) => (isThere ? <Body /> : <Skeleton height={120} my="md" />)}
      </DraftProvider>
    </div>
  );
}

function Body() {
  const { id, live, draft, texts, isEditing } = useDraft();
  const { pathname } = useLocation();
  const table = tableOf(texts.text);
  const here = parts.findLast(({ path }) => pathname.endsWith(path) && path !== '') ?? parts[0];
  if (live === null && draft === null && !isEditing)
    return (
      <Alert color="red" role="alert" my="md" data-testid="no-programme">
        There is no programme “<Foreign text={id} />
        ”, and no draft of one.
      </Alert>
    );
  return (
    <>
      <Group justify="space-between" align="start" mb="xs" gap="sm">
        <div>
          <Title order={1} size="h2">
            <Foreign text={table?.name || id} />
          </Title>
          <LiveWords never="Not live yet: nobody is scored by it." />
        </div>
        <Acts />
      </Group>
      <FirstDay />
      <DraftBanner promise="Nobody is scored by it before it is published." />
      <nav className="parts" aria-label="Of this programme">
        {parts.map((part) => (
          <Link
            key={part.path}
            to={`/programmes/$id${part.path}`}
            params={{ id }}
            activeOptions={{ exact: true }}
            aria-current={part === here ? 'page' : undefined}
          >
            {part.label}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Skeleton height={240} />}>
        <Outlet />
      </Suspense>
      <Conflict />
      <Leaving />
    </>
  );
}

function Acts() {
  const { isEditing, mayChange, begin } = useDraft();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  if (!mayChange) return null;
  return (
    <Group gap="xs">
      <Refusal error={error} />
      {isEditing ? (
        <>
          <ThrowAway />
          <Button onClick={() => setSheetOpen(true)} data-testid="publish">
            Publish…
          </Button>
          {isSheetOpen && <PublishSheet onClose={() => setSheetOpen(false)} />}
        </>
      ) : (
        <Button onClick={() => begin().catch(setError)} data-testid="edit">
          Edit in a draft
        </Button>
      )}
    </Group>
  );
}
