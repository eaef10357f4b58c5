-- Handing in: lists of exactly those who are entitled, frozen by two organisers, from which files are made.

create table handins (
	id int generated always as identity primary key,
	petition_id int not null references petitions on delete cascade,
	number int not null check (number > 0),
	approval_id uuid not null unique,
	state text not null default 'frozen' check (state in ('frozen', 'exported', 'handed-in')),
	version_id int not null,
	signatures int not null check (signatures >= 0),
	organisations int not null check (organisations >= 0),
	represented bigint not null check (represented >= 0),
	paper int not null check (paper >= 0),
	bodies jsonb not null default '[]' check (jsonb_typeof(bodies) = 'array'),
	asked_by uuid not null,
	agreed_by uuid not null,
	frozen_on date not null default current_date,
	exported_on date,
	open_until timestamptz not null,
	unique (petition_id, number),
	foreign key (petition_id, version_id) references petition_versions (petition_id, id),
	constraint handins_two_people check (asked_by <> agreed_by),
	check ((state = 'frozen') = (exported_on is null))
);
comment on table handins is 'A frozen list: frozen → exported → handed in. What was frozen of it never changes: the application may change no other column than state, days and who downloads.';
comment on column handins.approval_id is 'What two agreed to: performed twice it freezes once.';
comment on column handins.version_id is 'The newest version: whose words the letter has, and to whose addressees it goes.';
comment on column handins.bodies is 'The organisations that were shown: name (null where it is withheld), kind, country, members.';
comment on column handins.asked_by is 'Who last asked for its files, and the second person: until `open_until` these two download them. No foreign key: what was handed in stays said.';

create function handin_goes_on() returns trigger language plpgsql as $$
begin
	if array_position(array['frozen', 'exported', 'handed-in'], new.state)
		< array_position(array['frozen', 'exported', 'handed-in'], old.state) then
		raise exception 'a hand-in does not go back' using errcode = '23514';
	end if;
	return new;
end $$;
create trigger handins_go_on before update of state on handins for each row execute function handin_goes_on();

create table handin_addressees (
	handin_id int not null references handins on delete cascade,
	place smallint not null check (place > 0),
	body text not null check (body <> ''),
	named int not null check (named >= 0),
	primary key (handin_id, place)
);
comment on column handin_addressees.body is 'The line of the newest version, in the language in which they were compared.';

create table handin_rows (
	handin_id int not null,
	place smallint not null,
	number int not null check (number > 0),
	-- Who withdraws leaves a number without a name.
	signature_id uuid references signatures on delete set null,
	version int not null,
	primary key (handin_id, place, number),
	foreign key (handin_id, place) references handin_addressees on delete cascade
);
comment on table handin_rows is 'Who is named to one addressee, numbered at random. No words: they are read from the signature, so that who withdraws is in no later file.';
comment on column handin_rows.version is 'The number of the version that was signed.';
-- Withdrawing.
create index handin_rows_of_signature on handin_rows (signature_id);

create function keep_handin_rows() returns trigger language plpgsql as $$
begin
	if exists (select from before_rows r join handins h on h.id = r.handin_id join petitions p on p.id = h.petition_id
		where p.anonymised_at is null) then
		raise exception 'a frozen list keeps its rows until its names end' using errcode = '23514';
	end if;
	return null;
end $$;
create trigger handin_rows_kept after delete on handin_rows
	referencing old table as before_rows for each statement execute function keep_handin_rows();

grant select, insert on handins, handin_addressees, handin_rows to yntymaq_app;
grant update (state, exported_on, open_until, asked_by, agreed_by) on handins to yntymaq_app;
grant delete on handin_rows to yntymaq_app;
-- Retention locks what it deletes, which asks for this right; nobody numbers a frozen list anew.
grant update (number) on handin_rows to yntymaq_app;
create function refuse_new_number() returns trigger language plpgsql as $$
begin
	raise exception 'a frozen list keeps its numbers' using errcode = '23514';
end $$;
create trigger handin_rows_numbered before update of number on handin_rows
	for each row execute function refuse_new_number();
