/** A programme: what is live of it, its draft, and what can be done with both, each a page of its own below. */
import './rules.css';
import { Alert, Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { Conflict } from './conflict.tsx';
import { tableOf } from './edit-rules.ts';
import { FirstDay } from './first-day.tsx';
import { Leaving } from './leaving.tsx';
import { PublishSheet } from './publish-sheet.tsx';
import { rulesApi, type Texts } from './rules-api.ts';
import { DraftProvider, useDraft } from './use-draft.tsx';
import { AuthorWords } from './versions-part.tsx';

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
      <DraftProvider key={id} id={id}>
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
          <LiveWords />
        </div>
        <Acts />
      </Group>
      <FirstDay />
      <DraftBanner />
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

function LiveWords() {
  const { live, versions } = useDraft();
  const latest = versions.find(({ version }) => version === live?.version);
  if (live === null) return <Text className="quiet">Not live yet: nobody is scored by it.</Text>;
  return (
    <Text className="quiet" size="sm" data-testid="live-version">
      {latest === undefined ? (
        <>Live: {live.version}</>
      ) : (
        <>
          Live: version {latest.number}, <AuthorWords author={latest.author} />,{' '}
          {dateInWords(latest.activatedAt)}
        </>
      )}
    </Text>
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

function ThrowAway() {
  const { id, live, discard, refresh } = useDraft();
  const act = useAct<void, Texts | null>({
    name: 'draft',
    run: () => discard(),
    said: () => 'The draft was thrown away',
    undo: async (texts) => {
      if (texts === null) return;
      await rulesApi.writeDraft(id, { ...texts, basedOn: live?.version ?? null }, 0);
      await refresh();
    },
  });
  return (
    <>
      <Refusal error={act.error} />
      <Button variant="default" onClick={() => act.mutate()} loading={act.isPending} data-testid="throw-away">
        Throw the draft away
      </Button>
    </>
  );
}

function DraftBanner() {
  const { draft, isEditing, saving, error, live, versions } = useDraft();
  if (!isEditing || draft === null) return null;
  const based = versions.find(({ version }) => version === draft.basedOn);
  const isBehind = live !== null && draft.basedOn !== null && draft.basedOn !== live.version;
  return (
    <div className="draft-banner" data-testid="draft-banner">
      <span>
        <b>Draft</b> of <Foreign text={draft.begunBy} />, begun {dateInWords(draft.begunAt)}
        {draft.changedBy !== draft.begunBy && (
          <>
            , last changed by <Foreign text={draft.changedBy} />
          </>
        )}
        {based !== undefined && ` · from version ${based.number}`}. Nobody is scored by it before it is
        published.
      </span>
      <span role="status" data-testid="saving" data-state={saving}>
        {saving === 'failed' ? (
          <>
            Not saved: <Foreign text={error?.message ?? ''} />
          </>
        ) : saving === 'saved' ? (
          'Saved'
        ) : (
          'Saving…'
        )}
      </span>
      {isBehind && (
        <span className="warning">
          Another version was published since this draft began. What it changed is taken back where the draft
          differs: look at the changes before you publish.
        </span>
      )}
    </div>
  );
}
