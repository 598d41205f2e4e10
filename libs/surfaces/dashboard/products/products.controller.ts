import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CreateProduct, ListProducts } from '#billing';
import { Money } from '#kernel';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import type { PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';
import { presentProduct, presentProducts } from './products.presenter.js';

@Controller('products')
export class ProductsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listProducts')
  async list(@Caller() { tenant }: DashboardCaller, @Query() query: PageQuery): Promise<Wire<'ProductList'>> {
    return presentProducts(await this.queries.execute(new ListProducts(tenant, query)));
  }

  @Post()
  @Operation('createProduct')
  async create(
    @Caller() { organizationId, userId }: DashboardCaller,
    @Body() { name, description, price, currency, vatRate }: Wire<'CreateProductRequest'>,
  ): Promise<Wire<'Product'>> {
    const details = { name, description: description ?? null, price: Money.of(price, currency, 'price'), vatRate };
    return presentProduct(await this.commands.execute(new CreateProduct(organizationId, details, userId)));
  }
}
