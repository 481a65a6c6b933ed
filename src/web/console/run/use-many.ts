/** What is selected of a list, and the act on it that runs. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ManyResult } from '../../../contract/api/api.ts';
import { type ManyProgress, type ManyRequest, ManyRun, type Selection } from './many-run.ts';

/** An act while it runs, and after it. */
export interface Running {
  /** In the past: what becomes of the items. */
  past: string;
  progress: ManyProgress;
  stop(): void;
  goOn(): void;
  close(): void;
}

export interface ManyAct {
  step(request: ManyRequest): Promise<ManyResult>;
  past: string;
  /** Hears of the items that were acted on. */
  onDone?(ids: readonly string[]): void;
}

export function useMany(): { running: Running | null; start(selection: Selection, act: ManyAct): void } {
  const queries = useQueryClient();
  const [state, setState] = useState<{ past: string; progress: ManyProgress } | null>(null);
  const current = useRef<{ run: ManyRun; act: ManyAct } | null>(null);
  // One that is left does not go on behind the back of everybody.
  useEffect(() => () => current.current?.run.stop(), []);
  const go = async () => {
    if (current.current === null) return;
    const { run, act } = current.current;
    const { status, done } = await run.go();
    // What is not shown is read again when it is, not shown as it was.
    queries.removeQueries({ queryKey: ['run'], type: 'inactive' });
    void queries.invalidateQueries({ queryKey: ['run'] });
    if (status === 'done') act.onDone?.(done);
  };
  return {
    running: state && {
      ...state,
      stop: () => current.current?.run.stop(),
      goOn: () => void go(),
      close: () => setState(null),
    },
    start: (selection, act) => {
      current.current?.run.stop();
      const run = new ManyRun(selection, act.step, (progress) => setState({ past: act.past, progress }));
      current.current = { run, act };
      void go();
    },
  };
}
