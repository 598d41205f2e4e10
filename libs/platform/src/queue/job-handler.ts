import { SetMetadata } from '@nestjs/common';
import type { JobType } from './job-type.js';

/** Does one kind of job. A job may run twice (a worker died in the middle of it): it must be safe to repeat. */
export interface JobHandler<Data extends object> {
  run(data: Data): Promise<void>;
  /** The worker is about to end: what would take long gives up at once and is done again by another worker. */
  interrupt?(): void;
}

export interface JobRegistration {
  readonly type: JobType<object>;
  /** Runs by itself at this interval, once per interval however many workers there are. */
  readonly everyMs?: number;
}

export const JOB_METADATA = 'platform:job';

/** Names the kind of job that a provider does; the worker finds it by this mark and refuses two for one kind. */
export const HandlesJob = (type: JobType<object>, options: { everyMs?: number } = {}): ClassDecorator =>
  SetMetadata(JOB_METADATA, { type, ...options } satisfies JobRegistration);
