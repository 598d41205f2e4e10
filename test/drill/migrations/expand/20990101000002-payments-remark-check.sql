ALTER TABLE payments ADD CONSTRAINT payments_remark_short CHECK (length(remark) <= 200) NOT VALID;
