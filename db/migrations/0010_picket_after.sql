-- What is told of a picket afterwards: how many came, words, photos.

create table picket_reports (
	picket_id uuid primary key references pickets on delete cascade,
	people int not null check (people in (1, 10, 25, 50, 100, 250, 500, 1000)),
	words text not null default '' check (char_length(words) <= 2000),
	state text not null default 'waiting' check (state in ('waiting', 'shown', 'refused')),
	written_on date not null default current_date
);
comment on table picket_reports is 'A host''s report, in the language of the picket. Shown once a moderator has said so, and not before two hours after the end.';
comment on column picket_reports.people is 'How many came, as the least of a band.';

create table picket_photos (
	id uuid primary key default gen_random_uuid(),
	picket_id uuid not null references pickets on delete cascade,
	alternative text not null check (alternative <> '' and char_length(alternative) <= 500),
	width int not null check (width between 1 and 1600),
	height int not null check (height between 1 and 1600),
	size int not null check (size between 1 and 4194304),
	bytes bytea,
	state text not null default 'waiting' check (state in ('waiting', 'shown', 'refused')),
	number smallint not null check (number between 1 and 10),
	unique (picket_id, number),
	-- What has been refused is gone: no mistake shows it again.
	check ((state = 'refused') = (bytes is null)),
	check (octet_length(bytes) = size)
);
comment on table picket_photos is 'Photos of a picket as WebP of ours, without metadata; what was uploaded is kept nowhere. docs/decisions/2026-11-23-photos-in-postgres.md says why here.';
comment on column picket_photos.alternative is 'What can be seen, in words, in the language of the picket.';
comment on column picket_photos.number is 'The order in which they were added; ten places a picket, which no race can exceed.';
-- WebP does not compress any further.
alter table picket_photos alter column bytes set storage external;

create trigger picket_reports_shown after insert or update or delete on picket_reports
	for each row execute function notify_pages();
create trigger picket_photos_shown after insert or update or delete on picket_photos
	for each row execute function notify_pages();

grant select, insert, update, delete on picket_reports, picket_photos to yntymaq_app;
