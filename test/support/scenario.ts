/** A record walked along its pipeline under a virtual clock: what a test says is what a person would do. */
import {
  begin,
  type Flow,
  type FlowState,
  type Mover,
  move,
  moveDue,
  refill,
} from '../../src/sales/workflow/flow.core.ts';
import type { FlowEffect } from '../../src/sales/workflow/flow-effects.ts';

const manager: Mover = { lanes: [], isManager: true };

export class Scenario {
  readonly flow: Flow;
  nowMs: number;
  state: FlowState;
  /** All that was set off so far, in order. */
  readonly effects: FlowEffect[];

  constructor(flow: Flow, start: string, fields: Record<string, unknown> = {}) {
    this.flow = flow;
    this.nowMs = Date.parse(start);
    const first = begin(flow, this.nowMs, fields);
    this.state = first.state;
    this.effects = [...first.effects];
  }

  get stage(): string {
    return this.state.stage;
  }

  /** Moves as a manager would, or as somebody of a lane. */
  to(stage: string, how: { when?: string; reason?: string; lane?: string } = {}): this {
    const mover = how.lane === undefined ? manager : { lanes: [how.lane], isManager: false };
    const step = move(
      this.flow,
      this.state,
      { to: stage, when: how.when, reason: how.reason },
      mover,
      this.nowMs,
    );
    this.state = step.state;
    this.effects.push(...step.effects);
    return this;
  }

  fill(fields: Record<string, unknown>): this {
    this.state = refill(this.flow, this.state, fields);
    return this;
  }

  /** Lets the clock run to a moment, and act. */
  at(time: string | number): this {
    this.nowMs = typeof time === 'number' ? time : Date.parse(time);
    const step = moveDue(this.flow, this.state, this.nowMs);
    this.state = step.state;
    this.effects.push(...step.effects);
    return this;
  }

  /** What was set off of one kind. */
  all<Do extends FlowEffect['do']>(what: Do): Extract<FlowEffect, { do: Do }>[] {
    return this.effects.filter((effect) => effect.do === what) as Extract<FlowEffect, { do: Do }>[];
  }
}
