/** What the bench is doing, on standard error; standard output holds results alone. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
