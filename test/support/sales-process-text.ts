/** Texts of small sales processes for tests of their lint. */
import { errorInWords, readSalesProcess } from '../../src/contract/language/language.ts';

/** A process of one pipeline with two stages, New and Done; what is given stands in New, or instead of both stages. */
export const processWith = ({
  inNew = 'next: [Done]',
  stages = '',
  templates = '',
  fields = '',
  more = '',
  lanes = '[Sales, Customer]',
}) => `
process: example
name: Example
timeZone: UTC
lanes: ${lanes}
${templates}
pipelines:
  - pipeline: lead
    name: Leads
    of: lead
    fields:
      budget: { label: Budget, type: money }
      on: { label: On, type: date }
      ${fields}
    stages:
${stages === '' ? `      - { stage: New, ${inNew} }\n      - { stage: Done, ends: done }` : stages}
${more}
`;

/** The errors of such a process, in words. */
export const errorsOf = (given: Parameters<typeof processWith>[0]) => {
  const reading = readSalesProcess('example.yaml', processWith(given));
  return reading.ok ? [] : reading.errors.map(errorInWords);
};
