/** The text of the page, for all its parts: what is live, the draft that is written, and its saving. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { DraftView } from '../../../contract/api/api.ts';
import { useMayChange } from '../session/session.tsx';
import type { DraftSource, LiveText, Preview, TextVersion } from './draft-source.ts';
import { isToSave, nothingDrafted, typedMs, withChoice, withTexts } from './drafting.ts';
import { isGone, type Texts } from './rules-api.ts';
import { useSaving } from './use-saving.ts';

/** How soon somebody else's change is seen. */
const lookEveryMs = 15_000;

/** What can be done with a draft. */
interface DraftActs {
  begin(texts?: Texts): Promise<void>;
  write(texts: Partial<Texts>): void;
  choose(choice: 'mine' | 'theirs'): void;
  /** Saves at once what is not saved. Resolves to whether all is saved, after a while to false. */
  saveNow(): Promise<boolean>;
  hasUnsaved(): boolean;
  /** Forgets the draft here and on the server; resolves to the texts it had. */
  discard(): Promise<Texts | null>;
  /** Everything is read again: something was published. */
  refresh(): Promise<void>;
}

interface Draft extends DraftActs {
  id: string;
  source: DraftSource;
  /** Null where nothing is active. */
  live: LiveText | null;
  /** Of the live text; empty where it was never published. The latest first. */
  versions: readonly TextVersion[];
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
  preview: Preview | undefined;
  /** Why there is no answer; null where there is one, or none yet. */
  previewError: Error | null;
}

const DraftContext = createContext<Draft | null>(null);

export function useDraft(): Draft {
  const draft = useContext(DraftContext);
  if (draft === null) throw new Error('a draft is used within a DraftProvider');
  return draft;
}

interface ProviderProps {
  source: DraftSource;
  children: (isThere: boolean) => ReactNode;
}

export function DraftProvider({ source, children }: ProviderProps) {
  const queries = useQueryClient();
  const { id, keyOf } = source;
  const mayChange = useMayChange()(source.permission);
  const live = useQuery({ queryKey: keyOf('live'), queryFn: source.live });
  const versions = useQuery({ queryKey: keyOf('versions'), queryFn: source.versions });
  const server = useQuery({ queryKey: keyOf('draft'), queryFn: source.draft, refetchInterval: lookEveryMs });
  const { drafting, change, write, error, keep, saveNow, hasUnsaved } = useSaving(source, server.data);
  const { texts, conflict } = drafting;
  const shown: Texts = texts ?? { text: live.data?.text ?? '', examples: live.data?.examples ?? null };
  const preview = usePreview(source, shown, live.data?.version ?? null, mayChange);
  // One look that failed takes nothing away: what was read before stays, and is read again soon. A fault is
  // shown when all have answered, or another try would meet an answer to the one before it.
  const looks = [live, server, versions];
  const failed = looks.find((one) => one.data === undefined && one.error !== null);
  if (failed !== undefined && looks.every((one) => !one.isFetching)) throw failed.error;
  if (live.data === undefined || server.data === undefined || versions.data === undefined)
    return children(false);
  const value: Draft = {
    ...{ id, source, live: live.data, versions: versions.data, draft: server.data, texts: shown, mayChange },
    ...{ isEditing: texts !== null, error, conflict, saveNow, hasUnsaved },
    ...{ preview: preview.data, previewError: preview.error, draftVersion: preview.data?.version },
    saving: error !== null ? 'failed' : isToSave(drafting) ? 'saving' : 'saved',
    begin: async (begun = shown) => {
      const saved = await source.writeDraft({ ...begun, basedOn: live.data?.version ?? null }, 0);
      await keep(saved);
    },
    write: (written) => write((now) => withTexts(now, written)),
    choose: (choice) => {
      write((now) => withChoice(now, choice));
      if (choice === 'theirs') void server.refetch();
    },
    discard: async () => {
      await source.removeDraft(drafting.revision).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
      change(() => nothingDrafted);
      await keep(null);
      void queries.invalidateQueries({ queryKey: ['rules', 'drafts'] });
      return texts;
    },
    refresh: () => queries.invalidateQueries({ queryKey: ['rules'] }),
  };
  return <DraftContext value={value}>{children(true)}</DraftContext>;
}

/** Asked so long after the last word, and again when another text is live; the answer before it stays until the next. */
function usePreview(
  source: DraftSource,
  { text, examples }: Texts,
  live: string | null,
  isAllowed: boolean,
): { data: Preview | undefined; error: Error | null } {
  const [asked, setAsked] = useState<Texts>({ text, examples });
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ text, examples }), typedMs);
    return () => clearTimeout(timer);
  }, [text, examples]);
  return useQuery({
    queryKey: source.keyOf('preview', asked.text, asked.examples, live),
    queryFn: () => source.preview(asked),
    enabled: isAllowed && asked.text !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });
}
