/** The text that a start prints to the terminal: addresses, secrets, and a first command to try. */
import { curlLine, snippetLine } from './snippet-line.ts';

interface BannerContent {
  baseUrl: string;
  writeKey: string;
  secretKey: string;
  apiToken: string;
  adminEmail: string;
  adminPassword: string;
  /** Whether this is the demo, which has a shop. */
  hasShop: boolean;
  roles: readonly string[];
  stores: string;
  dataDir: string;
  programmes: readonly string[];
  warnings: readonly string[];
}

/** Returns the banner. Secrets are in it on purpose: it is for the terminal, never for the log. */
export function banner(content: BannerContent): string {
  const { baseUrl, writeKey } = content;
  const lines = [
    '',
    `  Scoville is up: ${baseUrl}`,
    '',
    `  Console     ${baseUrl}/  log in as ${content.adminEmail}, password ${content.adminPassword}`,
    ...(content.hasShop
      ? [`  Shop        ${baseUrl}/shop  click about, and see your own chilies in the console`]
      : []),
    `  Public key  ${writeKey}`,
    `  Secret key  ${content.secretKey}`,
    `  API token   ${content.apiToken}`,
    `  Snippet     ${snippetLine(baseUrl, writeKey)}`,
    `  Try it      ${curlLine(baseUrl, writeKey)}`,
    '',
    `  Programmes  ${content.programmes.join(', ')}`,
    `  Stores      ${content.stores}`,
    `  Data        ${content.dataDir}`,
    `  Roles       ${content.roles.join(', ')}`,
    ...content.warnings.map((warning) => `  Warning     ${warning}`),
    '',
    '  Ctrl-C stops it; the data stay.',
    '',
  ];
  return lines.join('\n');
}
