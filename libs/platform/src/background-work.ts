import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Relay } from './outbox/relay.js';
import { SUBSCRIBER_METADATA, type Subscriber } from './outbox/subscriber.js';
import { JobWorkers } from './queue/job-workers.js';

/** What a worker process does and an api process does not: the outbox is relayed and jobs are run. */
@Injectable()
export class BackgroundWork {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly relay: Relay,
    private readonly jobs: JobWorkers,
  ) {}

  async start(): Promise<void> {
    await this.jobs.start();
    await this.relay.start(this.subscribers());
  }

  /** Takes nothing new and waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all([this.relay.stop(), this.jobs.stop()]);
  }

  private subscribers(): Subscriber[] {
    const found = this.discovery
      .getProviders()
      .filter(({ metatype }) => metatype && Reflect.getMetadata(SUBSCRIBER_METADATA, metatype) === true)
      .map(({ instance }) => instance as Subscriber);
    return [...new Set(found)];
  }
}
