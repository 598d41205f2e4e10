-- The version before writes rows without it.
ALTER TABLE payments ADD COLUMN remark text;
