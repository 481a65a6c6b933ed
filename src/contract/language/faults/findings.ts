/** What is wrong at one place of a value: before it is known where in the text that is. */

export interface Finding {
  /** From the root of the file to the word. */
  path: PropertyKey[];
  /** Whether the fault is of the word before the colon, or of what follows it. */
  at: 'key' | 'value';
  /** Value, rule and remedy; the field comes from the path. */
  message: string;
  /** What to write in its place. */
  instead?: string;
  /** The word that is missing at this place. */
  missing?: string;
  /** The word that stands here and belongs to a group around this one. */
  moves?: string;
}
