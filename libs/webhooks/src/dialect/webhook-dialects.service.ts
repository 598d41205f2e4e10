import { Inject, Injectable } from '@nestjs/common';
import { WEBHOOK_DIALECTS, type WebhookDialect } from './webhook-dialect.port.js';

/** The dialects of the doors of this deployment, by name and by what they listen to. */
@Injectable()
export class WebhookDialects {
  readonly eventTypes: readonly string[];
  private readonly byName: ReadonlyMap<string, WebhookDialect>;

  constructor(@Inject(WEBHOOK_DIALECTS) private readonly dialects: readonly WebhookDialect[]) {
    this.byName = new Map(dialects.map((dialect) => [dialect.name, dialect]));
    if (this.byName.size < dialects.length) throw new Error('Two webhook dialects have the same name');
    this.eventTypes = [...new Set(dialects.flatMap((dialect) => dialect.eventTypes))];
  }

  /** Throws for a name that no door of this deployment has given: endpoints of a door that was removed. */
  named(name: string): WebhookDialect {
    const dialect = this.byName.get(name);
    if (!dialect) throw new Error(`No door words webhooks as ${name}`);
    return dialect;
  }

  listeningTo(eventType: string): readonly WebhookDialect[] {
    return this.dialects.filter((dialect) => dialect.eventTypes.includes(eventType));
  }
}
