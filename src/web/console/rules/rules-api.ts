/** The calls of the pages of rules: programmes, drafts, backtests. */
import { answered, ScovilleError } from '../../../../clients/typescript/client.js';
import type {
  ActiveProgramme,
  BacktestRunView,
  BacktestSummary,
  BehaviourOfProfile,
  DraftPreview,
  DraftSummary,
  DraftView,
  Outlook,
  ProgrammeText,
  ProgrammeVersion,
  ProgrammeView,
  PublishedVersion,
  RehearsalView,
  RuleHealth,
  SuggestionRunView,
  SuggestionSummary,
} from '../../../contract/api/api.ts';
import { client, orNull, type Page } from '../api/api.ts';
import type { TriedStep } from './tried-steps.ts';

const ofId = (id: string) => ({ params: { path: { id } } });
const ofRevision = (id: string, revision: number) => ({
  params: { path: { id }, header: { 'If-Match': `"${revision}"` } },
});

/** What is written into a draft, and into a programme. */
export interface Texts {
  text: string;
  examples: string | null;
}

export const rulesApi = {
  programmes: (): Promise<Page<ProgrammeView>> => answered(client.GET('/api/v1/programmes')),
  drafts: (): Promise<Page<DraftSummary>> => answered(client.GET('/api/v1/drafts')),
  /** Null where the programme is not active. */
  active: (id: string): Promise<ActiveProgramme | null> =>
    orNull(answered(client.GET('/api/v1/programmes/{id}', ofId(id)))),
  /** Null where it has none. */
  draft: (id: string): Promise<DraftView | null> =>
    orNull(answered(client.GET('/api/v1/drafts/{id}', ofId(id)))),
  /** `revision`: the one that the change is based on, 0 where there was no draft. */
  writeDraft: (
    id: string,
    draft: Texts & { basedOn?: string | null },
    revision: number,
  ): Promise<DraftView> =>
    answered(client.PUT('/api/v1/drafts/{id}', { ...ofRevision(id, revision), body: draft })),
  removeDraft: (id: string, revision: number) =>
    answered(client.DELETE('/api/v1/drafts/{id}', ofRevision(id, revision))),
  preview: (id: string, texts: Texts): Promise<DraftPreview> =>
    answered(client.POST('/api/v1/programmes/{id}/preview', { ...ofId(id), body: texts })),
  /** Null where the programme is not active. */
  health: (id: string, days: number): Promise<RuleHealth | null> =>
    orNull(
      answered(client.GET('/api/v1/programmes/{id}/health', { params: { path: { id }, query: { days } } })),
    ),
  /** Empty where none was ever published. */
  versions: async (id: string): Promise<ProgrammeVersion[]> => {
    const page = await orNull(answered(client.GET('/api/v1/programmes/{id}/versions', ofId(id))));
    return page?.items ?? [];
  },
  version: (id: string, number: number): Promise<ProgrammeText> =>
    answered(
      client.GET('/api/v1/programmes/{id}/versions/{number}', {
        params: { path: { id, number: String(number) } },
      }),
    ),
  changes: async (id: string, from: number, to: number): Promise<string[]> =>
    (
      await answered(
        client.GET('/api/v1/programmes/{id}/diff', { params: { path: { id }, query: { from, to } } }),
      )
    ).changes,
  /** The latest first. */
  backtests: async (programme: string): Promise<BacktestSummary[]> =>
    (await answered(client.GET('/api/v1/backtests', { params: { query: { programme } } }))).items,
  // The client's types have lists in the place of pairs.
  backtest: (run: string) =>
    answered(client.GET('/api/v1/backtests/{id}', ofId(run))) as Promise<BacktestRunView>,
  startBacktest: (id: string, draft: string, since: string) =>
    answered(
      client.POST('/api/v1/programmes/{id}/backtest', {
        ...ofId(id),
        body: { draft, since, waitSeconds: 0 },
      }),
    ) as Promise<BacktestRunView>,
  cancelBacktest: (run: string) =>
    answered(client.DELETE('/api/v1/backtests/{id}', ofId(run))) as Promise<BacktestRunView>,
  /** The latest first. */
  suggestions: async (programme: string): Promise<SuggestionSummary[]> =>
    (await answered(client.GET('/api/v1/suggestions', { params: { query: { programme } } }))).items,
  suggestion: (run: string): Promise<SuggestionRunView> =>
    answered(client.GET('/api/v1/suggestions/{id}', ofId(run))),
  startSuggestion: (id: string, draft: string, since: string): Promise<SuggestionRunView> =>
    answered(
      client.POST('/api/v1/programmes/{id}/suggest', { ...ofId(id), body: { draft, since, waitSeconds: 0 } }),
    ),
  cancelSuggestion: (run: string): Promise<SuggestionRunView> =>
    answered(client.DELETE('/api/v1/suggestions/{id}', ofId(run))),
  /** Null where the programme is not active. */
  outlook: (id: string): Promise<Outlook | null> =>
    orNull(answered(client.GET('/api/v1/programmes/{id}/outlook', ofId(id)))),
  rehearse: (id: string, text: string | null, steps: readonly TriedStep[]): Promise<RehearsalView> =>
    answered(
      client.POST('/api/v1/programmes/{id}/rehearsal', {
        ...ofId(id),
        body: { text, steps: [...steps] as never },
      }),
    ),
  behaviourOf: (key: string): Promise<BehaviourOfProfile> =>
    answered(client.GET('/api/v1/profiles/{key}/behaviour', { params: { path: { key } } })),
  publish: (
    id: string,
    publication: Texts & { note: string; notify: boolean; replaces: string | null },
  ): Promise<PublishedVersion> =>
    answered(client.POST('/api/v1/programmes/{id}/versions', { ...ofId(id), body: publication })),
  rollBack: (
    id: string,
    to: number,
    publication: { note?: string; notify?: boolean; replaces?: string | null } = {},
  ): Promise<PublishedVersion> =>
    answered(client.POST('/api/v1/programmes/{id}/rollback', { ...ofId(id), body: { to, ...publication } })),
};

/** Whether what a call was about is gone. */
export function isGone(error: unknown): boolean {
  return error instanceof ScovilleError && error.status === 404;
}

/** Whether somebody else has changed meanwhile what was written. */
export function isMismatch(error: unknown): boolean {
  return error instanceof ScovilleError && error.status === 412;
}
