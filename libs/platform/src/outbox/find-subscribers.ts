import type { DiscoveryService } from '@nestjs/core';
import { SUBSCRIBER_METADATA, type Subscriber } from './subscriber.js';

/** Every provider of this process that is marked as a subscriber, once. */
export function findSubscribers(discovery: DiscoveryService): Subscriber[] {
  const found = discovery
    .getProviders()
    .filter(({ metatype }) => metatype && Reflect.getMetadata(SUBSCRIBER_METADATA, metatype) === true)
    .map(({ instance }) => instance as Subscriber);
  return [...new Set(found)];
}
