/** A field that its declaration misspells: one error there, in place of one at each use that would recommend the slip. */
import { limits } from '../../base/kernel/kernel.ts';
import type { Incoherence } from './coherence.ts';
import { nearest } from './faults/nearest.ts';
import type { SalesProcess } from './sales-process.ts';
import { fieldIn, wordsOf } from './template-words.ts';
import { plainWord } from './words.ts';

/** Returns the errors of a process; those of a name that a declared and unused field nearly has become one at that field. */
export function fieldSlips(process: SalesProcess, errors: readonly Incoherence[]): Incoherence[] {
  const used = wordsWithin([process.pipelines.map(({ stages }) => stages), fieldsInTexts(process)]);
  const missing = errors.flatMap(({ missingField }) => missingField ?? []);
  const slips: Incoherence[] = [];
  const shown = new Set<string>();
  // Each is compared with every field; nobody sees the errors of more.
  for (const name of [...new Set(missing)].slice(0, limits.fileErrorsMax)) {
    const uses = missing.filter((one) => one === name).length;
    const slip = slipFor(process, name, { used, uses });
    if (slip === null) continue;
    slips.push(slip);
    shown.add(name);
  }
  return [...errors.filter(({ missingField }) => !shown.has(missingField ?? '')), ...slips];
}

/** The error of a declared field that a missing one was meant by: two uses, or its label, show which of them is right. */
function slipFor(
  { pipelines }: SalesProcess,
  name: string,
  { used, uses }: { used: ReadonlySet<string>; uses: number },
): Incoherence | null {
  for (const [index, { fields }] of pipelines.entries()) {
    const unused = Object.keys(fields).filter((field) => !used.has(field));
    const declared = nearest(name, unused);
    if (declared === null) continue;
    const isLabelled = plainWord(fields[declared]?.label ?? '') === plainWord(name);
    if (uses < 2 && !isLabelled) continue;
    const message = `nothing names "${declared}", and "${name}" is named and no field; did you mean "${name}"?`;
    return { path: ['pipelines', index, 'fields', declared], at: 'key', message, instead: name };
  }
  return null;
}

function fieldsInTexts({ templates, documents }: SalesProcess): string[] {
  return [...templates, ...documents].flatMap((one) => wordsOf(one).map(fieldIn));
}

/** Every text and every word of a value. */
function wordsWithin(value: unknown): Set<string> {
  const words = new Set<string>();
  const parts = [value];
  for (let part = parts.pop(); parts.length > 0 || part !== undefined; part = parts.pop()) {
    if (typeof part === 'string') words.add(part);
    if (typeof part !== 'object' || part === null) continue;
    for (const [word, inner] of Object.entries(part)) {
      words.add(word);
      if (inner !== undefined) parts.push(inner);
    }
  }
  return words;
}
