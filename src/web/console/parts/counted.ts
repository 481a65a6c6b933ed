/** A number and its word: "1 lead", "1,200 leads", "2 people". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}
