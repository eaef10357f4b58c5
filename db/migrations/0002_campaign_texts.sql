-- What a campaign's pages are made of. Everything here is public.

create table campaign_sources (
	campaign_id int not null references campaigns on delete cascade,
	id text not null check (id ~ '^[a-z0-9-]+$'),
	position int not null,
	cite text not null,
	published text not null,
	url text check (url ~ '^https://'),
	language text not null,
	primary key (campaign_id, id),
	unique (campaign_id, position)
);
comment on column campaign_sources.published is 'As far as it is known: a day, a month or a year.';

create table campaign_documents (
	campaign_id int not null references campaigns on delete cascade,
	path text not null check (path ~ '^[a-z0-9-]+(/[a-z0-9-]+)*$'),
	locale text not null check (locale ~ '^[a-z]{2}$'),
	matter jsonb not null,
	body text not null default '',
	edited_at timestamptz,
	primary key (campaign_id, path, locale)
);
comment on table campaign_documents is 'A file of db/content each: `campaign`, `timeline/…`, `memorial`, `share`. app/campaigns/content/schemas.ts says what `matter` holds.';
comment on column campaign_documents.edited_at is 'Changed here since it was imported: an import leaves it alone.';

alter table campaign_editions drop column body;
alter table campaign_editions add column edited_at timestamptz;

grant select, insert, update, delete on campaign_sources, campaign_documents to yntymaq_app;

-- Web processes keep pages and listen for this (db/channels.ts). No table that a signing writes has it: counts are told
-- of by their rollup, as a NOTIFY takes a lock of the whole database at its commit.
create function notify_pages() returns trigger language plpgsql as $$
begin
	notify pages_changed;
	return null;
end $$;
create trigger campaigns_shown after insert or update or delete on campaigns for each row execute function notify_pages();
create trigger campaign_editions_shown after insert or update or delete on campaign_editions for each row execute function notify_pages();
create trigger campaign_sources_shown after insert or update or delete on campaign_sources for each row execute function notify_pages();
create trigger campaign_documents_shown after insert or update or delete on campaign_documents for each row execute function notify_pages();
create trigger petitions_shown after insert or update or delete on petitions for each row execute function notify_pages();
create trigger petition_versions_shown after insert or update or delete on petition_versions for each row execute function notify_pages();
create trigger petition_editions_shown after insert or update or delete on petition_editions for each row execute function notify_pages();
