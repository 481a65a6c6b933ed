/** The saving of a draft: soon after the last word, again where it failed, and before its page is left. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { DraftView } from '../../../contract/api/api.ts';
import { useLive } from '../live/use-live.ts';
import type { DraftSource } from './draft-source.ts';
import {
  type Drafting,
  isToSave,
  isUnsaved,
  nothingDrafted,
  saveAfterMs,
  withSaved,
  withServer,
} from './drafting.ts';
import { isMismatch } from './rules-api.ts';

/** How long a page that is left waits for its draft to be saved. */
const leaveMsMax = 3_000;

export interface Saving {
  drafting: Drafting;
  /** Changes what is written here. */
  change(next: (now: Drafting) => Drafting): void;
  /** Something is written: it is saved soon, however often saving has failed before. */
  write(next: (now: Drafting) => Drafting): void;
  /** Why the last try failed; null where it did not. */
  error: Error | null;
  /** Keeps what the server answered, over answers that are older. */
  keep(draft: DraftView | null): Promise<void>;
  /** Saves at once what is not saved. Resolves to whether all is saved, after a while to false. */
  saveNow(): Promise<boolean>;
  hasUnsaved(): boolean;
}

/** `server`: the draft that was read last; undefined until the first answer. */
export function useSaving(source: DraftSource, server: DraftView | null | undefined): Saving {
  const queries = useQueryClient();
  const key = source.keyOf('draft');
  const [drafting, setDrafting] = useState<Drafting>(nothingDrafted);
  const [error, setError] = useState<Error | null>(null);
  const [failures, setFailures] = useState(0);
  /** As it is now, also after this page is left. */
  const latest = useRef(drafting);
  const running = useRef<Promise<void> | null>(null);
  const change = (next: (now: Drafting) => Drafting) => {
    latest.current = next(latest.current);
    setDrafting(latest.current);
  };
  const keep = async (draft: DraftView | null) => {
    await queries.cancelQueries({ queryKey: key });
    queries.setQueryData(key, draft);
  };
  const see = (draft: DraftView | null | undefined) => {
    if (draft !== undefined) change((now) => withServer(now, draft));
  };
  // While it is saved, an answer may hold what is just being written. It is looked at later.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read is seen once
  useEffect(() => {
    if (running.current === null) see(server);
  }, [server]);

  async function write(): Promise<void> {
    const { texts, revision } = latest.current;
    if (texts === null) return;
    try {
      const saved = await source.writeDraft(texts, revision).catch(async (refused: unknown) => {
        if (!isMismatch(refused)) throw refused;
        await keep(await source.draft());
        return null;
      });
      if (saved !== null) {
        change((now) => withSaved(now, saved, texts));
        await keep(saved);
      }
      setError(null);
      setFailures(0);
    } catch (refused) {
      setError(refused as Error);
      setFailures((count) => count + 1);
    }
  }
  const save = (): Promise<void> => {
    running.current ??= write().finally(() => {
      running.current = null;
      see(queries.getQueryData<DraftView | null>(key));
    });
    return running.current;
  };
  const saveNow = async () => {
    const isLate = new Promise((resolve) => setTimeout(resolve, leaveMsMax));
    const done = async () => {
      await running.current;
      if (isToSave(latest.current)) await save();
    };
    await Promise.race([done(), isLate]);
    return !isUnsaved(latest.current);
  };

  const { state } = useLive();
  // The server is there again: what could not be saved meanwhile does not wait for its turn.
  useEffect(() => {
    if (state === 'live') setFailures(0);
  }, [state]);
  const isDirty = isToSave(drafting);
  const { texts, revision } = drafting;
  // biome-ignore lint/correctness/useExhaustiveDependencies: saved so long after the last word, not after each render
  useEffect(() => {
    if (!isDirty) return;
    const timer = setTimeout(() => void save(), saveAfterMs(failures));
    return () => clearTimeout(timer);
  }, [isDirty, texts, revision, failures]);
  const leave = useRef(saveNow);
  useEffect(() => {
    leave.current = saveNow;
  });
  useEffect(() => () => void leave.current(), []);

  return {
    ...{ drafting, change, error, keep, saveNow },
    write: (next) => {
      setFailures(0);
      change(next);
    },
    hasUnsaved: () => isUnsaved(latest.current),
  };
}
