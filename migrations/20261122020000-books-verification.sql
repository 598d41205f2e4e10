-- What the latest verification of the books found, whichever worker made it: one row, or none before the first.
CREATE TABLE books_verification (
  only_one    boolean NOT NULL DEFAULT true CONSTRAINT books_verification_pkey PRIMARY KEY CONSTRAINT books_verification_only_one CHECK (only_one),
  verified_at timestamptz NOT NULL,
  findings    integer NOT NULL
);
