import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { findSubscribers } from './outbox/find-subscribers.js';
import { Relay } from './outbox/relay.js';
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
    await this.relay.start(findSubscribers(this.discovery));
  }

  /** Takes nothing new and waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all([this.relay.stop(), this.jobs.stop()]);
  }
}
