ALTER TABLE payments VALIDATE CONSTRAINT payments_remark_short;
