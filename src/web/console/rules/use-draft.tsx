/** The programme of the page, for all its parts: what is live, the draft that is written, and its saving. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import type {
  ActiveProgramme,
  DraftPreview,
  DraftView,
  ProgrammeVersion,
} from '../../../contract/api/api.ts';
import { useMayChange } from '../session/session.tsx';
import {
  type Drafting,
  isUnsaved,
  nothingDrafted,
  withChoice,
  withSaved,
  withServer,
  withTexts,
} from './drafting.ts';
import { isMismatch, rulesApi, type Texts } from './rules-api.ts';

/** How long after the last word a draft is saved, and tried. */
const typedMs = 600;
/** How soon somebody else's change is seen. */
const lookEveryMs = 15_000;

interface Draft {
  id: string;
  /** Null where the programme is not active. */
  live: ActiveProgramme | null;
  /** Of the live text; empty where it was never published. The latest first. */
  versions: readonly ProgrammeVersion[];
  /** Whose draft it is; null where there is none. */
  draft: DraftView | null;
  /** What is shown: of the draft, or of what is live. */
  texts: Texts;
  isEditing: boolean;
  mayChange: boolean;
  saving: 'saved' | 'saving' | 'failed';
  error: Error | null;
  conflict: DraftView | 'gone' | null;
  /** Hash of the shown text, as far as it was looked at; undefined until the first answer. */
  draftVersion: string | undefined;
  /** What the shown texts come to; undefined until the first answer. */
  preview: DraftPreview | undefined;
  begin(texts?: Texts): Promise<void>;
  write(texts: Partial<Texts>): void;
  choose(choice: 'mine' | 'theirs'): void;
  /** Forgets the draft here and on the server; resolves to the texts it had. */
  discard(): Promise<Texts | null>;
  /** Everything is read again: something was published. */
  refresh(): Promise<void>;
}

const DraftContext = createContext<Draft | null>(null);

export function useDraft(): Draft {
  const draft = useContext(DraftContext);
  if (draft === null) throw new Error('a draft is used within a DraftProvider');
  return draft;
}

export const rulesKey = (id: string, ...more: readonly unknown[]) => ['rules', id, ...more] as const;

export function DraftProvider({ id, children }: { id: string; children: (isThere: boolean) => ReactNode }) {
  const queries = useQueryClient();
  const mayChange = useMayChange()('/drafts/x');
  const live = useQuery({ queryKey: rulesKey(id, 'live'), queryFn: () => rulesApi.active(id) });
  const versions = useQuery({ queryKey: rulesKey(id, 'versions'), queryFn: () => rulesApi.versions(id) });
  const server = useQuery({
    queryKey: rulesKey(id, 'draft'),
    queryFn: () => rulesApi.draft(id),
    refetchInterval: lookEveryMs,
  });
  const [drafting, setDrafting] = useState<Drafting>(nothingDrafted);
  const [error, setError] = useState<Error | null>(null);
  const isSaving = useRef(false);
  useEffect(() => {
    if (server.data !== undefined) setDrafting((now) => withServer(now, server.data ?? null));
  }, [server.data]);
  const keep = (draft: DraftView | null) => queries.setQueryData(rulesKey(id, 'draft'), draft);

  async function save(texts: Texts, revision: number, basedOn?: string | null): Promise<void> {
    isSaving.current = true;
    try {
      const saved = await rulesApi.writeDraft(
        id,
        { ...texts, ...(basedOn !== undefined && { basedOn }) },
        revision,
      );
      setError(null);
      setDrafting((now) => withSaved(now, saved, texts));
      keep(saved);
    } catch (refused) {
      if (isMismatch(refused)) await server.refetch();
      else setError(refused as Error);
    } finally {
      isSaving.current = false;
    }
  }
  const { texts, revision, conflict } = drafting;
  const isDirty = isUnsaved(drafting) && conflict === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: saved so long after the last word, not after each render
  useEffect(() => {
    if (!isDirty || texts === null) return;
    const timer = setTimeout(() => {
      if (!isSaving.current) void save(texts, revision);
    }, typedMs);
    return () => clearTimeout(timer);
  }, [isDirty, texts, revision]);
  useEffect(() => {
    if (!isDirty) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', stay);
    return () => removeEventListener('beforeunload', stay);
  }, [isDirty]);

  const shown: Texts = texts ?? { text: live.data?.text ?? '', examples: live.data?.examples ?? null };
  const preview = usePreview(id, shown, mayChange);
  if (live.error ?? server.error) throw live.error ?? server.error;
  if (live.data === undefined || server.data === undefined || versions.data === undefined)
    return children(false);
  const value: Draft = {
    ...{ id, live: live.data, versions: versions.data, draft: server.data, texts: shown, mayChange },
    ...{ isEditing: texts !== null, error, conflict, preview },
    draftVersion: preview?.version,
    saving: error !== null ? 'failed' : isDirty ? 'saving' : 'saved',
    begin: async (begun = shown) => {
      const saved = await rulesApi.writeDraft(id, { ...begun, basedOn: live.data?.version ?? null }, 0);
      keep(saved);
    },
    write: (written) => setDrafting((now) => withTexts(now, written)),
    choose: (choice) => {
      setDrafting((now) => withChoice(now, choice));
      if (choice === 'theirs') void server.refetch();
    },
    discard: async () => {
      await rulesApi.removeDraft(id, drafting.revision);
      setDrafting(nothingDrafted);
      keep(null);
      void queries.invalidateQueries({ queryKey: ['rules', 'drafts'] });
      return texts;
    },
    refresh: () => queries.invalidateQueries({ queryKey: ['rules'] }),
  };
  return <DraftContext value={value}>{children(true)}</DraftContext>;
}

/** Asked so long after the last word; the answer before it stays until the next. */
function usePreview(id: string, { text, examples }: Texts, isAllowed: boolean): DraftPreview | undefined {
  const [asked, setAsked] = useState<Texts>({ text, examples });
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ text, examples }), typedMs);
    return () => clearTimeout(timer);
  }, [text, examples]);
  const { data } = useQuery({
    queryKey: rulesKey(id, 'preview', asked.text, asked.examples),
    queryFn: () => rulesApi.preview(id, asked),
    enabled: isAllowed && asked.text !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });
  return data;
}
