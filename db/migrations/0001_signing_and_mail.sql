-- Signing and mail. Personal data stands only in columns named `sealed`, `*_sealed` (AES-256-GCM)
-- and `fingerprint` (HMAC under the key of one petition, campaign or the installation).
-- Rows about people keep days, never times: a minute of signing is a lead.

create table installation_keys (
	name text primary key check (name in ('address')),
	sealed bytea not null
);
comment on table installation_keys is 'Random keys of the whole installation, sealed under SECRET_KEYS. `address` keys suppressions and mail caps.';

create table secret_key_versions (
	version smallint primary key check (version between 1 and 255),
	proof bytea not null check (octet_length(proof) = 32),
	since date not null default current_date
);
comment on table secret_key_versions is 'Versions of SECRET_KEYS under which something may be sealed: a start without one of them, or with another secret as that version, is refused.';
comment on column secret_key_versions.proof is 'Derived from the secret (HKDF), and tells nothing of it.';

create table campaigns (
	id int generated always as identity primary key,
	slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	zone text not null,
	day date not null,
	key_sealed bytea not null,
	sample boolean not null default false,
	opened_at timestamptz,
	closed_at timestamptz,
	check (closed_at is null or closed_at >= opened_at)
);
comment on column campaigns.zone is 'IANA zone in which the campaign''s days begin and end.';
comment on column campaigns.key_sealed is 'Key of the fingerprints in subscriptions.';

create table campaign_editions (
	campaign_id int not null references campaigns on delete cascade,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	title text not null,
	neutral_title text not null,
	summary text not null,
	body text not null,
	primary key (campaign_id, locale)
);
comment on column campaign_editions.neutral_title is 'What mail subjects, lock screens and bank statements may show: a date, no cause.';

create table petitions (
	id int generated always as identity primary key,
	campaign_id int not null references campaigns,
	slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	key_sealed bytea,
	sample boolean not null default false,
	opened_at timestamptz,
	closes_at timestamptz,
	closed_at timestamptz,
	handed_in_at timestamptz,
	anonymised_at timestamptz,
	check (closed_at is null or closed_at >= opened_at),
	check (handed_in_at is null or handed_in_at >= closed_at),
	check (anonymised_at is null or anonymised_at >= closed_at),
	check (key_sealed is not null or anonymised_at is not null)
);
create function begin_count() returns trigger language plpgsql as $$
begin
	insert into petition_counts (petition_id) values (new.id);
	return null;
end $$;
create trigger petitions_counted after insert on petitions for each row execute function begin_count();
comment on column petitions.key_sealed is 'Key of this petition''s fingerprints; deleted 30 days after anonymising, which makes them meaningless.';

create table petition_versions (
	id int generated always as identity primary key,
	petition_id int not null references petitions on delete cascade,
	number int not null check (number > 0),
	correction text,
	frozen_on date,
	unique (petition_id, number),
	unique (petition_id, id),
	check ((number = 1) = (correction is null))
);
comment on table petition_versions is 'What was signed. Frozen by the first submission; a later version stands beside it as a correction.';
comment on column petition_versions.correction is 'What changed since the version before, as readers are told.';

create table petition_editions (
	version_id int not null references petition_versions on delete cascade,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	title text not null,
	addressees text not null,
	summary text not null,
	body text not null,
	sponsor text not null default '',
	hand_in text not null default '',
	primary key (version_id, locale)
);
comment on column petition_editions.addressees is 'One body a line.';
comment on column petition_editions.sponsor is 'Who stands behind the petition: part of the opening checklist.';
comment on column petition_editions.hand_in is 'When and how it is handed in: part of the opening checklist.';

create function refuse_frozen_version() returns trigger language plpgsql as $$
begin
	raise exception 'this version of the petition has been signed: write a new version' using errcode = '23514';
end $$;
create trigger petition_versions_frozen before update or delete on petition_versions
	for each row when (old.frozen_on is not null) execute function refuse_frozen_version();

