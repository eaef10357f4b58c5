-- What the petition for people at risk and for union branches, and the campaign's mails, have in common.

alter table petition_sources
	add column kind text not null default 'leaflet' check (kind in ('leaflet', 'partner', 'branch', 'sheet')),
	add column label text not null default '',
	-- `/q/{code}` names no petition.
	add unique (code);
comment on column petition_sources.label is 'What organisers call it; on no public page.';

alter table petition_counts
	add column represented bigint not null default 0 check (represented >= 0),
	add column paper int not null default 0 check (paper >= 0);
comment on column petition_counts.represented is 'Members of the organisations that endorse, none counted twice.';
comment on column petition_counts.paper is 'Signatures on paper: an addend of their own, in no other count.';

alter table subscriptions
	add column kind text not null default 'person',
	-- What is added to a large table is looked at later, by 0023: Postgres would read all of it under a lock.
	add constraint subscriptions_kind_check check (kind in ('person', 'organisation')) not valid;
comment on column subscriptions.kind is 'An organisation''s is that of its role address.';

alter table erasures drop constraint erasures_about_check;
alter table erasures add constraint erasures_about_check
	check (about in ('submission', 'signature', 'subscription', 'rsvp', 'host', 'endorsement'));

-- The code knows the purposes (app/consent/texts.server.ts); a new one needs no migration.
alter table consent_texts drop constraint consent_texts_purpose_check;
alter table consent_texts add constraint consent_texts_purpose_check check (purpose ~ '^[a-z]+(-[a-z]+)*$');
