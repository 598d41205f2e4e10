export const INSERT_SETTLEMENT = `INSERT INTO settlements
  (id, organization_id, mode, currency, settled_on, amount, payment_count, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
