/** The reader of examples files. */
import { type Examples, examplesSchema } from './examples.ts';
import { type FileKind, type Reading, readYaml } from './yaml-file.ts';

const kind: FileKind<Examples> = {
  what: 'the examples',
  schema: examplesSchema,
  incoherences: () => [],
};

/**
 * Reads the examples of one programme. Never throws: all errors are returned, in the order of the text. Examples of another
 * programme are an error: a misspelt `programme` would be no example without a word.
 */
export function readExamples(file: string, text: string, programme: string): Reading<Examples> {
  const ofProgramme: FileKind<Examples> = {
    ...kind,
    incoherences: ({ programme: found }) =>
      found === programme
        ? []
        : [
            {
              path: ['programme'],
              message: `"${found}" is not the programme of the text beside it; expected "${programme}"`,
            },
          ],
  };
  return readYaml(ofProgramme, file, text);
}
