-- Union branches and organisations that endorse a petition. Their names are what they ask to have shown; who speaks for one
-- stands sealed, and is an office, not a person.

create table organisations (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references campaigns on delete cascade,
	parent_id uuid references organisations on delete set null,
	kind text not null check (kind in ('federation', 'union', 'region', 'branch', 'other')),
	name text not null check (name <> '' and char_length(name) <= 160),
	country text not null check (country ~ '^[A-Z]{2}$'),
	members int check (members between 1 and 20000000),
	web text check (web ~ '^https?://'),
	name_withheld boolean not null default false,
	sample boolean not null default false,
	constraint organisations_circle check (parent_id <> id)
);
comment on table organisations is 'Bodies that endorse, and those that they belong to: a federation, its unions, their regions and branches. Each claim has a row of its own until a moderator merges it.';
comment on column organisations.members is 'As the body says; null where it does not.';
comment on column organisations.name_withheld is 'Its name could be used against signers: it is counted, and shown only as what it is and in which country.';
-- The tree is walked downwards, from those that belong to nothing.
create index organisations_tree on organisations (campaign_id, parent_id);
-- An import finds what is there already.
create index organisations_by_name on organisations (campaign_id, lower(name));

create function refuse_organisation_cycle() returns trigger language plpgsql as $$
begin
	-- Two who move two bodies at once could close a circle that neither of them sees.
	perform from campaigns where id = new.campaign_id for no key update;
	if not exists (select from organisations where id = new.parent_id and campaign_id = new.campaign_id) then
		raise exception 'an organisation belongs to one of its own campaign'
			using errcode = '23514', constraint = 'organisations_circle';
	end if;
	if exists (
		with recursive above as (
			select id, parent_id from organisations where id = new.parent_id
			union select o.id, o.parent_id from organisations o join above a on o.id = a.parent_id
		) select from above where id = new.id) then
		raise exception 'an organisation cannot belong to itself'
			using errcode = '23514', constraint = 'organisations_circle';
	end if;
	return null;
end $$;
-- After, so that the rows of one statement may name each other.
create trigger organisations_tree_checked after insert or update of parent_id, campaign_id on organisations
	for each row when (new.parent_id is not null) execute function refuse_organisation_cycle();

create table endorsements (
	id uuid primary key default gen_random_uuid(),
	petition_id int not null references petitions on delete cascade,
	organisation_id uuid not null references organisations on delete cascade,
	state text not null default 'unverified' check (state in (
		'unverified', 'interested', 'meeting', 'adopted', 'checked', 'shown', 'refused', 'withdrawn')),
	merged_into uuid references endorsements on delete set null,
	merged_on date,
	meeting_on date,
	adopted_on date,
	check_way text check (check_way in ('listed-address', 'vouched', 'call-back')),
	entered_by uuid,
	checked_by uuid,
	shown_by uuid,
	checked_on date,
	refused_because text check (refused_because in ('no-answer', 'not-adopted', 'unknown-body', 'asked-by-body', 'other')),
	to_check_since timestamptz,
	code text unique check (code ~ '^[a-z0-9-]{1,40}$'),
	fingerprint bytea check (octet_length(fingerprint) = 32),
	token_hash bytea unique check (octet_length(token_hash) = 32),
	contact_sealed bytea,
	words_sealed bytea,
	created_on date not null default current_date,
	ended_on date,
	unique (petition_id, organisation_id),
	foreign key (petition_id, code) references petition_sources (petition_id, code),
	check (merged_into <> id),
	check (num_nonnulls(fingerprint, token_hash, contact_sealed) in (0, 3)),
	check (state <> 'meeting' or meeting_on is not null),
	check (state not in ('adopted', 'checked', 'shown') or adopted_on is not null),
	check (state not in ('checked', 'shown') or num_nonnulls(check_way, checked_on) = 2),
	check (state <> 'shown' or entered_by is null or (shown_by is not null and shown_by <> entered_by)),
	check ((state = 'refused') = (refused_because is not null)),
	check ((state = 'adopted') = (to_check_since is not null)),
	check ((state in ('refused', 'withdrawn')) = (ended_on is not null))
);
comment on table endorsements is 'One organisation and one petition: interested → meeting → adopted → checked → shown. app/petitions/endorsing/transition.ts says what may follow what.';
comment on column endorsements.merged_into is 'The same body had claimed twice: this row keeps its link, its page and its history, and is neither shown nor counted.';
comment on column endorsements.check_way is 'How the desk knows: the address is on the body''s own list, a federation that is known vouches, or somebody called back.';
comment on column endorsements.entered_by is 'The organiser in whose words it stands: who entered it, or changed what the body had said. Somebody else shows it.';
comment on column endorsements.checked_by is 'The organiser; no foreign key, as what was checked stays when one leaves.';
comment on column endorsements.to_check_since is 'Since when, to the hour, an adopted motion waits for the desk.';
comment on column endorsements.code is 'Its own source: whoever signs by its link is counted there when they confirm.';
comment on column endorsements.fingerprint is 'Of the contact''s address, under a key made from the petition''s for this alone: it equals no signature''s.';
comment on column endorsements.words_sealed is 'The evidence, the body that was named above it, and the note of who checked.';
-- The tree of a petition asks which of its bodies are shown.
create index endorsements_of_organisation on endorsements (organisation_id);
-- What waits for the desk; the morning after a meeting.
create index endorsements_to_check on endorsements (petition_id, to_check_since) where state = 'adopted';
create index endorsements_met on endorsements (meeting_on) where state = 'meeting';
-- An address asks what is held of it.
create index endorsements_of_address on endorsements (fingerprint);

