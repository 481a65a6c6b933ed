/** The text of docs/configuration.md, made from the catalogue of settings and what an empty environment reads as. Pure. */
import type { Setting } from '../../src/settings.ts';

const introduction = `# Configuration

<!-- Made by \`npm run docs\` from src/settings.ts and src/environment.ts. Do not edit: a test compares. -->

Scoville reads its settings from environment variables at the start. An empty variable counts as not set. A bad value ends the start:
the message names the variable, its value and what is allowed.

Rules, routing and escalation are not settings: they are files in \`RULES_DIR\` ([Write programmes](programmes.md)).
Values that cannot be set are [Limits](limits.md).`;

const closing = `## Examples

A production start behind a proxy with TLS, with your own stores:

\`\`\`sh
NODE_ENV=production PUBLIC_URL=https://scoville.example.com TRUST_PROXY=1 \\
REDIS_URL=rediss://redis.internal:6379 DATABASE_URL=postgres://scoville:…@pg.internal/scoville npm start
\`\`\`

One more worker on another machine, with the same rules:

\`\`\`sh
ROLES=worker REDIS_URL=… DATABASE_URL=… WRITE_KEY=… SECRET_KEY=… API_TOKEN=… npm start
\`\`\`

[\`compose.yaml\`](../compose.yaml) runs Scoville with its own Redis and PostgreSQL. [Operate](operate.md) says what to watch.`;

/** `defaults` is what an environment without any variable reads as. */
export function configurationPage(
  settings: Readonly<Record<string, Setting>>,
  defaults: Readonly<Record<string, unknown>>,
): string {
  const rows = Object.entries(settings);
  const groups = Map.groupBy(rows, ([, { group }]) => group);
  const tables = [...groups].map(([group, own]) =>
    [
      `## ${group}`,
      '',
      '| Variable | Default | Unit or form | Meaning |',
      '| --- | --- | --- | --- |',
      ...own.map(
        ([name, { meaning, unit = '', unset }]) =>
          `| \`${name}\` | ${unset ?? `\`${String(defaults[name])}\``} | ${unit} | ${meaning} |`,
      ),
    ].join('\n'),
  );
  return `${[introduction, ...tables, closing].join('\n\n')}\n`;
}
