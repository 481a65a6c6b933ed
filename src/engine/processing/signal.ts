/** A signal that may ring before anyone waits: the ring is kept. */
export class Signal {
  #isRung = false;
  #reevaluate: (() => void) | null = null;

  ring(): void {
    this.#isRung = true;
    this.#reevaluate?.();
  }

  /** Takes a ring kept since the last one; returns whether there was one. */
  take(): boolean {
    const wasRung = this.#isRung;
    this.#isRung = false;
    return wasRung;
  }

  /** Waits until the time is up or it rings; the ring is kept for the next take. */
  async pause(ms: number): Promise<void> {
    if (await this.wait(ms)) this.#isRung = true;
  }

  /** Waits for a ring or until the time is up; returns whether it rang. */
  async wait(ms: number): Promise<boolean> {
    if (!this.#isRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#reevaluate = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#reevaluate = null;
    }
    return this.take();
  }
}
