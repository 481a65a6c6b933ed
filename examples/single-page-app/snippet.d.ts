/** What the snippet puts on the page, as far as the app calls it. */
declare const scoville: { push(call: [name: string, ...values: unknown[]]): void };