create table namings (
	organisation_id uuid primary key references organisations on delete cascade,
	by_body boolean not null default false,
	asked_by uuid,
	agreed_by uuid,
	check (agreed_by <> asked_by),
	check (by_body = (asked_by is null)),
	check (asked_by is not null or agreed_by is null)
);
comment on table namings is 'By whose word a name that was withheld is shown: the body''s own, or that of two organisers, of whom one may have asked and nobody agreed yet.';

create function refuse_lone_naming() returns trigger language plpgsql as $$
begin
	if not exists (select from namings where organisation_id = new.id and xmin = pg_current_xact_id()::xid
		and (by_body or agreed_by is not null)) then
		-- SQLSTATE 28000: not one of those that a form can provoke by what is typed.
		raise exception 'the body itself shows a name that is withheld, or two organisers do' using errcode = '28000';
	end if;
	return null;
end $$;
create trigger organisations_named after update of name_withheld on organisations for each row
	when (old.name_withheld and not new.name_withheld) execute function refuse_lone_naming();

create table endorsement_consents (
	endorsement_id uuid not null references endorsements on delete cascade,
	purpose text not null default 'endorsement' check (purpose = 'endorsement'),
	version int not null,
	locale text not null,
	given_on date not null default current_date,
	primary key (endorsement_id, version),
	foreign key (purpose, version, locale) references consent_texts
);
comment on table endorsement_consents is 'The words by which each body agreed to be named, by version. Append-only; goes with the endorsement.';
grant select, insert on endorsement_consents to yntymaq_app;

create table endorsement_mails (
	id uuid primary key default gen_random_uuid(),
	endorsement_id uuid not null references endorsements on delete cascade,
	kind text not null check (kind in ('how-went', 'shown', 'refused', 'link')),
	about date not null default current_date,
	unique (endorsement_id, kind, about)
);
comment on table endorsement_mails is 'What each body was promised by mail, once: `id` is the subject of its delivery.';
comment on column endorsement_mails.about is 'The day of the meeting (how-went), or of the news.';

create function endorsed(petition int) returns table (organisations int, represented bigint) stable language sql as $$
	with recursive shown as (
		select organisation_id as id from endorsements
		where petition_id = petition and state = 'shown' and merged_into is null
	), tree as (
		select o.id, o.members, o.name_withheld as withheld, o.id in (select id from shown) as shown, '{}'::uuid[] as above
		from organisations o join petitions p on p.campaign_id = o.campaign_id
		where p.id = petition and o.parent_id is null
		union all
		select o.id, o.members, o.name_withheld, o.id in (select id from shown), t.above || t.id
		from organisations o join tree t on o.parent_id = t.id
	), saying as (
		select * from tree where shown and members is not null
	), named as (
		select sum(members) as members from saying s where not withheld
			and not exists (select from saying a where a.id = any (s.above) and not a.withheld)
	), quiet as (
		select case when count(*) >= 5 then sum(members) / 100 * 100 end as members from saying s where withheld
			and not exists (select from saying a where a.id = any (s.above))
			and not exists (select from saying b where s.id = any (b.above) and not b.withheld)
	)
	select (select count(*) from shown)::int,
		(coalesce((select members from named), 0) + coalesce((select members from quiet), 0))::bigint
