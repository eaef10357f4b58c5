-- What organisers did, chained so that nobody changes it unseen; what takes two of them; what any of them may stop.

create table audit_log (
	seq bigint primary key,
	at timestamptz not null,
	actor uuid,
	act text not null check (act ~ '^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$' and length(act) <= 60),
	campaign_id int,
	about text check (about ~ '^[a-z0-9]+([-./][a-z0-9]+)*$' and length(about) <= 160),
	figures jsonb not null default '{}',
	hash bytea not null check (octet_length(hash) = 32),
	-- Numbers and words of closed sets: nothing here is a name, an address or what somebody wrote.
	constraint audit_log_figures check (jsonb_typeof(figures) = 'object'
		and not jsonb_path_exists(figures, 'strict $.* ? (@.type() != "number" && !(@.type() == "string" && @ like_regex "^[a-z0-9-]{1,60}$"))')
		and not jsonb_path_exists(figures, 'strict $.keyvalue() ? (!(@.key like_regex "^[a-zA-Z]{1,30}$"))'))
);
comment on table audit_log is 'Append-only, one row an act. `hash` is SHA-256 over the hash before and the row (app/organise/audit/chain.ts); `yntymaq audit verify` recomputes it. No foreign keys: what was done stays said when what it was done to is gone.';
comment on column audit_log.actor is 'The organiser; null for the operator''s tool and the worker.';
comment on column audit_log.about is 'An id or a slug.';
-- The page of a campaign reads its rows, newest first.
create index audit_log_of on audit_log (campaign_id, seq desc);

create table audit_head (
	one boolean primary key default true check (one),
	seq bigint not null,
	at timestamptz not null,
	hash bytea not null check (octet_length(hash) = 32)
) with (fillfactor = 10);
comment on table audit_head is 'The last row of audit_log: appends wait for each other here, so that seq has no gap, and what was cut off the end is missed.';
insert into audit_head (seq, at, hash) values (0, '-infinity', decode(repeat('00', 32), 'hex'));

create table audit_checkpoint (
	one boolean primary key default true check (one),
	seq bigint not null,
	hash bytea not null check (octet_length(hash) = 32)
);
comment on table audit_checkpoint is 'The last row that was pruned: the chain verifies from here.';
insert into audit_checkpoint (seq, hash) select seq, hash from audit_head;

-- Fields stand with their lengths, so that nothing moves from one into the next.
create function audit_field(value text) returns text immutable parallel safe language sql
	return case when value is null then '-' else octet_length(value) || ':' || value end || ',';

create function chain_audit() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	-- Whoever appends at the same time waits here until we commit. Nobody chooses number, time or hash.
	update audit_head set seq = audit_head.seq + 1, at = greatest(audit_head.at, clock_timestamp())
		returning audit_head.seq, audit_head.at into new.seq, new.at;
	update audit_head set hash = sha256(audit_head.hash || convert_to(concat(
		audit_field(new.seq::text), audit_field((extract(epoch from new.at) * 1000000)::bigint::text),
		audit_field(new.actor::text), audit_field(new.act), audit_field(new.campaign_id::text),
		audit_field(new.about), audit_field(new.figures::text)), 'UTF8'))
		returning audit_head.hash into new.hash;
	return new;
end $$;
-- On a table of their own anybody could otherwise move the head.
revoke execute on function chain_audit() from public;
create trigger audit_log_chained before insert on audit_log for each row execute function chain_audit();

create function prune_audit(most int) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
	last bigint;
	pruned int;
begin
	-- One at a time: a second would keep an older hash.
	perform from audit_checkpoint for update;
	select max(seq) into last from (select seq, at from audit_log order by seq limit most) oldest
		where at < now() - interval '365 days';
	update audit_checkpoint c set seq = l.seq, hash = l.hash from audit_log l where l.seq = last;
	delete from audit_log where seq <= last;
	get diagnostics pruned = row_count;
	return pruned;
end $$;
comment on function prune_audit is 'Ends the oldest rows that are older than 365 days, at most so many; gives how many.';
revoke execute on function prune_audit(int) from public;
grant execute on function prune_audit(int) to yntymaq_app;

grant select, insert on audit_log to yntymaq_app;
grant select on audit_head, audit_checkpoint to yntymaq_app;

