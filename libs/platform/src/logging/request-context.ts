import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known about the request, event or job under way. Follows it through every await. */
export interface RequestContext {
  readonly requestId: string;
  readonly ipAddress?: string;
  /** Somebody waits for the answer and is promised one soon. */
  readonly isAwaited?: boolean;
  organizationId?: string;
  userId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `act` so that everything it starts sees the context. Contexts nest: the inner one holds until `act` is done. */
export function withRequestContext<T>(context: RequestContext, act: () => T): T {
  return storage.run({ ...context }, act);
}

/** The context of the work under way, or undefined outside of any. */
export function currentRequestContext(): Readonly<RequestContext> | undefined {
  return storage.getStore();
}

export function currentRequestId(): string | null {
  return storage.getStore()?.requestId ?? null;
}

/**
 * Adds the caller, who is known only after the request has been authenticated, to the context that is already running.
 * Does nothing outside of one.
 */
export function identifyCaller(caller: { organizationId?: string; userId?: string }): void {
  const context = storage.getStore();
  if (context !== undefined) Object.assign(context, caller);
}
