/**
 * A field that its declaration misspells: one error there, in place of one at each use that would recommend the slip. Where one use
 * alone speaks against the declaration, either may be wrong, and the error says so.
 */
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
  const unsure = new Map<string, string>();
  // Each is compared with every field; nobody sees the errors of more.
  for (const name of [...new Set(missing)].slice(0, limits.fileErrorsMax)) {
    const uses = missing.filter((one) => one === name).length;
    const slip = slipFor(process, name, { used, uses });
    if (slip === null) continue;
    if ('declared' in slip) unsure.set(name, slip.declared);
    else {
      slips.push(slip);
      shown.add(name);
    }
  }
  const others = errors.filter(({ missingField }) => !shown.has(missingField ?? ''));
  return [...others.map((error) => eitherWay(error, unsure.get(error.missingField ?? ''))), ...slips];
}

/** The error of a use, which says that the field itself may be what is misspelt. */
function eitherWay(error: Incoherence, declared: string | undefined): Incoherence {
  if (declared === undefined) return error;
  const other = `Nothing else names the field "${declared}": where that is the misspelt one, correct it instead`;
  return { ...error, message: `${error.message} ${other}` };
}

/**
 * The error of a declared field that a missing one was meant by: two uses, or its label, show which of them is right. The field alone
 * where nothing does.
 */
function slipFor(
  { pipelines }: SalesProcess,
  name: string,
  { used, uses }: { used: ReadonlySet<string>; uses: number },
): Incoherence | { declared: string } | null {
  for (const [index, { fields }] of pipelines.entries()) {
    const unused = Object.keys(fields).filter((field) => !used.has(field));
    const declared = nearest(name, unused);
    if (declared === null) continue;
    const label = plainWord(fields[declared]?.label ?? '');
    // Its label says that the field is spelt as it is meant.
    if (uses < 2 && label === plainWord(declared)) continue;
    if (uses < 2 && label !== plainWord(name)) return { declared };
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
