/** The words of mail templates and documents that are filled in: `{{person.name}}`. */
import type { DocumentTemplate, MailTemplate, SalesProcess } from './sales-process.ts';

// Blanks are cut off afterwards: an expression for them takes hours for a text of many.
const word = /\{\{([^{}]*)\}\}/g;

function templateWords(text: string): string[] {
  return [...text.matchAll(word)].map(([, name]) => (name ?? '').trim());
}

/** A template with every word filled in. */
export function filled(text: string, textOf: (word: string) => string): string {
  return text.replace(word, (_whole, name: string) => textOf(name.trim()));
}

/** The fields of all pipelines of a process. */
export function fieldsOf(process: SalesProcess): string[] {
  return process.pipelines.flatMap(({ fields }) => Object.keys(fields));
}

/** Every word that a mail or document fills in. */
export function wordsOf(template: MailTemplate | DocumentTemplate): string[] {
  const title = 'title' in template ? `${template.title} ${template.file}` : template.subject;
  return [...templateWords(title), ...templateWords(template.text)];
}

/** The field that a word of a template shows; empty for any other word. */
export function fieldIn(word: string): string {
  return /^fields\.(.*)$/.exec(word)?.[1] ?? '';
}
