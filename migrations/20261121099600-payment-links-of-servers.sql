CREATE TYPE payment_link_purpose AS ENUM ('collection', 'deposit');

ALTER TABLE payment_links
  -- The word of whoever made it; money is booked alike.
  ADD COLUMN purpose payment_link_purpose NOT NULL DEFAULT 'collection',
  -- The operator that is offered first. Null: none before the other.
  ADD COLUMN preferred_provider text;
ALTER TABLE payment_links ALTER COLUMN purpose DROP DEFAULT;