create table approvals (
	id uuid primary key default gen_random_uuid(),
	action text not null check (action ~ '^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$'),
	campaign_id int references campaigns on delete cascade,
	subject text not null check (subject ~ '^[a-z0-9]+([-./][a-z0-9]+)*$' and length(subject) <= 160),
	state text not null default 'asked' check (state in ('asked', 'agreed', 'done', 'refused', 'expired', 'failed')),
	asked_by uuid not null references organisers,
	asked_at timestamptz not null default now(),
	expires_at timestamptz not null default now() + interval '7 days',
	agreed_by uuid references organisers,
	not_before timestamptz,
	refused_by uuid references organisers,
	ended_at timestamptz,
	tried_at timestamptz,
	reason text check (reason ~ '^[a-z-]{1,40}$'),
	constraint approvals_two_people check (agreed_by <> asked_by),
	check ((agreed_by is null) = (not_before is null)),
	check (state not in ('agreed', 'done', 'failed') or agreed_by is not null),
	check (state in ('asked', 'agreed') = (ended_at is null))
);
comment on table approvals is 'What takes two organisers: asked → agreed → done; refused or stopped until it is done; expired when nobody agreed in seven days. app/organise/approvals/actions.ts has a row for each action.';
comment on column approvals.not_before is 'When an agreed action may be performed: some wait, and everybody is told.';
comment on column approvals.tried_at is 'When a worker last began: another waits a little before it begins too.';
comment on column approvals.reason is 'Why it failed or was refused by itself, a word of a closed set.';
-- Asking twice is asking once.
create unique index approvals_open on approvals (action, coalesce(campaign_id, 0), subject) where state in ('asked', 'agreed');
-- The worker looks only for what waits.
create index approvals_waiting on approvals (state, not_before) where state in ('asked', 'agreed');

create table site_locks (
	what text primary key check (what in ('sessions', 'mail')),
	set_by uuid references organisers on delete set null,
	set_at timestamptz not null default now()
);
comment on table site_locks is 'What any organiser has stopped, while its row is here: everybody''s sessions, or all mail. Lifting takes two.';

alter table organisers add column no_lock_until timestamptz;
comment on column organisers.no_lock_until is 'Two others lifted a lock of theirs: until then they set none.';

grant select, insert, update on approvals to yntymaq_app;
grant select, insert, delete on site_locks to yntymaq_app;

-- A campaign that has an administrator who can sign in keeps one.
create function keep_administrators(campaign_ids int[], without uuid) returns void language plpgsql as $$
begin
	-- Two administrators who remove each other take turns, in one order for all.
	perform from campaigns where id = any (campaign_ids) order by id for no key update;
	if exists (select from campaigns c where c.id = any (campaign_ids) and not exists (
		select from campaign_roles r join organisers o on o.id = r.organiser_id
		where r.campaign_id = c.id and r.role = 'administrator' and o.state = 'active' and o.id <> without)) then
		raise exception 'a campaign keeps its last administrator'
			using errcode = '23514', constraint = 'last_administrator';
	end if;
end $$;

create function keep_role_administrator() returns trigger language plpgsql as $$
begin
	-- Whoever cannot sign in was none; and an organiser who is deleted was asked about before.
	if exists (select from organisers where id = old.organiser_id and state = 'active')
		and not exists (select from campaign_roles where organiser_id = old.organiser_id
			and campaign_id = old.campaign_id and role = 'administrator') then
		perform keep_administrators(array[old.campaign_id], old.organiser_id);
	end if;
	return null;
end $$;
create trigger campaign_roles_keep_administrator after update or delete on campaign_roles
	for each row when (old.role = 'administrator') execute function keep_role_administrator();

create function keep_active_administrator() returns trigger language plpgsql as $$
begin
	perform keep_administrators(array(
		select campaign_id from campaign_roles where organiser_id = old.id and role = 'administrator'), old.id);
	return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger organisers_keep_administrator before delete on organisers
	for each row when (old.state = 'active') execute function keep_active_administrator();
create trigger organisers_keep_active_administrator before update of state on organisers
	for each row when (old.state = 'active' and new.state = 'disabled') execute function keep_active_administrator();

-- Another migration may have brought it.
insert into email_messages (kind, lane, policy, status)
	select 'organisers-notice', 'transactional', 'resend', 'sending'
	where not exists (select from email_messages where kind = 'organisers-notice');
