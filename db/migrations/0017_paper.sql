-- Signatures on paper, counted by two people, and what a leaflet's or a partner's code is shown to have brought.

alter table petition_sources
	add column shown bigint not null default 0 check (shown >= 0),
	add column shown_on date,
	add column step smallint not null default secret_step() check (step between 5 and 9);
comment on column petition_sources.shown is
	'How many signed by this code, as it is said: 0 while fewer than five, then moved at most once a night, by `step` or more at a time (app/petitions/small-cells.ts).';

-- Every petition has its open form, whose code leads to it.
create function begin_open_sheet() returns trigger language plpgsql as $$
begin
	insert into petition_sources (petition_id, code, kind) values (new.id, 'paper-' || new.id, 'sheet') on conflict do nothing;
	return null;
end $$;
create trigger petitions_on_paper after insert on petitions for each row execute function begin_open_sheet();
insert into petition_sources (petition_id, code, kind) select id, 'paper-' || id, 'sheet' from petitions on conflict do nothing;

create table paper_batches (
	id int generated always as identity primary key,
	petition_id int not null references petitions on delete cascade,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	-- The code that its sheets carry: one for all of them, as a sheet's own would tell who scanned it.
	code text not null unique references petition_sources (code),
	rows int not null check (rows between 1 and 12),
	made_by uuid not null,
	made_on date not null default current_date,
	unique (id, petition_id)
);
create index on paper_batches (petition_id);
comment on column paper_batches.made_by is 'No foreign key, as in audit_log: what an organiser did stays said when they are gone. The same for paper_counts.counted_by.';
comment on column paper_batches.rows is 'Lines to sign on each sheet.';

create table paper_sheets (
	serial text primary key check (serial ~ '^[1-9a-z]{4}-[1-9a-z]{4}$'),
	batch_id int not null,
	petition_id int not null,
	number int not null check (number > 0),
	state text not null default 'out' check (state in ('out', 'entered', 'counted', 'differs', 'void')),
	round int not null default 1 check (round > 0),
	counted int check (counted >= 0),
	asked text check (asked in ('recount', 'void')),
	asked_by uuid references organisers,
	foreign key (batch_id, petition_id) references paper_batches (id, petition_id) on delete cascade,
	unique (batch_id, number),
	check ((state = 'counted') = (counted is not null)),
	check ((asked is null) = (asked_by is null))
);
-- The sum of a petition's sheets is of those that count alone.
create index on paper_sheets (petition_id) include (counted) where state = 'counted';
comment on table paper_sheets is 'Sheets of signatures. Who stands on them is typed in nowhere: numbers alone.';
comment on column paper_sheets.round is 'Counted anew, a sheet begins its next round; what was counted before stays in paper_counts.';
comment on column paper_sheets.counted is 'Signatures on it, once two people have counted the same.';

comment on column paper_sheets.asked is 'What one organiser would do with a sheet that counts; another one does it.';

create table paper_counts (
	serial text not null references paper_sheets on delete cascade,
	round int not null,
	turn int not null check (turn in (1, 2)),
	rows int not null check (rows >= 0),
	refused int not null check (refused >= 0),
	counted_by uuid not null,
	counted_on date not null default current_date,
	-- The same sheet cannot be entered twice, whoever does it and however fast.
	primary key (serial, round, turn),
	-- The check is somebody else's.
	unique (serial, round, counted_by)
);
comment on table paper_counts is 'Every number that was ever entered for a sheet; append-only.';
comment on column paper_counts.refused is 'Lines that cannot count: crossed out, unreadable, without a signature.';

create function are_two(of_petition int, first uuid, second uuid) returns boolean stable language sql as $$
	select first <> second and 2 = (
		select count(distinct r.organiser_id) from campaign_roles r join petitions p on p.campaign_id = r.campaign_id
		where p.id = of_petition and r.organiser_id in (first, second) and r.role in ('moderator', 'administrator')
			and (r.granted_by is null or r.granted_at <= now() - interval '48 hours'
				and (r.organiser_id = first or r.granted_by <> first)))
$$;
comment on function are_two is 'Whether two organisers are two people as far as can be told: each has had a role for 48 hours, or the operator''s word, and the second has it not from the first.';

create function refuse_lone_check() returns trigger language plpgsql as $$
begin
	if not exists (
		select from paper_sheets s join paper_counts c on c.serial = s.serial and c.round = new.round and c.turn = 1
		where s.serial = new.serial and are_two(s.petition_id, c.counted_by, new.counted_by)
	) then
		raise exception 'sheet % is checked by another who has been an organiser for 48 hours', new.serial using errcode = 'check_violation';
	end if;
	return new;
end $$;
create trigger paper_counts_by_two before insert on paper_counts
	for each row when (new.turn = 2) execute function refuse_lone_check();

create function refuse_unchecked_sheet() returns trigger language plpgsql as $$
begin
	if 2 <> (
		select count(*) from paper_counts
		where serial = new.serial and round = new.round and rows = new.counted
			and refused = (select refused from paper_counts where serial = new.serial and round = new.round and turn = 1)
	) then
		raise exception 'sheet % has not been counted alike by two people', new.serial using errcode = 'check_violation';
	end if;
	return new;
end $$;
create trigger paper_sheets_checked before insert or update on paper_sheets
	for each row when (new.state = 'counted') execute function refuse_unchecked_sheet();

create function recount_paper(of_petition int) returns void language sql as $$
	update petition_counts n set paper = s.counted
	from (select coalesce(sum(counted), 0)::int as counted from paper_sheets where petition_id = of_petition and state = 'counted') s
	where n.petition_id = of_petition and n.paper <> s.counted;
$$;
comment on function recount_paper is 'The one writer of petition_counts.paper.';

create function paper_changed() returns trigger language plpgsql as $$
begin
	-- Two sheets of a petition that are checked at once: the second sum sees the first.
	perform from petition_counts where petition_id = coalesce(new.petition_id, old.petition_id) for update;
	perform recount_paper(coalesce(new.petition_id, old.petition_id));
	notify pages_changed;
	return null;
end $$;
create trigger paper_sheets_counted after update of state, counted on paper_sheets
	for each row when (old.counted is distinct from new.counted) execute function paper_changed();
create trigger paper_sheets_gone after delete on paper_sheets
	for each row when (old.counted is not null) execute function paper_changed();

grant select, insert, update on paper_batches, paper_sheets to yntymaq_app;
grant select, insert on paper_counts to yntymaq_app;
