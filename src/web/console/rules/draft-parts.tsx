/** What the pages of programmes and of sales rules say of what is live and of a draft. */
import { Button, Text } from '@mantine/core';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import type { Texts } from './rules-api.ts';
import { useDraft } from './use-draft.tsx';
import { AuthorWords } from './versions-part.tsx';

/** `never`: what is said of a text that was never published. */
export function LiveWords({ never }: { never: string }) {
  const { live, versions } = useDraft();
  const latest = versions.find(({ version }) => version === live?.version);
  if (live === null) return <Text className="quiet">{never}</Text>;
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

export function ThrowAway() {
  const { source, live, discard, refresh } = useDraft();
  const act = useAct<void, Texts | null>({
    name: 'draft',
    run: () => discard(),
    said: () => 'The draft was thrown away',
    undo: async (texts) => {
      if (texts === null) return;
      await source.writeDraft({ ...texts, basedOn: live?.version ?? null }, 0);
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

/** `promise`: what a draft does not do before it is published. */
export function DraftBanner({ promise }: { promise: string }) {
  const { draft, isEditing, saving, error, live, versions } = useDraft();
  const nameOf = useOwnerName();
  if (!isEditing || draft === null) return null;
  const based = versions.find(({ version }) => version === draft.basedOn);
  const isBehind = live !== null && draft.basedOn !== null && draft.basedOn !== live.version;
  return (
    <div className="draft-banner" data-testid="draft-banner">
      <span>
        <b>Draft</b> of <Foreign text={nameOf(draft.begunBy)} />, begun {dateInWords(draft.begunAt)}
        {draft.changedBy !== draft.begunBy && (
          <>
            , last changed by <Foreign text={nameOf(draft.changedBy)} />
          </>
        )}
        {based !== undefined && ` · from version ${based.number}`}. {promise}
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