create function refuse_frozen_edition() returns trigger language plpgsql as $$
begin
	if exists (select from petition_versions
		where frozen_on is not null and id in (old.version_id, new.version_id)) then
		raise exception 'this version of the petition has been signed: write a new version' using errcode = '23514';
	end if;
	return coalesce(new, old);
end $$;
create trigger petition_editions_frozen before insert or update or delete on petition_editions
	for each row execute function refuse_frozen_edition();

create table petition_sources (
	petition_id int not null references petitions on delete cascade,
	code text not null check (code ~ '^[a-z0-9-]{1,40}$'),
	primary key (petition_id, code)
);
comment on table petition_sources is 'Leaflets, partners, shares. A code that is not here is dropped: anybody could mark a person with one of their own.';

create table submissions (
	id uuid primary key default gen_random_uuid(),
	petition_id int not null,
	version_id int not null,
	fingerprint bytea check (octet_length(fingerprint) = 32),
	domain_fingerprint bytea check (octet_length(domain_fingerprint) = 32),
	token_hash bytea not null unique check (octet_length(token_hash) = 32),
	state text not null default 'pending' check (state in ('pending', 'confirmed', 'superseded', 'replaced', 'withdrawn')),
	suspect boolean not null default false,
	sealed bytea,
	created_on date not null default current_date,
	foreign key (petition_id, version_id) references petition_versions (petition_id, id),
	check (state <> 'pending' or (sealed is not null and fingerprint is not null)),
	check (state = 'pending' or num_nonnulls(sealed, fingerprint, domain_fingerprint) = 0)
);
comment on table submissions is 'One accepted post of the form each, with its own token and its own sealed words. Confirming applies one of them to the signature; the others are superseded. Withdrawing leaves of it the link, which says so.';
comment on column submissions.domain_fingerprint is 'Of the address''s domain under the petition''s key; null for providers with whom anybody can have a mailbox. One domain that signs too fast is held.';
comment on column submissions.fingerprint is 'While it waits: afterwards nothing joins it to the signature that it made.';
comment on column submissions.suspect is 'Met a trap for bots: confirming it makes a quarantined signature, which the sender cannot see.';
-- Confirming one submission ends the others of the same address.
create index submissions_of_address on submissions (petition_id, fingerprint) where state = 'pending';
-- The nightly sweep of rows past their days.
create index submissions_by_day on submissions (created_on);

create function freeze_version() returns trigger language plpgsql as $$
begin
	update petition_versions set frozen_on = current_date where id = new.version_id and frozen_on is null;
	return null;
end $$;
create trigger submissions_freeze after insert on submissions for each row execute function freeze_version();

create table signatures (
	id uuid primary key default gen_random_uuid(),
	petition_id int not null,
	version_id int not null,
	fingerprint bytea check (octet_length(fingerprint) = 32),
	domain_fingerprint bytea check (octet_length(domain_fingerprint) = 32),
	withdraw_hash bytea unique check (octet_length(withdraw_hash) = 32),
	state text not null check (state in ('confirmed', 'quarantined', 'invalidated')),
	visibility text not null check (visibility in ('counted', 'addressee', 'public')),
	locale text not null check (locale ~ '^[a-z]{2}$'),
	country text not null check (country ~ '^[A-Z]{2}$'),
	source text not null default '' check (source ~ '^[a-z0-9-]{0,40}$'),
	suspect boolean not null default false,
	sealed bytea,
	confirmed_on date not null default current_date,
	unique (petition_id, fingerprint),
	foreign key (petition_id, version_id) references petition_versions (petition_id, id),
	check (visibility = 'counted' or sealed is not null or fingerprint is null),
	check (fingerprint is not null or num_nonnulls(domain_fingerprint, withdraw_hash, sealed) = 0)
);
-- What a domain that is held has still counted: nothing, usually, so that looking costs as much as there are held domains.
create index signatures_of_domain on signatures (petition_id, domain_fingerprint, confirmed_on)
	where domain_fingerprint is not null and state = 'confirmed';
