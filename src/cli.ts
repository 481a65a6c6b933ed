/** The process of the command line: its output, its interrupts and its code. */
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { exitCodes, runCommandLine } from './commands/commands.ts';
import { readEnvironment } from './environment.ts';

// The reader of the output may have closed it.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: () => readEnvironment(),
  say: (line) => {
    process.stdout.write(`${line}\n`);
  },
  writeOut: async (bytes) => {
    for await (const chunk of bytes) if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  },
  complain: (line) => {
    process.stderr.write(`${line}\n`);
  },
  readIn: () => text(process.stdin),
  showProgress: (line) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
  },
  onInterrupt: (cancel) => {
    process.once('SIGINT', () => {
      void cancel().finally(() => process.exit(exitCodes.interrupted));
    });
  },
});
