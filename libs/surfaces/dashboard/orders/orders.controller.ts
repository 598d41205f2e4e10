import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CancelOrder, CreateOrder, GetOrder, ListOrders, ShipOrder } from '#billing';
import { Caller, Operation, resultOf, type DoorReply, type IdempotencyRequest } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { IdempotencyKey } from '../dialect/idempotency.js';
import type { Wire } from '../dialect/wire.js';
import { presentOrder, presentOrders, type AccompaniedOrders } from './orders.presenter.js';
import { newOrder, orderFilters, type ListOrdersQuery } from './orders.requests.js';

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listOrders')
  async list(@Caller() { tenant }: DashboardCaller, @Query() query: ListOrdersQuery): Promise<AccompaniedOrders> {
    return presentOrders(await this.queries.execute(new ListOrders(tenant, orderFilters(query), query)));
  }

  @Post()
  @Operation('createOrder')
  async create(
    @Caller() { tenant, userId: actorId }: DashboardCaller,
    @Body() body: Wire<'CreateOrderRequest'>,
    @IdempotencyKey('createOrder') idempotency: IdempotencyRequest | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<Wire<'Order'>> {
    const once = await this.commands.execute(new CreateOrder({ ...newOrder(tenant, body), actorId }, idempotency));
    return presentOrder(resultOf(once, reply));
  }

  @Get(':orderId')
  @Operation('getOrder')
  async get(@Caller() { tenant }: DashboardCaller, @Param('orderId') orderId: string): Promise<Wire<'Order'>> {
    return presentOrder(await this.queries.execute(new GetOrder(tenant, orderId)));
  }

  @Patch(':orderId')
  @Operation('updateOrder')
  async update(
    @Caller() { tenant, userId }: DashboardCaller,
    @Param('orderId') orderId: string,
    @Body() { status }: Wire<'UpdateOrderRequest'>,
  ): Promise<Wire<'Order'>> {
    const MoveOrder = status === 'shipped' ? ShipOrder : CancelOrder;
    return presentOrder(await this.commands.execute(new MoveOrder(tenant, orderId, userId)));
  }
}
