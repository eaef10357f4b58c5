-- The words of a campaign as they are written: every save is a version, and what readers see is one of them.

create table texts (
	id int generated always as identity primary key,
	campaign_id int not null references campaigns on delete cascade,
	path text not null check (path ~ '^[a-z0-9-]+(/[a-z0-9-]+)*$'),
	removed_at timestamptz,
	unique (campaign_id, path)
);
comment on table texts is 'One document in all its languages: a path of campaign_documents, or `petitions/SLUG`. Rows stay, so that the number of an update is never given twice.';
comment on column texts.removed_at is 'Taken off the site here: an import does not bring it back unless it is forced.';

create table text_versions (
	id int generated always as identity primary key,
	text_id int not null references texts on delete cascade,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	number int not null check (number > 0),
	author_id uuid references organisers on delete set null,
	saved_at timestamptz not null default now(),
	from_id int references text_versions on delete cascade,
	matter jsonb not null,
	body text not null,
	note text not null default '',
	unique (text_id, locale, number)
);
comment on table text_versions is 'Each save of a document in a language. Append-only: undoing is one more version.';
comment on column text_versions.author_id is 'Null for what an import brought.';
comment on column text_versions.from_id is 'The version in another language that this one says; null where it was written in its own.';
-- Whether a translation follows its source is asked from the source''s side too.
create index text_versions_from on text_versions (from_id) where from_id is not null;

create table text_schedules (
	text_id int not null references texts on delete cascade,
	locale text not null,
	version_id int not null references text_versions on delete cascade,
	due_at timestamptz not null,
	asked_by uuid references organisers on delete set null,
	problem text check (problem in ('removed', 'citation', 'dated-otherwise', 'correction', 'closed')),
	primary key (text_id, locale)
);
comment on table text_schedules is 'Versions to be published at a time; the transaction that publishes one deletes its row.';
comment on column text_schedules.problem is 'Why it was not published when it was due: nobody tries it again.';
create index text_schedules_due on text_schedules (due_at) where problem is null;

alter table campaign_documents add column version_id int references text_versions;
comment on column campaign_documents.version_id is 'The version that readers see.';
alter table petition_editions add column text_version_id int references text_versions;
comment on column petition_editions.text_version_id is 'The version that readers see; the same as in the version of the petition before where only another language was corrected.';

-- What has changed since somebody signed is told to the readers of the language in which it has.
alter table petition_editions add column correction text not null default '';
comment on column petition_editions.correction is 'What changed in this language since the version of the petition before, as its readers are told.';
alter table petition_editions disable trigger petition_editions_frozen;
update petition_editions e set correction = v.correction from petition_versions v
where v.id = e.version_id and v.correction is not null;
alter table petition_versions drop column correction;

alter table campaign_sources add column edited_at timestamptz;
comment on column campaign_sources.edited_at is 'Changed here since it was imported: an import leaves it alone.';
-- Sources change places within one transaction.
alter table campaign_sources drop constraint campaign_sources_campaign_id_position_key;
alter table campaign_sources add constraint campaign_sources_campaign_id_position_key
	unique (campaign_id, position) deferrable initially deferred;

-- What is on the site becomes the first version of each document; all languages say what the first of them says.
insert into texts (campaign_id, path)
select campaign_id, path from campaign_documents
union select campaign_id, 'petitions/' || slug from petitions;

insert into text_versions (text_id, locale, number, matter, body)
select t.id, d.locale, 1, d.matter, d.body from campaign_documents d join texts t using (campaign_id, path)
union all
select t.id, e.locale, 1,
	jsonb_build_object('title', e.title, 'addressees', to_jsonb(string_to_array(e.addressees, e'\n')), 'summary', e.summary,
		'sponsor', e.sponsor, 'hand_in', e.hand_in, 'correction', e.correction), e.body
from petitions p
join texts t on t.campaign_id = p.campaign_id and t.path = 'petitions/' || p.slug
join lateral (select id from petition_versions where petition_id = p.id order by number desc limit 1) v on true
join petition_editions e on e.version_id = v.id;

update text_versions v set from_id = first.id
from (select distinct on (text_id) text_id, id, locale from text_versions order by text_id, locale <> 'en', locale) first
where first.text_id = v.text_id and first.id <> v.id;

update campaign_documents d set version_id = v.id
from texts t join text_versions v on v.text_id = t.id
where t.campaign_id = d.campaign_id and t.path = d.path and v.locale = d.locale;

update petition_editions e set text_version_id = v.id
from petition_versions pv
join petitions p on p.id = pv.petition_id
join texts t on t.campaign_id = p.campaign_id and t.path = 'petitions/' || p.slug
join text_versions v on v.text_id = t.id
where pv.id = e.version_id and v.locale = e.locale
	and pv.number = (select max(number) from petition_versions where petition_id = p.id);
alter table petition_editions enable trigger petition_editions_frozen;

grant select, insert, update, delete on texts, text_schedules to yntymaq_app;
grant select, insert on text_versions to yntymaq_app;