comment on table signatures is 'A signatory who confirmed. Withdrawing deletes the row; anonymising empties `fingerprint` and all that hangs on it and leaves it counted.';
comment on column signatures.withdraw_hash is 'SHA-256 of `withdraw ` and the token of the mail that was confirmed: whoever has it may withdraw. No submission keeps the same bytes.';
comment on column signatures.suspect is 'It met a trap or a block: trusting its domain does not release it.';

create table domain_days (
	petition_id int not null references petitions on delete cascade,
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	day date not null default current_date,
	n int not null check (n > 0),
	primary key (petition_id, fingerprint, day)
);
comment on table domain_days is 'How many confirmed from one domain on a day, by its fingerprint under the petition''s key; kept for today and yesterday.';

create table domain_verdicts (
	petition_id int not null references petitions on delete cascade,
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	verdict text not null check (verdict in ('held', 'trusted')),
	since date not null default current_date,
	primary key (petition_id, fingerprint)
);
comment on table domain_verdicts is 'A held domain''s signatures are quarantined, from the day before it was held; an operator trusts a domain that is no forger''s.';

create table blocks (
	id int generated always as identity primary key,
	kind text not null check (kind in ('network', 'domain', 'address')),
	-- The site never knows more of an address than its /24 or /48.
	network cidr unique check (masklen(network) <= case family(network) when 4 then 24 else 48 end),
	domain text unique,
	fingerprint bytea unique check (octet_length(fingerprint) = 32),
	reason text not null check (reason <> ''),
	created_on date not null default current_date,
	expires_on date,
	check ((kind = 'network') = (network is not null)),
	check ((kind = 'domain') = (domain is not null)),
	check ((kind = 'network') = (fingerprint is null))
);
comment on table blocks is 'Whose signatures are quarantined, and who gets no mail. Nobody who is blocked can see it.';
comment on column blocks.fingerprint is 'Of the address or the domain under the installation''s address key; email_suppressions has it too.';

create table abuse_alarms (
	petition_id int not null references petitions on delete cascade,
	kind text not null check (kind in ('pace', 'share', 'held')),
	raised_at timestamptz not null default now(),
	primary key (petition_id, kind)
);
comment on table abuse_alarms is 'When the operator was last told: once an hour, however many workers watch.';

create table invalidations (
	id int generated always as identity primary key,
	petition_id int not null references petitions on delete cascade,
	rule jsonb not null,
	state text not null check (state in ('preview', 'running', 'done', 'cancelled', 'undoing', 'undone')),
	matched int not null,
	invalidated int not null default 0,
	restored int not null default 0,
	created_on date not null default current_date,
	done_on date
);
comment on table invalidations is 'Signatures found by a rule and taken out of the count, in steps; each can be undone exactly.';

create table invalidation_items (
	invalidation_id int not null references invalidations on delete cascade,
	signature_id uuid not null references signatures on delete cascade,
	state_before text check (state_before in ('confirmed', 'quarantined')),
	primary key (invalidation_id, signature_id)
);
comment on table invalidation_items is 'What one invalidation takes out; `state_before` once it has. Withdrawing a signature takes its item along, and undoing deletes it.';
-- Withdrawing.
create index invalidation_items_of_signature on invalidation_items (signature_id);
-- The next step.
create index invalidation_items_waiting on invalidation_items (invalidation_id, signature_id) where state_before is null;

create table signature_deltas (
	id bigint generated always as identity primary key,
	petition_id int not null,
	country text not null,
	locale text not null,
	source text not null,
	d int not null check (d <> 0),
	hour timestamptz not null default date_trunc('hour', now())
);
comment on table signature_deltas is 'Changes of the counts not yet rolled up. No foreign key: its lock on the petition''s row would make that row hot.';

create table petition_counts (
	petition_id int primary key references petitions on delete cascade,
	signatures bigint not null default 0 check (signatures >= 0),
	organisations int not null default 0 check (organisations >= 0),
	counted_at timestamptz not null default now()
);
create table signature_counts (
	petition_id int not null references petitions on delete cascade,
	country text not null,
	locale text not null,
	source text not null,
	n bigint not null,
	primary key (petition_id, country, locale, source)
);
create table signature_hours (
	petition_id int not null references petitions on delete cascade,
	hour timestamptz not null,
	n bigint not null,
	primary key (petition_id, hour)
);

