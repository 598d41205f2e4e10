import { Module } from '@nestjs/common';
import { BooksService } from './books/books.service.js';
import { CallbackDeliveryService } from './callbacks/callback-delivery.service.js';
import { CallbacksService } from './callbacks/callbacks.service.js';
import { FaultsService } from './faults/faults.service.js';
import { OperatorRegistry } from './operators/operator-registry.js';
import { SimulatedClock } from './state/simulated-clock.js';
import { StateStore } from './state/state-store.js';
import { IntakeService } from './transactions/intake.service.js';
import { OutcomeOverridesService } from './transactions/outcome-overrides.service.js';
import { TransactionsService } from './transactions/transactions.service.js';

const ENGINE = [
  StateStore,
  SimulatedClock,
  BooksService,
  FaultsService,
  OperatorRegistry,
  CallbackDeliveryService,
  CallbacksService,
  OutcomeOverridesService,
  TransactionsService,
  IntakeService,
];

/** What every operator's module builds on. The settings come from SimulatorModule, which provides them everywhere. */
@Module({ providers: ENGINE, exports: ENGINE })
export class EngineModule {}
