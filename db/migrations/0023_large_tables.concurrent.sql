-- Indexes of tables that may hold a million rows, beside signing and sending.

-- A page of names is read in the order of random ids, and counted, from here alone: what `isListed` asks is what it holds.
create index concurrently signatures_listed on signatures (petition_id, id)
	where listed and visibility = 'public' and state = 'confirmed' and hidden_on is null and sealed is not null;
-- What the next batch of names takes; it leaves the index as it is listed.
create index concurrently signatures_to_list on signatures (petition_id, confirmed_on) where visibility = 'public' and not listed;
-- The desk pages through the lines of one petition among many signatures without any.
create index concurrently signatures_with_lines on signatures (petition_id, id) where line <> 'none';
-- The next file makes it the key.
create unique index concurrently signature_consents_key on signature_consents (signature_id, purpose, version, time);
create index concurrently subscriptions_without_bucket on subscriptions (id) where domain_bucket is null;
create index concurrently subscriptions_ending on subscriptions (keep_until) where keep_until is not null;
-- A mailing is claimed a provider at a time: one that takes no more now holds up nobody else's mail.
create index concurrently email_deliveries_ready_bulk_by_bucket on email_deliveries (message_id, domain_bucket, id)
	where lane = 'bulk' and claimed_by is null and not_before is null and done_on is null;
drop index concurrently if exists email_deliveries_ready_bulk;
-- All of one message, for its progress: they were written together, so a summary of ranges finds them and costs the queue nothing.
create index concurrently email_deliveries_of_message on email_deliveries using brin (message_id)
	with (pages_per_range = 32, autosummarize = on);

-- What earlier files declared without looking at the rows that were there.
alter table signatures validate constraint signatures_line_check;
alter table signatures validate constraint signatures_name_read_check;
alter table signature_consents validate constraint signature_consents_time_check;
alter table subscriptions validate constraint subscriptions_kind_check;
alter table subscriptions validate constraint subscriptions_domain_bucket_check;
alter table subscriptions validate constraint subscriptions_kinds_check;