-- Every way in or out of `confirmed` writes its deltas here, so that no code path can forget them. Row by row where
-- people come and go one at a time; by statement where an invalidation moves thousands.
create function count_one_signature() returns trigger language plpgsql as $$
declare
	counted signatures := coalesce(new, old);
begin
	insert into signature_deltas (petition_id, country, locale, source, d)
	values (counted.petition_id, counted.country, counted.locale, counted.source, tg_argv[0]::int);
	return null;
end $$;
create trigger signatures_counted_in after insert on signatures
	for each row when (new.state = 'confirmed') execute function count_one_signature('1');
create trigger signatures_counted_out after delete on signatures
	for each row when (old.state = 'confirmed') execute function count_one_signature('-1');

create function recount_signatures() returns trigger language plpgsql as $$
begin
	insert into signature_deltas (petition_id, country, locale, source, d)
	select petition_id, country, locale, source, sum(d) from (
		select petition_id, country, locale, source, 1 as d from after_rows where state = 'confirmed'
		union all
		select petition_id, country, locale, source, -1 from before_rows where state = 'confirmed'
	) changes group by 1, 2, 3, 4 having sum(d) <> 0;
	return null;
end $$;
create trigger signatures_recounted after update on signatures
	referencing old table as before_rows new table as after_rows for each statement execute function recount_signatures();

create table subscriptions (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references campaigns,
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	locale text not null check (locale ~ '^[a-z]{2}$'),
	country text not null default 'ZZ' check (country ~ '^[A-Z]{2}$'),
	sealed bytea not null,
	confirmed_on date not null default current_date,
	unique (campaign_id, fingerprint)
);
comment on table subscriptions is 'Who ticked `updates`. Nothing joins it to a signature, an RSVP or a gift.';

create table consent_texts (
	purpose text not null check (purpose in ('count', 'addressee', 'public', 'updates')),
	version int not null check (version > 0),
	locale text not null check (locale ~ '^[a-z]{2}$'),
	text text not null,
	primary key (purpose, version, locale)
);
create table signature_consents (
	signature_id uuid not null references signatures on delete cascade,
	purpose text not null check (purpose <> 'updates'),
	version int not null,
	locale text not null,
	given_on date not null default current_date,
	primary key (signature_id, purpose, version),
	foreign key (purpose, version, locale) references consent_texts
);
create table subscription_consents (
	subscription_id uuid not null references subscriptions on delete cascade,
	purpose text not null default 'updates' check (purpose = 'updates'),
	version int not null,
	locale text not null,
	given_on date not null default current_date,
	primary key (subscription_id, version),
	foreign key (purpose, version, locale) references consent_texts
);
comment on table signature_consents is 'The words each signatory agreed to, by version. Append-only; goes with the signature.';
comment on table subscription_consents is 'The same for updates. A table of its own, without a sequence: neighbours in one would join a signature to a subscription.';

create table erasures (
	id bigint generated always as identity primary key,
	about text not null check (about in ('submission', 'signature', 'subscription')),
	row_id uuid not null,
	erased_on date not null default current_date
);
comment on table erasures is 'Erasure ledger: re-applied when a backup is restored, so that nobody comes back.';

create table email_messages (
	id int generated always as identity primary key,
	kind text not null,
	campaign_id int references campaigns,
	lane text not null check (lane in ('transactional', 'bulk')),
	policy text not null check (policy in ('resend', 'hold')),
	status text not null check (status in ('draft', 'scheduled', 'sending', 'paused', 'cancelled', 'finished')),
	starts_at timestamptz,
	finished_at timestamptz,
	check (lane = 'transactional' or campaign_id is not null)
);
comment on column email_messages.policy is 'A mail of which nobody knows whether it was accepted (RFC 1047): `resend` sends it again with the same Message-ID, `hold` lists it as unknown.';
-- One standing message per kind of transactional mail.
create unique index email_messages_transactional on email_messages (kind) where lane = 'transactional';

