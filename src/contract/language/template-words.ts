/** The words of a template that are filled in: `{{person.name}}`. */
import type { SalesProcess } from './sales-process.ts';

const word = /\{\{\s*([^{}]*?)\s*\}\}/g;

export function templateWords(text: string): string[] {
  return [...text.matchAll(word)].map(([, name]) => name ?? '');
}

/** A template with every word filled in. */
export function filled(text: string, textOf: (word: string) => string): string {
  return text.replace(word, (_whole, name: string) => textOf(name));
}

/** The fields of all pipelines of a process. */
export function fieldsOf(process: SalesProcess): string[] {
  return process.pipelines.flatMap(({ fields }) => Object.keys(fields));
}
