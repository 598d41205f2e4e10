-- With both halves of its key a parked event is found without a search through the outbox.
ALTER TABLE outbox_parked ADD COLUMN transaction_id bigint;
UPDATE outbox_parked SET transaction_id = e.transaction_id FROM outbox_events e WHERE e.position = event_position;
DELETE FROM outbox_parked WHERE transaction_id IS NULL;
ALTER TABLE outbox_parked ALTER COLUMN transaction_id SET NOT NULL;
