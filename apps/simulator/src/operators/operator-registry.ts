import { Injectable, NotFoundException } from '@nestjs/common';
import type { OperatorPort } from './operator.port.js';

/** Each operator's module enters its operator when the application starts. */
@Injectable()
export class OperatorRegistry {
  private readonly operators = new Map<string, OperatorPort>();

  register(operator: OperatorPort): void {
    this.operators.set(operator.id, operator);
  }

  /** @throws NotFoundException for an id that no operator has. */
  get(id: string): OperatorPort {
    const operator = this.operators.get(id);
    if (!operator) throw new NotFoundException(`There is no operator "${id}".`);
    return operator;
  }

  all(): OperatorPort[] {
    return [...this.operators.values()];
  }
}
