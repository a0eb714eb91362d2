-- A freeze reads entries and writes its manifest later: both counts tell it whether anything changed between.
CREATE TRIGGER bookings_count_ballot_changes
AFTER UPDATE OF state, checked_at_utc, needs_step_free, zone_ids, applicant_key ON bookings WHEN NEW.draw_code IS NOT NULL
BEGIN
  UPDATE exhibitions SET ballot_changes = ballot_changes + 1 WHERE id = NEW.exhibition_id;
END;
--> statement-breakpoint
-- What a draw published stays as it was published.
CREATE TRIGGER draw_files_refuse_update BEFORE UPDATE ON draw_files
BEGIN
  SELECT RAISE(ABORT, 'draw files are never edited');
END;
--> statement-breakpoint
CREATE TRIGGER draw_files_refuse_delete BEFORE DELETE ON draw_files
WHEN EXISTS (SELECT 1 FROM draws WHERE manifest_file = OLD.file OR result_file = OLD.file)
BEGIN
  SELECT RAISE(ABORT, 'draw files are never deleted once published');
END;
--> statement-breakpoint
CREATE TRIGGER draw_files_refuse_replace BEFORE INSERT ON draw_files
WHEN EXISTS (SELECT 1 FROM draw_files WHERE file = NEW.file AND seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'draw files are never edited');
END;
--> statement-breakpoint
CREATE TRIGGER draw_places_refuse_update BEFORE UPDATE ON draw_places
BEGIN
  SELECT RAISE(ABORT, 'a draw is never edited');
END;
--> statement-breakpoint
CREATE TRIGGER draw_places_refuse_delete BEFORE DELETE ON draw_places
WHEN EXISTS (SELECT 1 FROM draws WHERE result_file = OLD.file)
BEGIN
  SELECT RAISE(ABORT, 'a draw is never deleted once published');
END;
--> statement-breakpoint
CREATE TRIGGER draws_refuse_delete BEFORE DELETE ON draws
BEGIN
  SELECT RAISE(ABORT, 'a draw is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER draws_keep_what_was_announced
BEFORE UPDATE OF exhibition_id, n, source, chain_hash, round, ceremony_on, manifest_file, manifest_sha256, entries ON draws
BEGIN
  SELECT RAISE(ABORT, 'what a draw announced is never edited');
END;
--> statement-breakpoint
CREATE TRIGGER draws_keep_their_result BEFORE UPDATE OF public_value, seed, result_file ON draws
WHEN OLD.result_file IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'the result of a draw is never edited');
END;
--> statement-breakpoint
CREATE INDEX draws_by_manifest ON draws (manifest_file);
--> statement-breakpoint
CREATE INDEX draws_by_result ON draws (result_file);
