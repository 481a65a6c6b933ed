/** The text of docs/decisions/README.md, made from the decision records: number, title, date, status. Pure. */

export interface DecisionFile {
  /** Of the folder of decisions: `0003-identity.md`. */
  name: string;
  text: string;
}

const introduction = `# Decisions

<!-- Made by \`npm run docs\` from the files beside this one. Do not edit: a test compares. -->

One page for each decision that had alternatives: context, decision, consequences. A record is not rewritten. A later one that replaces it
says so, and the former gets a line \`**Superseded by** 0017.\` below its title.`;

export function decisionsPage(files: readonly DecisionFile[]): string {
  const rows = files.map(({ name, text }) => {
    const [, number, title] = /^# (\d+)\. (.+)$/m.exec(text) ?? [];
    if (number === undefined || title === undefined)
      throw new Error(`docs/decisions/${name}: the first line is no title such as "# 3. Identity"`);
    if (Number(number) !== Number(name.slice(0, 4)))
      throw new Error(`docs/decisions/${name}: its title has the number ${number}`);
    const decided = /^\*\*Decided\*\* (\d{4}-\d{2}-\d{2})/m.exec(text)?.[1] ?? '';
    const successor = /^\*\*Superseded by\*\* (\d{4})/m.exec(text)?.[1];
    const status = successor === undefined ? 'accepted' : `superseded by ${successor}`;
    return `| ${number} | [${title}](${name}) | ${status} | ${decided} |`;
  });
  return `${[introduction, ['| No. | Decision | Status | Decided |', '| --- | --- | --- | --- |', ...rows].join('\n')].join('\n\n')}\n`;
}
