/** Where the texts of a page come from: a programme, or a sales rule. What is written, saved and previewed is the same for both. */
import type { DraftPreview, DraftView } from '../../../contract/api/api.ts';
import { rulesApi, type Texts } from './rules-api.ts';
import { rulesKey } from './rules-key.ts';

/** A text that is live, with its hash. */
export interface LiveText extends Texts {
  version: string;
}

export interface TextVersion {
  number: number;
  /** Hash of its text. */
  version: string;
  author: string;
  note: string;
  activatedAt: string;
}

/** What a text comes to; `words` are what a sales rule says, in sentences. */
export type Preview = DraftPreview & { words?: readonly string[] };

export interface DraftSource {
  id: string;
  /** Of its pages: what stands below is of the same draft. */
  address: string;
  /** A path of the API that says whether it may be changed. */
  permission: string;
  /** Whether behaviours travel with the text, and are run. */
  hasExamples: boolean;
  /** The key of what is read of it. */
  keyOf(...more: readonly unknown[]): readonly unknown[];
  /** Null where nothing is live. */
  live(): Promise<LiveText | null>;
  /** The latest first; empty where it was never published. */
  versions(): Promise<TextVersion[]>;
  /** Null where it has none. */
  draft(): Promise<DraftView | null>;
  /** `revision`: the one that the change is based on, 0 where there was no draft. */
  writeDraft(draft: Texts & { basedOn?: string | null }, revision: number): Promise<DraftView>;
  removeDraft(revision: number): Promise<unknown>;
  preview(texts: Texts): Promise<Preview>;
  /** What changed from one version to another, in words. */
  changes(from: number, to: number): Promise<string[]>;
}

export function programmeSource(id: string): DraftSource {
  return {
    ...{ id, address: `/programmes/${encodeURIComponent(id)}`, permission: '/drafts/x', hasExamples: true },
    keyOf: (...more) => rulesKey(id, ...more),
    live: () => rulesApi.active(id),
    versions: () => rulesApi.versions(id),
    draft: () => rulesApi.draft(id),
    writeDraft: (draft, revision) => rulesApi.writeDraft(id, draft, revision),
    removeDraft: (revision) => rulesApi.removeDraft(id, revision),
    preview: (texts) => rulesApi.preview(id, texts),
    changes: (from, to) => rulesApi.changes(id, from, to),
  };
}
