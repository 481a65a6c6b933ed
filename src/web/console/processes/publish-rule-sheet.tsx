/** Publishing a sales rule in one sheet: what changes, where records in flight go, a note. A roll-back is one too. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PublishedSalesRule, SalesRuleFolder } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { useAct } from '../parts/undo.tsx';
import { ChangeSheet } from '../rules/change-sheet.tsx';
import { PublishEnd } from '../rules/publish-end.tsx';
import { isMismatch } from '../rules/rules-api.ts';
import { useDraft } from '../rules/use-draft.tsx';
import { MigrationChoice } from './migration-choice.tsx';
import { type StageMoves, salesRulesApi } from './sales-rules-api.ts';

interface Props {
  folder: SalesRuleFolder;
  /** Of the pages of the rule. */
  address: string;
  text: string;
  /** The version that is rolled back to; null where a draft is published. */
  to: number | null;
  onClose: () => void;
}

export function PublishRuleSheet({ folder, address, text, to, onClose }: Props) {
  const { id, source, live, versions, saving, discard, refresh } = useDraft();
  const navigate = useNavigate();
  /** Null: records in flight keep their version. */
  const [moves, setMoves] = useState<StageMoves | null>(null);
  const [isPlaced, setPlaced] = useState(true);
  // What is asked here is about what was live then: where somebody else publishes meanwhile, it is refused.
  const [replaced] = useState({ version: live?.version ?? null, number: versions[0]?.number });
  const preview = useQuery({
    queryKey: source.keyOf('preview', text, null, replaced.version),
    queryFn: () => source.preview({ text, examples: null }),
  });
  const before = replaced.number;
  const why = whyNot(preview.data?.errors.length, isPlaced, to === null ? saving : 'saved');
  const act = useAct<string, PublishedSalesRule>({
    name: 'publish',
    run: async (note) => {
      const publication = { note, replaces: replaced.version, moves: moves ?? undefined };
      if (to !== null) return salesRulesApi.rollBack(folder, id, to, publication);
      const published = await salesRulesApi.publish(folder, id, text, publication);
      // What somebody else wrote into the draft meanwhile stays a draft.
      await discard().catch((error: Error) => {
        if (!isMismatch(error)) throw error;
      });
      return published;
    },
    said: ({ migrated }) =>
      `${to === null ? 'Published' : `Version ${to} is live again`}${migrated === 0 ? '' : `; ${counted(migrated, 'record')} came along`}`,
    // Records that came along go back by a choice: in the versions.
    isUndoable: () => moves === null && before !== undefined,
    // What somebody else has published since is not taken back.
    undo: async ({ version }) => {
      if (before !== undefined)
        await salesRulesApi.rollBack(folder, id, before, { note: '', replaces: version });
      await refresh();
    },
    onDone: () => {
      void refresh();
      onClose();
      void navigate({ to: address });
    },
  });
  return (
    <ChangeSheet
      title={to === null ? 'Publish' : `Roll back to version ${to}`}
      name="publish-sheet"
      changes={preview.error === null ? changesIn(preview.data) : null}
      isFirst={live === null}
      onClose={onClose}
    >
      {folder === 'pipelines' && live !== null && preview.data?.errors.length === 0 && (
        <MigrationChoice id={id} text={text} moves={moves} onMoves={setMoves} onPlaced={setPlaced} />
      )}
      <PublishEnd
        label={to === null ? 'Publish' : 'Roll back'}
        why={why}
        error={preview.error ?? act.error}
        isPending={act.isPending}
        onPublish={act.mutate}
      />
    </ChangeSheet>
  );
}

/** The changes of a text; null where its faults keep them from being known. */
function changesIn(
  preview: { changes: string[]; errors: object[] } | undefined,
): string[] | null | undefined {
  return preview !== undefined && preview.errors.length > 0 && preview.changes.length === 0
    ? null
    : preview?.changes;
}

/** Why it cannot be published now, and what to do; null where it can. */
function whyNot(errors: number | undefined, isPlaced: boolean, saving: string): string | null {
  if (errors === undefined) return 'The text is being checked.';
  if (errors > 0) return 'The text has faults. Correct them first.';
  if (!isPlaced) return 'Choose a stage for the records of each stage that is gone.';
  if (saving !== 'saved') return 'The draft is not saved yet.';
  return null;
}
