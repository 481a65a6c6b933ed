/** The pages of docs/, the types of the client and the files of ops/, which are made of code: `npm run docs` writes them, a test compares them. */
import { readEnvironment } from '../../src/environment.ts';
import { settings } from '../../src/settings.ts';
import { referencePages } from '../support/reference-pages.ts';
import { filePaths, textOf } from '../support/source-text.ts';
import { apiPage } from './api-page.core.ts';
import { clientTypes } from './client-types.ts';
import { commandLinePage } from './command-line-page.core.ts';
import { configurationPage } from './configuration-page.core.ts';
import { decisionsPage } from './decisions-page.core.ts';
import { docsOfConsole } from './openapi.ts';
import { alertCases } from './watching/alert-cases.ts';
import { dashboardJson } from './watching/dashboards/dashboard.core.ts';
import { dashboards } from './watching/dashboards/dashboards.ts';
import { rulesFile, rulesTestFile } from './watching/rules-file.core.ts';
import { runbooksPage } from './watching/runbooks-page.core.ts';

export interface MadePage {
  /** From the top folder of the repository. */
  filePath: string;
  text(): string | Promise<string>;
}

const decisions = () =>
  filePaths
    .map((filePath) => /^docs\/decisions\/(\d{4}-.+\.md)$/.exec(filePath)?.[1])
    .filter((name) => name !== undefined)
    .sort()
    .map((name) => ({ name, text: textOf(`docs/decisions/${name}`) }));

export const madePages: readonly MadePage[] = [
  ...Object.entries(referencePages).map(([filePath, text]) => ({ filePath, text })),
  { filePath: 'docs/api.md', text: async () => apiPage((await docsOfConsole()).openapi) },
  { filePath: 'clients/typescript/schema.d.ts', text: clientTypes },
  { filePath: 'docs/configuration.md', text: () => configurationPage(settings, readEnvironment({})) },
  { filePath: 'docs/command-line.md', text: commandLinePage },
  { filePath: 'docs/runbooks.md', text: runbooksPage },
  { filePath: 'ops/prometheus/scoville.rules.yaml', text: rulesFile },
  { filePath: 'ops/prometheus/scoville.test.yaml', text: () => rulesTestFile(alertCases, '1m') },
  { filePath: 'ops/prometheus/scoville-week.test.yaml', text: () => rulesTestFile(alertCases, '10m') },
  ...dashboards.map((dashboard) => ({
    filePath: `ops/grafana/${dashboard.id}.json`,
    text: () => dashboardJson(dashboard),
  })),
  { filePath: 'docs/decisions/README.md', text: () => decisionsPage(decisions()) },
];
