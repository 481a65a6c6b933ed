/** What the room needs to know of a kind of text: its versions, its errors, its words, and how one is published. */
import type { FileError } from '../../contract/language/language.ts';
import type { TextPublication, TextVersion } from '../store/store.ts';

/** A text to become active, with the moves of records in flight where it is a sales process. */
export interface SalesPublication extends TextPublication {
  moves?: Record<string, Record<string, string>> | undefined;
}

/** One text by its name. */
export interface RuleText {
  /** The latest first; none where it was never published. */
  versions(): Promise<TextVersion[]>;
  /** In the order of the text. */
  errorsOf(text: string): Promise<FileError[]>;
  /** What is legal in a text without errors, and hardly meant. */
  warningsOf(text: string): FileError[];
  /** What it says, in sentences; none where it cannot be read. */
  wordsOf(text: string): string[];
  /** The text has no errors. */
  publish(publication: SalesPublication): Promise<{ number: number; isNew: boolean; migrated: number }>;
}

/** All texts of a folder. */
export interface RuleTexts {
  latest(): Promise<(TextVersion & { name: string })[]>;
  of(rule: string): RuleText;
  titleOf(rule: string, text: string): string;
}
