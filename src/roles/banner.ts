/** What a start prints for the person at the terminal: where to look, what to paste, what to try. */
import { curlLine, snippetLine } from './snippet-line.ts';

interface Facts {
  baseUrl: string;
  writeKey: string;
  apiToken: string;
  adminEmail: string;
  adminPassword: string;
  roles: readonly string[];
  stores: string;
  dataDir: string;
  programmes: readonly string[];
  warnings: readonly string[];
}

/** The banner as lines. Secrets are in it on purpose: it is for the terminal, never for the log. */
export function banner(facts: Facts): string {
  const { baseUrl, writeKey } = facts;
  const lines = [
    '',
    `  Scoville is up: ${baseUrl}`,
    '',
    `  Console     ${baseUrl}/  log in as ${facts.adminEmail}, password ${facts.adminPassword}`,
    `  Write key   ${writeKey}`,
    `  API token   ${facts.apiToken}`,
    `  Snippet     ${snippetLine(baseUrl, writeKey)}`,
    `  Try it      ${curlLine(baseUrl, writeKey)}`,
    '',
    `  Programmes  ${facts.programmes.join(', ')}`,
    `  Stores      ${facts.stores}`,
    `  Data        ${facts.dataDir}`,
    `  Roles       ${facts.roles.join(', ')}`,
    ...facts.warnings.map((warning) => `  Warning     ${warning}`),
    '',
    '  Ctrl-C stops it; the data stay.',
    '',
  ];
  return lines.join('\n');
}
