-- Who holds a campaign's money and what becomes of it; pages shown before they are open; what became of mails, by day.

create table fund_accounts (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references campaigns on delete cascade,
	mode text not null check (mode in ('stripe', 'transfer', 'held')),
	holder text not null check (holder <> ''),
	iban text check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
	url text check (url ~ '^https://'),
	sample boolean not null default false,
	made_on date not null default current_date,
	unique (campaign_id, id),
	check ((mode = 'held') = (url is not null)),
	check (mode <> 'transfer' or iban is not null)
);
comment on table fund_accounts is 'Where money goes, as it was proposed. A row is never changed: another account is another row, and two people agree to it.';
comment on column fund_accounts.mode is 'A Stripe account of our own; bank transfers only; held by a union or a charity, which has a page of its own.';
comment on column fund_accounts.holder is 'As the bank shows it to whoever pays.';

create table funds (
	campaign_id int primary key references campaigns on delete cascade,
	account_id uuid,
	legal_name text not null default '',
	country text check (country ~ '^[A-Z]{2}$'),
	sample boolean not null default false,
	opened_at timestamptz,
	closed_at timestamptz,
	foreign key (campaign_id, account_id) references fund_accounts (campaign_id, id),
	check (closed_at is null or closed_at >= opened_at),
	check (opened_at is null or account_id is not null)
);
comment on table funds is 'The solidarity fund of a campaign.';
comment on column funds.account_id is 'What givers are shown. Moved by the action `fund.account` alone, which takes two people and two days.';
comment on column funds.country is 'Where the holder is registered.';

create table fund_editions (
	campaign_id int not null references funds on delete cascade,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	purpose text not null default '',
	who_decides text not null default '',
	costs text not null default '',
	surplus text not null default '',
	primary key (campaign_id, locale)
);
comment on table fund_editions is 'What the money is for, who decides on it, what is taken for costs, and what becomes of what is left: part of the opening checklist.';

create table previews (
	id uuid primary key default gen_random_uuid(),
	token_hash bytea not null unique check (octet_length(token_hash) = 32),
	campaign_id int not null references campaigns on delete cascade,
	page text not null check (page in ('campaign', 'petition', 'fund', 'pickets')),
	petition_id int references petitions on delete cascade,
	made_on date not null default current_date,
	made_by uuid not null references organisers on delete cascade,
	expires_at timestamptz not null default now() + interval '7 days',
	check ((page = 'petition') = (petition_id is not null))
);
comment on table previews is 'Links that show a page before it is open to people without an account; taking one back deletes its row, and so does shutting its maker out.';
create index previews_of on previews (campaign_id);

alter table campaign_editions add column authorities text not null default '';
comment on column campaign_editions.authorities is 'What whoever calls a picket is told of the authorities: whom to ask, how long before, and that a change may need it anew.';

alter table campaigns add column pickets_closed_at timestamptz;
comment on column campaigns.pickets_closed_at is 'No more pickets are called; those that are listed stay.';

create table email_days (
	day date not null,
	message_id int not null references email_messages on delete cascade,
	bucket smallint not null,
	state text not null,
	n int not null check (n > 0),
	primary key (day, message_id, bucket, state)
);
comment on table email_days is 'How many mails ended how, by day, message and provider bucket; under the newest day also what is still open. Rolled up from email_deliveries, outlives it, and names nobody.';

create table confirmation_days (
	petition_id int not null references petitions on delete cascade,
	day date not null,
	bucket smallint not null,
	asked int not null check (asked > 0),
	confirmed int not null check (confirmed between 0 and asked),
	primary key (petition_id, day, bucket)
);
comment on table confirmation_days is 'Of the confirmation mails sent on a day, how many led to a confirmation by three days later: a provider that hides them shows here.';

create table mail_rollup (
	only_row boolean primary key default true check (only_row),
	rolled_at timestamptz not null,
	confirmed_at timestamptz not null
);
comment on table mail_rollup is 'When the two tables above were last brought up to date.';
insert into mail_rollup (rolled_at, confirmed_at) values ('-infinity', '-infinity');

-- A day's mails are rolled up by their day. Mails end nearly in the order of their rows, so a summary of ranges finds
-- them, and costs the queue nothing as it marks each as sent.
create index email_deliveries_done on email_deliveries using brin (done_on) with (pages_per_range = 32, autosummarize = on);

grant select, insert, update, delete on
	funds, fund_editions, previews, email_days, confirmation_days
	to yntymaq_app;
-- Its one row stays.
grant select, update on mail_rollup to yntymaq_app;
grant select, insert on fund_accounts to yntymaq_app;

create trigger funds_shown after insert or update or delete on funds for each row execute function notify_pages();
create trigger fund_editions_shown after insert or update or delete on fund_editions for each row execute function notify_pages();
