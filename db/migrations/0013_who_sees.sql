-- Who sees whom: the list of names, the lines for the families, the numbers by country.

alter table signatures
	add column listed boolean not null default false,
	add column hidden_on date,
	add column name_read text not null default 'unread',
	add constraint signatures_name_read_check check (name_read in ('unread', 'released', 'held')) not valid,
	-- Every signature there is: a default costs no rewriting of the table, and a nightly job sorts them some at a time.
	add column line text not null default 'unread',
	add constraint signatures_line_check check (line in ('none', 'private', 'public', 'unread')) not valid;
alter table signatures alter column line set default 'none';
comment on column signatures.listed is 'Its name has come to the public list, with at least four others: neither order nor time of joining shows.';
comment on column signatures.hidden_on is 'When an organiser took its name off the public pages. Nobody but the signer shows it to more people than before.';
comment on column signatures.name_read is 'Whether a moderator has read the name, and let it go to the public list; other words are read anew.';
comment on column signatures.line is 'Whether `sealed` has a line for the families, and whether the signer allows to publish it. `unread`: older than this column, sorted by a nightly job.';

-- Who chooses to be seen again agrees again, to the same words perhaps.
alter table signature_consents
	add column time smallint not null default 1,
	add constraint signature_consents_time_check check (time > 0) not valid;
comment on column signature_consents.time is 'The first time that these words were agreed to, the second …';

create function refuse_rise_without_consent() returns trigger language plpgsql as $$
begin
	if not exists (select from signature_consents
		where signature_id = new.id and purpose = new.visibility and xmin = pg_current_xact_id()::xid) then
		raise exception 'only the signer shows a signature to more people: their consent belongs to the same transaction'
			using errcode = '23514';
	end if;
	return null;
end $$;
create trigger signatures_rise after update of visibility on signatures for each row
	when (array_position(array['counted', 'addressee', 'public'], new.visibility)
		> array_position(array['counted', 'addressee', 'public'], old.visibility))
	execute function refuse_rise_without_consent();

create table picked_lines (
	signature_id uuid primary key references signatures on delete cascade,
	petition_id int not null references petitions on delete cascade
);
comment on table picked_lines is 'Lines that a moderator chose to publish, of those whose writers allow it. No day and no sequence: they are shown in the order of random ids.';
-- A petition's lines, in that order.
create index picked_lines_of_petition on picked_lines (petition_id, signature_id);

create function refuse_unallowed_line() returns trigger language plpgsql as $$
begin
	perform from signatures where id = new.signature_id and petition_id = new.petition_id and line = 'public' for share;
	if not found then
		raise exception 'only a line whose writer allows it can be published' using errcode = '23514';
	end if;
	return new;
end $$;
create trigger picked_lines_allowed before insert or update on picked_lines
	for each row execute function refuse_unallowed_line();

create function unpick_line() returns trigger language plpgsql as $$
begin
	delete from picked_lines where signature_id = new.id;
	return null;
end $$;
create trigger signatures_line_taken_back after update of line, sealed on signatures for each row
	when (old.line = 'public' and (new.line <> 'public' or new.sealed is null)) execute function unpick_line();

create function secret_step() returns smallint volatile language sql as $$
	select (5 + ('x' || left(gen_random_uuid()::text, 7))::bit(28)::int % 5)::smallint
$$;
comment on function secret_step is 'By how many, from five to nine, a small number has to move before it is published again: said nowhere, so that who brings four others cannot tell whether a fifth has signed.';
alter table petition_counts add column country_step smallint not null default secret_step() check (country_step between 5 and 9);
comment on column petition_counts.country_step is 'Of the numbers by country, drawn anew at each publication.';

create table published_cells (
	petition_id int not null references petitions on delete cascade,
	dimension text not null check (dimension in ('country')),
	key text not null,
	n int not null check (n >= 5),
	published_on date not null default current_date,
	primary key (petition_id, dimension, key)
);
comment on table published_cells is 'What was last published of a dimension; `key` is empty for the rest. app/petitions/small-cells.ts says what may follow it.';

create trigger signatures_shown after update of visibility, listed, hidden_on on signatures
	for each statement execute function notify_pages();
create trigger picked_lines_shown after insert or delete on picked_lines for each statement execute function notify_pages();
create trigger published_cells_shown after insert or update or delete on published_cells
	for each statement execute function notify_pages();

grant select, insert, update, delete on picked_lines, published_cells to yntymaq_app;