create table email_renditions (
	message_id int not null references email_messages on delete cascade,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	subject text not null,
	html text not null,
	text text not null,
	primary key (message_id, locale)
);
comment on table email_renditions is 'What was written for a bulk message, per language. Transactional mail is rendered from emails/templates.';

create table email_deliveries (
	id bigint generated always as identity primary key,
	message_id int not null references email_messages,
	lane text not null check (lane in ('transactional', 'bulk')),
	subject_id uuid not null,
	state text not null default 'queued' check (state in (
		'queued', 'claimed', 'sending', 'deferred', 'sent', 'rejected', 'suppressed', 'cancelled', 'unknown')),
	attempts smallint not null default 0,
	not_before timestamptz,
	claimed_by uuid,
	lease_until timestamptz,
	counted boolean not null default false,
	done_on date,
	reply_code smallint,
	enhanced_code text,
	queue_id text,
	domain_bucket smallint not null,
	params_sealed bytea,
	-- By subject first: confirming, withdrawing and erasing cancel what is still open about their row.
	unique (subject_id, message_id),
	check ((state in ('claimed', 'sending')) = (claimed_by is not null and lease_until is not null)),
	check ((state = 'deferred') = (not_before is not null)),
	check (state not in ('sent', 'rejected', 'suppressed', 'cancelled') or params_sealed is null),
	check ((state in ('sent', 'rejected', 'suppressed', 'cancelled')) = (done_on is not null))
);
-- Every row is rewritten four times within seconds: the default of a fifth dead comes too late.
-- No index looks at the state itself, and pages keep room: marking a mail `sending` then touches no index (a HOT update).
alter table email_deliveries set (autovacuum_vacuum_scale_factor = 0.02, fillfactor = 70);
comment on table email_deliveries is 'queued → claimed → sending → sent, deferred, rejected or unknown; suppressed and cancelled before the socket. docs/mail.md draws it.';
comment on column email_deliveries.subject_id is 'The subscription (bulk) or the submission (transactional) that the mail is about: one mail of a kind each.';
comment on column email_deliveries.counted is 'It has been counted in email_caps: trying again does not count again.';
comment on column email_deliveries.domain_bucket is 'One of 20 large providers (0–19) or one of 64 hashed buckets (20–83): the only trace of the address in clear.';
-- The claim: oldest first within a lane. Rows leave it as they are claimed, so it stays small. One index
-- a lane: over (lane, id) the planner prefers the primary key and walks past every mail ever sent.
create index email_deliveries_ready on email_deliveries (id)
	where lane = 'transactional' and claimed_by is null and not_before is null and done_on is null;
create index email_deliveries_ready_bulk on email_deliveries (id)
	where lane = 'bulk' and claimed_by is null and not_before is null and done_on is null;
-- The reaper and the clock look only at what is claimed, sending or deferred.
create index email_deliveries_claimed on email_deliveries (id) where claimed_by is not null;
create index email_deliveries_waiting on email_deliveries (not_before) where not_before is not null;

create table email_suppressions (
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	scope text not null check (scope in ('all', 'bulk')),
	reason text not null check (reason in ('bounced', 'complained', 'blocked', 'asked')),
	expires_on date,
	created_on date not null default current_date,
	-- One reason may end while another lasts.
	primary key (fingerprint, scope, reason)
);
comment on table email_suppressions is 'Addresses, and blocked domains, that get no mail, as fingerprints under the installation''s address key.';

create table email_caps (
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	day date not null default current_date,
	sent smallint not null check (sent > 0),
	primary key (fingerprint, day)
);
comment on table email_caps is 'Mails that no confirmed person asked for, per address and day; kept seven days.';

insert into email_messages (kind, lane, policy, status) values ('confirm-signature', 'transactional', 'resend', 'sending');

grant select, insert, update, delete on all tables in schema public to yntymaq_app;
grant usage on all sequences in schema public to yntymaq_app;
revoke update, delete on signature_consents, subscription_consents, consent_texts, erasures from yntymaq_app;
