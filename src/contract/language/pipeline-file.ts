/** Reading a file of `rules/pipelines/`. */
import { type SellingSystem, sellingSystemSchema } from './pipeline-definition.ts';
import { pipelineErrors } from './pipeline-lint.ts';
import { type FileKind, type Reading, readYaml } from './yaml-file.ts';

const kind: FileKind<SellingSystem> = {
  what: 'the selling system',
  schema: sellingSystemSchema,
  incoherences: pipelineErrors,
};

/** Reads one selling system. Never throws: whatever is wrong comes back as errors, in the order of the text. */
export function readSellingSystem(file: string, text: string): Reading<SellingSystem> {
  return readYaml(kind, file, text);
}
