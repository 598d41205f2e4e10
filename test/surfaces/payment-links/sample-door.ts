import { Body, Controller, Get, Module, Param, Post, SetMetadata } from '@nestjs/common';
import { Caller, Operation, type Door } from '#platform';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { exampleAnswer, SampleError } from '../../support/dialect.js';

/** Whom the sample door has let in, latest last. */
export const callers: object[] = [];
const says = (sentence: unknown): MethodDecorator => SetMetadata('payment-links:message', sentence);
export const LIST = exampleAnswer('payment-links', 'listPaymentLinks');
const CREATED = exampleAnswer('payment-links', 'createPaymentLink');
const READ = exampleAnswer('payment-links', 'getPaymentLinkBySlug');

/** Three operations of the contract that answer with its examples. */
@Controller('payment-links')
class LinksController {
  @Get()
  @Operation('listPaymentLinks')
  @says(LIST['message'])
  list(@Caller() caller: object): unknown {
    callers.push(caller);
    return LIST['data'];
  }

  @Post('create')
  @Operation('createPaymentLink')
  @says(CREATED['message'])
  create(@Body() body: { amount: number }): unknown {
    return { ...(CREATED['data'] as object), amount: body.amount };
  }

  @Get(':idOrSlug')
  @Operation('getPaymentLinkBySlug')
  @says(READ['message'])
  read(@Param('idOrSlug') slug: string): unknown {
    if (slug === 'pay_fault') throw new Error('connection string of the database');
    if (!slug.startsWith('pay_')) throw new SampleError('not_found', 'payment_not_found');
    return READ['data'];
  }
}

const ofTheDoor = (what: 'providers' | 'exports'): [] => Reflect.getMetadata(what, paymentLinksDoor.module) as [];

@Module({ providers: ofTheDoor('providers'), exports: ofTheDoor('exports'), controllers: [LinksController] })
class LinksModule {}

/** The door with operations that do nothing, to try what is before them. */
export const sampleDoor: Door = { ...paymentLinksDoor, module: LinksModule };
