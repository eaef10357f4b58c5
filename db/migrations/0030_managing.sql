-- What a giver manages without an account, and the mails that tell of a gift (docs/giving.md).

create table donation_links (
	token_hash bytea primary key check (octet_length(token_hash) = 32),
	donation_id uuid not null references donations on delete cascade,
	expires_on date not null
);
comment on table donation_links is 'Links to a donation''s own page, each in one mail, good until their day. A link opens one donation and nothing else.';
comment on column donation_links.token_hash is 'SHA-256 of the token.';
create index donation_links_of_donation on donation_links (donation_id);

create table donation_mails (
	id uuid primary key default gen_random_uuid(),
	donation_id uuid not null references donations on delete cascade,
	kind text not null check (kind ~ '^[a-z]+(-[a-z]+)+$'),
	about text not null check (length(about) <= 200),
	unique (donation_id, kind, about)
);
comment on table donation_mails is 'What a giver was promised by mail, once: `id` is the subject of its delivery. It says no day and no address.';
comment on column donation_mails.about is 'The gift, the balance transaction, the invoice or the subscription that it tells of.';

create table stripe_portal (
	one boolean primary key default true check (one),
	configuration text not null check (configuration ~ '^bpc_')
);
comment on table stripe_portal is 'What givers may do on Stripe''s own page (Billing Portal configuration), made once.';

-- An erased giver's subscription, once it has ended, names no customer.
alter table monthly_gifts alter column customer drop not null;

alter table donations add column link_until date not null default current_date + 90;
comment on column donations.link_until is 'Until then `token_hash` opens its page; links of later mails have a day of their own.';

insert into email_messages (kind, lane, policy, status) values
	('gift-receipt', 'transactional', 'resend', 'sending'),
	('gift-transfer', 'transactional', 'resend', 'sending'),
	('gift-failed', 'transactional', 'resend', 'sending'),
	('gift-returned', 'transactional', 'resend', 'sending'),
	('monthly-failed', 'transactional', 'resend', 'sending'),
	('monthly-recovered', 'transactional', 'resend', 'sending'),
	('monthly-changed', 'transactional', 'resend', 'sending'),
	('monthly-ended', 'transactional', 'resend', 'sending'),
	('donation-link', 'transactional', 'resend', 'sending');

alter table erasures drop constraint erasures_about_check;
alter table erasures add constraint erasures_about_check
	check (about in ('submission', 'signature', 'subscription', 'rsvp', 'host', 'endorsement', 'name', 'public', 'person', 'hidden', 'line', 'donation'));
comment on column erasures.about is 'name: a signature is only counted from now on, its words are gone; public: its name is shown to nobody but the addressees; person: handed in, it stays counted and keeps nothing of anybody; hidden: an organiser took its name off the public pages; line: its line for the families is shown to nobody; donation: it stays in the books and keeps nothing of its giver. Of all others the row is gone.';

-- Whoever ends a link or a mail's row locks it first, which takes the right to update.
grant select, insert, update, delete on donation_links to yntymaq_app;
grant select, insert, update, delete on donation_mails to yntymaq_app;
grant select, insert, update, delete on stripe_portal to yntymaq_app;
