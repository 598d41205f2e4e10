-- contract: the drill alone wrote it, and no version of the platform has ever read it
ALTER TABLE payments DROP COLUMN remark;
