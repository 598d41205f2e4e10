import { PassThrough, type TransformCallback } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { CONFIG, Database, ObjectStorage, readingAtLength, type Config, type Read } from '#platform';
import { REPORT_FORMATS } from './format/report-formats.js';
import type { ReportExport } from './report-export.aggregate.js';
import { ReportDialects } from './report-dialects.service.js';
import type { ReportName, ReportRows } from './report-rows.js';
import type { ReportSource } from './report-source.js';
import { REPORT_SOURCES } from './report-sources.js';

/** More than that nobody prints. */
const PDF_ROWS_MAX = 5000;

export class RowLimitExceeded extends Error {}

export interface Progress {
  /** Told as rows are written; what it throws ends the production. */
  readonly report: (rows: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Makes the file of an export: from a snapshot of the database through the format into the object storage, a few hundred
 * rows at a time.
 */
@Injectable()
export class ReportProduction {
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly dialects: ReportDialects,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Safe to repeat: each attempt has a file of its own. Throws RowLimitExceeded. */
  produce(order: ReportExport, progress: Progress): Promise<{ rows: number; sizeBytes: number }> {
    return readingAtLength(() => this.database.snapshot((read) => this.write(order, order.report, read, progress)));
  }

  private async write<Name extends ReportName>(
    order: ReportExport,
    report: Name,
    read: Read,
    progress: Progress,
  ): Promise<{ rows: number; sizeBytes: number }> {
    const wording = this.dialects.wordingOf(order.dialect, report);
    const producedAt = this.clock.now();
    const source: ReportSource<ReportRows[Name]> = REPORT_SOURCES[report](read, order, producedAt);
    const limit = order.format === 'pdf' ? PDF_ROWS_MAX : this.config.exportRowsMax;
    if ((await source.count(limit)) > limit) throw new RowLimitExceeded();
    const end = new AbortController();
    const signal = AbortSignal.any([progress.signal, end.signal]);
    const watched = new WatchedRows(source.rows(), { ...progress, signal });
    const sink = new MeasuredSink();
    const format = REPORT_FORMATS[order.format];
    const document = { ...order, wording, producedAt, batches: watched, report: String(report) };
    const breaking = (error: Error): never => {
      sink.destroy(error);
      throw error;
    };
    const both = [
      this.storage.put(order.objectKey(), sink, { contentType: format.contentType }).catch(breaking),
      format.write(document, sink).catch(breaking),
    ];
    try {
      await Promise.all(both);
      return { rows: watched.rows, sizeBytes: sink.sizeBytes };
    } finally {
      // Nobody may ask the snapshot for rows once it is closed: its connection is somebody else's by then.
      end.abort();
      await Promise.allSettled(both);
    }
  }
}

/** Rows on their way, counted. */
class WatchedRows<Row> implements AsyncIterable<readonly Row[]> {
  rows = 0;

  constructor(
    private readonly batches: AsyncIterable<readonly Row[]>,
    private readonly progress: Progress,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Row[]> {
    const { signal, report } = this.progress;
    for await (const batch of this.batches) {
      signal.throwIfAborted();
      yield batch;
      this.rows += batch.length;
      await report(this.rows);
    }
  }
}

class MeasuredSink extends PassThrough {
  sizeBytes = 0;

  constructor() {
    super();
    // Whoever writes and whoever reads are told of a failure by their own promises.
    this.on('error', () => undefined);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sizeBytes += chunk.length;
    done(null, chunk);
  }
}
