import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '../queue/job-handler.js';
import { jobType } from '../queue/job-type.js';
import { SealedFiles } from './sealed-files.service.js';

export const REMOVE_LOOSE_FILES = jobType<object>('maintenance', 'remove-loose-files');

const EVERY_MS = 10 * 60 * 1000;

/** Removes the files that a crash or an outage left without a record. */
@Injectable()
@HandlesJob(REMOVE_LOOSE_FILES, { everyMs: EVERY_MS })
export class RemoveLooseFilesJob implements JobHandler<object> {
  constructor(private readonly files: SealedFiles) {}

  async run(): Promise<void> {
    await this.files.removeLoose();
  }
}
