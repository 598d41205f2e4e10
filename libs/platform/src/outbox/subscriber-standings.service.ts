import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Clock } from '#kernel';
import { Database } from '../database/database.js';
import { findSubscribers } from './find-subscribers.js';

/** Where a subscriber stands. */
export interface SubscriberStanding {
  readonly subscriber: string;
  /**
   * Age of the oldest event that it has not taken yet; zero when it has taken all. Counts events that a long transaction
   * keeps the relay from reading: that is just what an operator must see.
   */
  readonly lagSeconds: number;
  /** Events that it could not take and that wait for a person. */
  readonly parked: number;
  /** False for one that this version of the code no longer has: nobody serves it, and the outbox is kept for it. */
  readonly exists: boolean;
}

interface StandingRow {
  readonly subscriber: string;
  readonly waitingSince: Date | null;
  readonly parked: number;
}

const READ = `SELECT c.subscriber, next.occurred_at AS "waitingSince",
    (SELECT count(*)::int FROM outbox_parked p WHERE p.subscriber = c.subscriber) AS parked
  FROM outbox_checkpoints c
  LEFT JOIN LATERAL (
    SELECT e.occurred_at FROM outbox_events e
    WHERE (e.transaction_id, e.position) > (c.transaction_id, c.position)
    ORDER BY e.transaction_id, e.position LIMIT 1
  ) AS next ON true
  ORDER BY c.subscriber`;

/** What an operator wants to know about the outbox. */
@Injectable()
export class SubscriberStandings {
  constructor(
    private readonly database: Database,
    private readonly discovery: DiscoveryService,
    private readonly clock: Clock,
  ) {}

  /** One per subscriber that was ever registered, by name. Cheap: a look at the next event of each. */
  async read(): Promise<SubscriberStanding[]> {
    const rows = await this.database.query<StandingRow>(READ);
    const known = new Set(findSubscribers(this.discovery).map(({ name }) => name));
    // Events are dated by the clock of the deployment, which a sandbox may have moved: now() of the server would not do.
    const now = this.clock.now().getTime();
    return rows.map(({ subscriber, waitingSince, parked }) => ({
      subscriber,
      lagSeconds: waitingSince === null ? 0 : Math.max(0, (now - waitingSince.getTime()) / 1000),
      parked,
      exists: known.has(subscriber),
    }));
  }
}
