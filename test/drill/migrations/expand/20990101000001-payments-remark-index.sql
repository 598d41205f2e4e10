-- outside a transaction
DROP INDEX CONCURRENTLY IF EXISTS payments_remark_idx;
CREATE INDEX CONCURRENTLY payments_remark_idx ON payments (organization_id, remark) WHERE remark IS NOT NULL;
