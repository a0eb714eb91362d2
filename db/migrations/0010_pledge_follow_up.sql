DROP INDEX `pledge_lines_by_need`;--> statement-breakpoint
ALTER TABLE `pledge_lines` ADD `agreed_by` integer REFERENCES staff(id);--> statement-breakpoint
ALTER TABLE `pledge_lines` ADD `last_reminder` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `pledge_lines_to_remind` ON `pledge_lines` (`due_on`,`last_reminder`) WHERE state IN ('due', 'overdue') AND committed > 0;--> statement-breakpoint
ALTER TABLE `pledge_amendments` ADD `open_lines` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `pledges_undecided_to_purge` ON `pledges` (`updated_at_utc`) WHERE contact IS NOT NULL AND state IN ('pledged', 'verified');
--> statement-breakpoint
-- Lines that agreed changes brought before this column was there.
UPDATE pledge_lines SET agreed_by = (
  SELECT a.decided_by FROM pledge_amendments a
  WHERE a.reference = pledge_lines.reference AND a.state = 'agreed' ORDER BY a.id DESC LIMIT 1
) WHERE state IN ('due', 'overdue');
--> statement-breakpoint
DROP TRIGGER pledges_follow_changed_lines;
--> statement-breakpoint
-- As in 0007, but a pledge that stays closed keeps its day: looking again after 90 days does not move it.
CREATE TRIGGER pledges_follow_changed_lines AFTER UPDATE OF state ON pledge_lines
BEGIN
  UPDATE pledges SET
    state = (
      SELECT iif(count(*) = 0, 'accepted',
        iif(sum(l.state = 'written_off') = count(*), 'closed_unfulfilled',
        iif(sum(l.state IN ('received', 'sustained')) = count(*), 'fulfilled',
        iif(sum(l.state = 'overdue') > 0, 'overdue',
        iif(sum(l.state IN ('received', 'sustained')) > 0, 'partly_delivered', 'accepted')))))
      FROM pledge_lines l WHERE l.reference = NEW.reference AND l.is_money = 0 AND l.state NOT IN ('reversed', 'dropped')
    ),
    closed_at_utc = iif(
      (SELECT 1 FROM pledge_lines o WHERE o.reference = NEW.reference AND o.is_money = 0 AND o.state IN ('due', 'overdue') LIMIT 1) IS NULL,
      coalesce(closed_at_utc, updated_at_utc), NULL
    )
  WHERE reference = NEW.reference AND state IN ('accepted', 'partly_delivered', 'overdue', 'fulfilled', 'closed_unfulfilled');
END;
--> statement-breakpoint
DROP TRIGGER pledges_follow_new_lines;
--> statement-breakpoint
CREATE TRIGGER pledges_follow_new_lines AFTER INSERT ON pledge_lines
BEGIN
  UPDATE pledges SET
    state = (
      SELECT iif(count(*) = 0, 'accepted',
        iif(sum(l.state = 'written_off') = count(*), 'closed_unfulfilled',
        iif(sum(l.state IN ('received', 'sustained')) = count(*), 'fulfilled',
        iif(sum(l.state = 'overdue') > 0, 'overdue',
        iif(sum(l.state IN ('received', 'sustained')) > 0, 'partly_delivered', 'accepted')))))
      FROM pledge_lines l WHERE l.reference = NEW.reference AND l.is_money = 0 AND l.state NOT IN ('reversed', 'dropped')
    ),
    closed_at_utc = iif(
      (SELECT 1 FROM pledge_lines o WHERE o.reference = NEW.reference AND o.is_money = 0 AND o.state IN ('due', 'overdue') LIMIT 1) IS NULL,
      coalesce(closed_at_utc, updated_at_utc), NULL
    )
  WHERE reference = NEW.reference AND state IN ('accepted', 'partly_delivered', 'overdue', 'fulfilled', 'closed_unfulfilled');
END;
--> statement-breakpoint
DROP TRIGGER deliveries_by_another;
--> statement-breakpoint
-- Whoever accepted a pledge, or agreed to what one of its lines became, does not record what came of it.
CREATE TRIGGER deliveries_by_another AFTER INSERT ON deliveries
WHEN (SELECT p.accepted_by FROM pledges p WHERE p.reference = NEW.reference) IS NEW.received_by
  OR (SELECT l.agreed_by FROM pledge_lines l WHERE l.reference = NEW.reference AND l.n = NEW.n) IS NEW.received_by
BEGIN
  SELECT RAISE(ABORT, 'delivery_by_accepter');
END;
