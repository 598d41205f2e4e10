-- How a dispute goes on: evidence of the merchant, and who decided.
ALTER TABLE disputes
  ADD COLUMN submissions     smallint NOT NULL DEFAULT 0,
  ADD COLUMN resolved_by     text CONSTRAINT disputes_resolved_by_known CHECK (resolved_by IN ('staff', 'deadline', 'simulation')),
  ADD COLUMN resolution_note text,
  ADD CONSTRAINT disputes_resolved_when_decided CHECK ((status IN ('won', 'lost')) = (resolved_at IS NOT NULL)),
  ADD CONSTRAINT disputes_under_review_when_answered CHECK (CASE status
    WHEN 'open' THEN submissions = 0 WHEN 'under_review' THEN submissions > 0 ELSE true END);

CREATE INDEX disputes_list_status_idx ON disputes (organization_id, mode, status, created_at DESC, id DESC);
-- Platform staff look at the disputes of everybody, one mode at a time.
CREATE INDEX disputes_staff_idx ON disputes (mode, created_at DESC, id DESC);
CREATE INDEX disputes_staff_status_idx ON disputes (mode, status, created_at DESC, id DESC);

-- What waits for its deadline; with evidence it waits for a person instead.
DROP INDEX disputes_due_idx;
CREATE INDEX disputes_unanswered_idx ON disputes (evidence_due_by) WHERE status = 'open';

-- What the merchant says against a dispute, kept for good.
CREATE TABLE dispute_evidence (
  id              uuid NOT NULL CONSTRAINT dispute_evidence_pkey PRIMARY KEY,
  dispute_id      uuid NOT NULL CONSTRAINT dispute_evidence_dispute_fkey REFERENCES disputes (id),
  number          smallint NOT NULL,
  -- Addresses and names as the merchant gave them; of uploaded files their names.
  documents       text[] NOT NULL CONSTRAINT dispute_evidence_documents_some CHECK (cardinality(documents) > 0),
  -- Uploaded files: id, name, content type and size of each. The files themselves are in the object storage.
  files           jsonb NOT NULL,
  description     text NOT NULL,
  additional_info text,
  submitted_by    uuid,
  submitted_at    timestamptz NOT NULL,
  CONSTRAINT dispute_evidence_number_key UNIQUE (dispute_id, number)
);
CREATE TRIGGER dispute_evidence_append_only BEFORE UPDATE OR DELETE ON dispute_evidence
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dispute_evidence_no_truncate BEFORE TRUNCATE ON dispute_evidence
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
