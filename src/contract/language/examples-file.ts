/** The reader of examples files. */
import { limits } from '../../base/kernel/kernel.ts';
import { type Examples, eventCountOf, examplesSchema } from './examples.ts';
import { type FileKind, type Reading, readYaml } from './yaml-file.ts';

const kind: FileKind<Examples> = {
  what: 'the examples',
  schema: examplesSchema,
  // Each has an event at least.
  itemsMax: limits.examplesEventsMax,
  incoherences: () => [],
};

/**
 * Reads the examples of one programme. Never throws: all errors are returned, in the order of the text. Examples of another
 * programme are an error: a misspelt `programme` would be no example without a word.
 */
export function readExamples(file: string, text: string, programme: string): Reading<Examples> {
  const ofProgramme: FileKind<Examples> = {
    ...kind,
    incoherences: ({ programme: found, examples }) => [
      ...(found === programme
        ? []
        : [
            {
              path: ['programme'],
              message: `"${found}" is not the programme of the text beside it; expected "${programme}"`,
            },
          ]),
      ...tooManyEvents(examples),
    ],
  };
  return readYaml(ofProgramme, file, text);
}

/** Where the events of all examples together become too many: at the example that passes the limit. */
function tooManyEvents(examples: Examples['examples']): { path: (string | number)[]; message: string }[] {
  let events = 0;
  const index = examples.findIndex(({ steps }) => {
    events += eventCountOf(steps);
    return events > limits.examplesEventsMax;
  });
  if (index === -1) return [];
  const message = `with this example they are ${events} events; at most ${limits.examplesEventsMax} in a file, so shorten "times" or remove steps`;
  return [{ path: ['examples', index, 'steps'], message }];
}
