/** The command line as a user types it, with settings instead of an environment; what it says is kept. */
import { runCommandLine } from '../../src/commands/commands.ts';
import { readEnvironment } from '../../src/environment.ts';

/** What a command ended with. */
export interface Ran {
  code: number;
  /** Its output, then its errors. */
  words: string;
}

export async function scoville(settings: Record<string, string>, ...line: string[]): Promise<Ran> {
  const said: string[] = [];
  const code = await runCommandLine(line, {
    environment: () => readEnvironment(settings),
    say: (text) => said.push(text),
    complain: (text) => said.push(text),
    writeOut: async () => {},
    showProgress: () => {},
    onInterrupt: () => {},
    readIn: async () => '',
  });
  return { code, words: said.join('\n') };
}
