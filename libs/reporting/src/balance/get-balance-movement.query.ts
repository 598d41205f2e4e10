import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#platform';
import { balanceMovement, type BalanceMovement, type BalanceRequest } from './balance-movement.js';

/** How available and pending moved between two days, exact to the moment. */
export class GetBalanceMovement extends Query<BalanceMovement> {
  constructor(readonly request: BalanceRequest) {
    super();
  }
}

@QueryHandler(GetBalanceMovement)
export class GetBalanceMovementHandler implements IQueryHandler<GetBalanceMovement> {
  constructor(private readonly database: Database) {}

  execute({ request }: GetBalanceMovement): Promise<BalanceMovement> {
    return balanceMovement((text, values) => this.database.query(text, values), request);
  }
}
