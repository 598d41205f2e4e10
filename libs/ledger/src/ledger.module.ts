import { Module } from '@nestjs/common';
import { GetBalanceHandler } from './account/get-balance.query.js';
import { Ledger } from './account/ledger.service.js';
import { VerifyLedgerHandler } from './account/verify-ledger.query.js';
import { ListStatementLinesHandler } from './statement/list-statement-lines.query.js';
import { Statement } from './statement/statement.service.js';

@Module({
  providers: [Ledger, Statement, GetBalanceHandler, VerifyLedgerHandler, ListStatementLinesHandler],
  exports: [Ledger, Statement],
})
export class LedgerModule {}
