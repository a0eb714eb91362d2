-- A need's sums follow the lines that answer it; its checks refuse what would promise too much (domain.md, invariant 4).
CREATE TRIGGER pledge_lines_take_of_need AFTER INSERT ON pledge_lines WHEN NEW.need_id IS NOT NULL
BEGIN
  UPDATE needs SET promised = promised + NEW.committed, delivered = delivered + NEW.received WHERE id = NEW.need_id;
END;
--> statement-breakpoint
CREATE TRIGGER pledge_lines_change_need AFTER UPDATE OF committed, received, need_id ON pledge_lines
BEGIN
  UPDATE needs SET promised = promised - OLD.committed, delivered = delivered - OLD.received
  WHERE id = OLD.need_id AND OLD.need_id IS NOT NEW.need_id;
  UPDATE needs SET promised = promised + NEW.committed, delivered = delivered + NEW.received
  WHERE id = NEW.need_id AND OLD.need_id IS NOT NEW.need_id;
  UPDATE needs SET promised = promised + NEW.committed - OLD.committed, delivered = delivered + NEW.received - OLD.received
  WHERE id = NEW.need_id AND OLD.need_id = NEW.need_id;
END;
--> statement-breakpoint
CREATE TRIGGER pledge_lines_refuse_delete BEFORE DELETE ON pledge_lines
BEGIN
  SELECT RAISE(ABORT, 'pledge lines are kept');
END;
--> statement-breakpoint
-- From `accepted` on the header's state is computed from its lines, first match (domain.md, "Pledge").
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
      updated_at_utc, NULL
    )
  WHERE reference = NEW.reference AND state IN ('accepted', 'partly_delivered', 'overdue', 'fulfilled', 'closed_unfulfilled');
END;
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
      updated_at_utc, NULL
    )
  WHERE reference = NEW.reference AND state IN ('accepted', 'partly_delivered', 'overdue', 'fulfilled', 'closed_unfulfilled');
END;
--> statement-breakpoint
CREATE TRIGGER pledges_record_consent AFTER INSERT ON pledges
BEGIN
  INSERT INTO consents (subject, version, language, given_at_utc)
  VALUES (NEW.reference, NEW.consent_version, NEW.language, NEW.created_at_utc);
END;
--> statement-breakpoint
-- Whoever accepted a pledge does not record what came of it.
CREATE TRIGGER deliveries_by_another AFTER INSERT ON deliveries
WHEN (SELECT p.accepted_by FROM pledges p WHERE p.reference = NEW.reference) IS NEW.received_by
BEGIN
  SELECT RAISE(ABORT, 'delivery_by_accepter');
END;
--> statement-breakpoint
CREATE TRIGGER deliveries_refuse_delete BEFORE DELETE ON deliveries
BEGIN
  SELECT RAISE(ABORT, 'deliveries are kept');
END;
--> statement-breakpoint
CREATE TRIGGER pledge_lines_count_deliveries AFTER UPDATE OF received, sustained ON pledge_lines
WHEN coalesce(NEW.received_on, OLD.received_on) IS NOT NULL
BEGIN
  INSERT INTO delivery_totals (year, kind, unit, governorate, received, sustained, lines)
  VALUES (CAST(substr(coalesce(NEW.received_on, OLD.received_on), 1, 4) AS INTEGER), NEW.kind, NEW.unit,
    coalesce(NEW.governorate, ''), NEW.received - OLD.received,
    coalesce(NEW.sustained, 0) - coalesce(OLD.sustained, 0), (NEW.received > 0) - (OLD.received > 0))
  ON CONFLICT (year, kind, unit, governorate) DO UPDATE SET received = received + excluded.received,
    sustained = sustained + excluded.sustained, lines = lines + excluded.lines;
END;
