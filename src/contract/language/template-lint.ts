/** Errors of mail templates and documents: unknown words, and a mail that speaks of an attachment it does not have. */
import type { Incoherence } from './coherence.ts';
import type { DocumentTemplate, MailTemplate, SalesProcess } from './sales-process.ts';
import { fieldIn, fieldsOf, wordsOf } from './template-words.ts';
import { listed } from './words.ts';

/** Words of a template besides fields. */
export const templateWordsKnown = [
  'person.name',
  'person.email',
  'person.company',
  'record.id',
  'record.name',
  'record.amount',
  'record.stage',
  'owner',
  'today',
] as const;
export type TemplateWord = (typeof templateWordsKnown)[number];

/** How a mail says that something comes with it. */
const saysAttached = /\b(?:attach(?:ed|es|ing|ments?)?|enclos(?:ed|es|ing|ures?))\b/i;

/** Returns the errors of templates and documents that no single value shows. */
export function templateErrors(process: SalesProcess): Incoherence[] {
  const errors: Incoherence[] = [];
  const documents = new Set(process.documents.map(({ document }) => document));
  const files = attachmentFields(process);
  process.templates.forEach((template, index) => {
    const path = ['templates', index];
    errors.push(...wordErrors(process, template, [...path, 'text']));
    template.attach.forEach((name, index) => {
      if (documents.has(name) || files.has(name)) return;
      errors.push({
        path: [...path, 'attach', index],
        message: `"${name}" is neither a document nor a field of type "attachment"; expected ${
          documents.size + files.size === 0 ? 'one to be there' : listed([...documents, ...files])
        }`,
      });
    });
    const said = saysAttached.exec(`${template.subject}\n${template.text}`)?.[0];
    if (said !== undefined && template.attach.length === 0)
      errors.push({
        path: [...path, 'text'],
        message: `the mail says "${said}" and attaches nothing; name a document or a field of type "attachment" in "attach", or say it otherwise`,
      });
  });
  process.documents.forEach((document, index) => {
    errors.push(...wordErrors(process, document, ['documents', index, 'text']));
  });
  return errors;
}

function wordErrors(
  process: SalesProcess,
  template: MailTemplate | DocumentTemplate,
  path: PropertyKey[],
): Incoherence[] {
  const files = attachmentFields(process);
  return wordsOf(template).flatMap((word) => {
    if (files.has(fieldIn(word)))
      return [{ path, message: `"{{${word}}}" is a file; name it in "attach" of a mail instead` }];
    if (templateWordsKnown.some((known) => known === word) || fieldsOf(process).includes(fieldIn(word)))
      return [];
    return [
      {
        path,
        ...(fieldIn(word) !== '' && { missingField: fieldIn(word) }),
        message: `"{{${word}}}" is no word of a template; expected ${templateWordsKnown.join(', ')} or a field such as fields.${fieldsOf(process)[0] ?? 'budget'}`,
      },
    ];
  });
}

/** The fields of type `attachment` of all pipelines. */
function attachmentFields(process: SalesProcess): Set<string> {
  return new Set(
    process.pipelines.flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([name, { type }]) => (type === 'attachment' ? [name] : [])),
    ),
  );
}