$$;
comment on function endorsed is 'How many bodies are shown, and whom they represent: the members of each that has no shown body with known members above it. Those whose name is withheld say nothing of their size: five at least together, to the hundred below, and none that has a named body below it.';

create function count_endorsed(petition int) returns void language plpgsql as $$
begin
	-- First the lock, then a look at what others have committed meanwhile.
	perform from petition_counts where petition_id = petition for update;
	update petition_counts n set organisations = e.organisations, represented = e.represented
	from endorsed(petition) e
	where n.petition_id = petition and (n.organisations, n.represented) is distinct from (e.organisations, e.represented);
end $$;

create function recount_endorsements() returns trigger language plpgsql as $$
begin
	if tg_op = 'INSERT' then
		perform count_endorsed(p) from (select distinct petition_id p from after_rows where state = 'shown' order by 1) x;
	elsif tg_op = 'DELETE' then
		perform count_endorsed(p) from (select distinct petition_id p from before_rows where state = 'shown' order by 1) x;
	else
		perform count_endorsed(p) from (
			select petition_id p from before_rows b join after_rows a using (id, petition_id)
			where 'shown' in (a.state, b.state) and (a.state, a.merged_into, a.organisation_id)
				is distinct from (b.state, b.merged_into, b.organisation_id)
			group by 1 order by 1) x;
	end if;
	return null;
end $$;
create trigger endorsements_counted_in after insert on endorsements
	referencing new table as after_rows for each statement execute function recount_endorsements();
create trigger endorsements_recounted after update on endorsements
	referencing old table as before_rows new table as after_rows for each statement execute function recount_endorsements();
create trigger endorsements_counted_out after delete on endorsements
	referencing old table as before_rows for each statement execute function recount_endorsements();

create function recount_organisations() returns trigger language plpgsql as $$
begin
	perform count_endorsed(p) from (
		select distinct p.id p from before_rows b
		join after_rows a using (id) join petitions p on p.campaign_id in (a.campaign_id, b.campaign_id)
		where (a.members, a.parent_id, a.name_withheld) is distinct from (b.members, b.parent_id, b.name_withheld) order by 1) x;
	return null;
end $$;
create trigger organisations_recounted after update on organisations
	referencing old table as before_rows new table as after_rows for each statement execute function recount_organisations();

-- A claim is shown to nobody: it does not wake the pages.
create trigger endorsements_shown_first after insert on endorsements
	for each row when (new.state = 'shown') execute function notify_pages();
create trigger endorsements_shown after update of state, merged_into on endorsements
	for each row when ('shown' in (old.state, new.state)) execute function notify_pages();
create trigger endorsements_shown_last after delete on endorsements
	for each row when (old.state = 'shown') execute function notify_pages();
create trigger organisations_shown after update on organisations for each row execute function notify_pages();

alter table subscription_consents drop constraint subscription_consents_purpose_check;
alter table subscription_consents add constraint subscription_consents_purpose_check
	check (purpose in ('updates', 'organisation-updates'));

-- A question of which nobody knows whether it was taken is not asked again; news is told again.
insert into email_messages (kind, lane, policy, status) values
	('confirm-endorsement', 'transactional', 'resend', 'sending'),
	('endorsement-how-went', 'transactional', 'hold', 'sending'),
	('endorsement-shown', 'transactional', 'resend', 'sending'),
	('endorsement-refused', 'transactional', 'resend', 'sending');

grant select, insert, update, delete on organisations, endorsements, namings, endorsement_mails to yntymaq_app;

comment on column trusted_hosts.reason is 'Why: listed before, by a moderator''s decision at the desk; endorsement: that of an organisation, checked.';
