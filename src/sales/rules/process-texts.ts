/** Sales processes as texts: each process is one, and its records in flight may move with it. */
import {
  type FileError,
  processInWords,
  readSalesProcess,
  readStoredProcess,
} from '../../contract/language/language.ts';
import { latestTexts, processVersions, type Store, versionsOf } from '../store/store.ts';
import { publishProcess } from '../workflow/workflow.ts';
import type { RuleTexts } from './text-kind.ts';

export function processKinds({ pool, now }: Store): RuleTexts {
  return {
    latest: () => latestTexts(pool, processVersions),
    titleOf: (rule, text) => {
      const reading = readStoredProcess(rule, text);
      return reading.ok ? reading.value.name : rule;
    },
    of: (rule) => ({
      versions: () => versionsOf(pool, processVersions, rule),
      errorsOf: async (text) => {
        const reading = readSalesProcess(rule, text);
        if (!reading.ok) return reading.errors;
        return reading.value.process === rule ? [] : [errorOfName(rule, reading.value.process, text)];
      },
      warningsOf: (text) => {
        const reading = readSalesProcess(rule, text);
        return reading.ok ? reading.warnings : [];
      },
      wordsOf: (text) => {
        const reading = readStoredProcess(rule, text);
        return reading.ok ? processInWords(reading.value) : [];
      },
      publish: async (publication) => {
        const { version, isNew, migrated } = await publishProcess(
          pool,
          { file: rule, ...publication },
          now(),
        );
        return { number: version, isNew, migrated };
      },
    }),
  };
}

/** A text of another process could not be published at this address. */
function errorOfName(rule: string, process: string, text: string): FileError {
  const line = text.split('\n').findIndex((one) => /^["']?process["']?\s*:/.test(one)) + 1;
  const message = `process: "${process}" is another process; expected "${rule}"`;
  return { file: rule, line: Math.max(1, line), column: 1, message };
}
