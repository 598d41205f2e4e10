import type { ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PayerWatch, type Watched } from '#payments';
import { RequestRefused, type DoorReply } from '#platform';

const HEARTBEAT_MS = 15_000;
/** Browsers open another one by themselves: none holds its place for ever, and none outlives its process by much. */
const LIFE_MS = 5 * 60_000;
const RECONNECT_MS = 3000;
const STREAMS_MAX = 2000;
const STREAMS_PER_LINK_MAX = 200;
const RETRY_AFTER_SECONDS = 30;

const ALIVE = ':\n\n';
const eventOf = (state: string): string => `event: state\ndata: ${state}\n\n`;

/** Server-sent events for payers that wait. One that finds no room asks now and then instead. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly ends = new Set<() => void>();
  private readonly openOf = new Map<string, number>();
  private closing = false;

  constructor(private readonly watch: PayerWatch) {}

  /**
   * Answers with a stream that says how things stand, and ends when they stand otherwise. `newsOf` is asked for the word
   * then, and now and then before: for payments that is when the operator is asked, though no callback comes. `watched`
   * is null for what has come to its end already.
   */
  open(
    reply: DoorReply,
    slug: string,
    watched: Watched | null,
    state: string,
    newsOf: () => Promise<string> | string,
  ): void {
    this.requireRoom(slug);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      // Proxies that compress or collect answers would keep the events to themselves.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      // One that is kept for later calls would keep a door from closing for as long.
      connection: 'close',
    });
    raw.write(`retry: ${RECONNECT_MS}\n\n${eventOf(state)}`);
    if (watched) this.follow(raw, slug, watched, newsOf);
    else raw.end();
  }

  /** A stream that stays open keeps the door from closing. */
  onModuleDestroy(): void {
    this.closing = true;
    for (const end of [...this.ends]) end();
  }

  private follow(raw: ServerResponse, slug: string, watched: Watched, newsOf: () => Promise<string> | string): void {
    const end = (): void => {
      if (!this.ends.delete(end)) return;
      unwatch();
      clearInterval(heartbeat);
      clearTimeout(life);
      this.count(slug, -1);
      raw.end();
    };
    // Whoever hears nothing asks again.
    const ask = async (): Promise<string> => {
      try {
        return eventOf(await newsOf());
      } catch {
        return ALIVE;
      }
    };
    const tellEnd = async (): Promise<void> => {
      const news = await ask();
      if (this.ends.has(end)) raw.write(news);
      end();
    };
    const unwatch = this.watch.watch(watched, () => void tellEnd());
    const heartbeat = setInterval(() => {
      raw.write(ALIVE);
      void ask();
    }, HEARTBEAT_MS);
    const life = setTimeout(end, LIFE_MS);
    this.ends.add(end);
    this.count(slug, 1);
    raw.on('close', end);
  }

  private requireRoom(slug: string): void {
    const isFull = this.ends.size >= STREAMS_MAX || (this.openOf.get(slug) ?? 0) >= STREAMS_PER_LINK_MAX;
    if (!isFull && !this.closing) return;
    const resetAt = Math.ceil(Date.now() / 1000) + RETRY_AFTER_SECONDS;
    throw new RequestRefused({ problem: 'rate_limited', retryAfterSeconds: RETRY_AFTER_SECONDS, resetAt });
  }

  private count(slug: string, by: 1 | -1): void {
    const open = (this.openOf.get(slug) ?? 0) + by;
    if (open > 0) this.openOf.set(slug, open);
    else this.openOf.delete(slug);
  }
}
