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

/** Server-sent events for payers that wait. One that finds no room asks now and then instead. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly ends = new Set<() => void>();
  private readonly openOf = new Map<string, number>();
  private closing = false;

  constructor(private readonly watch: PayerWatch) {}

  /**
   * Answers with a stream that says how things stand, and ends when they stand otherwise. `newsOf` is asked for the word
   * then. `watched` is null for what has come to its end already.
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
      'x-accel-buffering': 'no',
    });
    const tell = (news: string): void => void raw.write(`event: state\ndata: ${news}\n\n`);
    raw.write(`retry: ${RECONNECT_MS}\n\n`);
    tell(state);
    if (!watched) {
      raw.end();
      return;
    }
    const end = (): void => {
      if (!this.ends.delete(end)) return;
      unwatch();
      clearInterval(heartbeat);
      clearTimeout(life);
      this.count(slug, -1);
      raw.end();
    };
    const tellLast = async (): Promise<void> => {
      try {
        tell(await newsOf());
      } catch {
        // Whoever hears nothing asks again.
      }
      end();
    };
    const unwatch = this.watch.watch(watched, () => void tellLast());
    const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT_MS);
    const life = setTimeout(end, LIFE_MS);
    this.ends.add(end);
    this.count(slug, 1);
    raw.on('close', end);
  }

  /** A stream that stays open keeps the door from closing. */
  onModuleDestroy(): void {
    this.closing = true;
    for (const end of [...this.ends]) end();
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
