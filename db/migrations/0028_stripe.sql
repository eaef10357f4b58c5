-- What Stripe tells, what is asked of it, and what became of it (docs/stripe.md).

create table stripe_events (
	id text primary key check (id ~ '^evt_'),
	type text not null check (length(type) <= 100),
	api_version text,
	payload_sealed bytea,
	state text not null default 'new' check (state in ('new', 'done', 'left')),
	tries int not null default 0 check (tries >= 0),
	not_before timestamptz default now(),
	received_on date not null default current_date,
	check (state = 'new' or payload_sealed is null and not_before is null),
	check (state <> 'new' or not_before is not null)
);
comment on table stripe_events is 'What Stripe has told, once each: only a reason to look again, never a source of amounts.';
comment on column stripe_events.payload_sealed is 'The event as it came: it holds givers'' addresses. Null once it has been worked on, and after 35 days.';
comment on column stripe_events.not_before is 'Null once it has been worked on: it would say when somebody gave.';
comment on column stripe_events.state is '`new`: to be worked at `not_before`. `left`: tried often enough, and the sweep finds the money.';
create index stripe_events_due on stripe_events (not_before) where state = 'new';

create table stripe_sweeps (
	one boolean primary key default true check (one),
	swept_to timestamptz,
	month_on date,
	balance_on date
);
comment on table stripe_sweeps is 'How far Stripe''s list of balance transactions has been read.';
comment on column stripe_sweeps.swept_to is 'Everything that Stripe made before has been posted.';
comment on column stripe_sweeps.month_on is 'The day on which a whole month was last read again.';
comment on column stripe_sweeps.balance_on is 'The last day on which the books and Stripe''s balance were the same.';
insert into stripe_sweeps default values;

create table checkouts (
	id text primary key check (id ~ '^cs_'),
	donation_id uuid not null references donations on delete cascade,
	attempt int not null default 1 check (attempt > 0),
	state text not null default 'open' check (state in ('open', 'complete', 'expired')),
	expires_at timestamptz,
	looked_at timestamptz default now(),
	unique (donation_id, attempt),
	check (state <> 'open' or expires_at is not null and looked_at is not null)
);
comment on table checkouts is 'Stripe''s pages for paying (Checkout Sessions) that have been made. Once one is over its row has no time: it would say when somebody gave.';

create function forget_checkout_times() returns trigger language plpgsql as $$
begin
	new.expires_at := null;
	new.looked_at := null;
	return new;
end $$;
create trigger checkouts_without_times before insert or update on checkouts for each row when (new.state <> 'open')
	execute function forget_checkout_times();
create index checkouts_open on checkouts (looked_at) where state = 'open';

create table monthly_declines (
	campaign_id int not null references funds,
	minute timestamptz not null,
	declines int not null check (declines > 0),
	primary key (campaign_id, minute)
);
comment on table monthly_declines is 'How many cards were declined on pages for monthly gifts, of which Stripe does not say on which: numbers by the minute, for an hour.';

create table monthly_gifts (
	donation_id uuid primary key references donations,
	subscription text not null unique check (subscription ~ '^sub_'),
	customer text not null check (customer ~ '^cus_'),
	status text not null,
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null check (amount > 0),
	cancel_on date,
	paused boolean not null default false,
	next_on date,
	ended_on date,
	looked_on date
);
comment on table monthly_gifts is 'A monthly gift as Stripe has it (Subscription): mirrored whenever it is looked at, never the other way round.';
comment on column monthly_gifts.amount is 'What is charged each month, in minor units.';
comment on column monthly_gifts.looked_on is 'The day of the last nightly look: an end that no webhook has told of is found then.';
comment on column monthly_gifts.cancel_on is 'It ends then unless it is taken up again.';

create table refunds (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references funds,
	gift_id uuid,
	stripe_id text unique check (stripe_id ~ '^(re|pyr)_'),
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null check (amount > 0),
	state text not null default 'asked' check (state in ('asked', 'pending', 'succeeded', 'failed', 'canceled', 'refused')),
	asked_by uuid references organisers,
	tries int not null default 0,
	not_before timestamptz not null default now(),
	made_on date not null default current_date,
	check (state not in ('asked', 'refused') or asked_by is not null),
	check (state in ('asked', 'refused') or stripe_id is not null),
	foreign key (gift_id, campaign_id) references gifts (id, campaign_id)
);
comment on table refunds is 'Money given back, asked for at the desk or made in Stripe''s dashboard; what moved stands in the books alone.';
comment on column refunds.state is '`asked`: written down, and not yet heard of from Stripe. `refused`: Stripe did not take it. The others are Stripe''s words.';
comment on column refunds.asked_by is 'The organiser; null for one that was made elsewhere.';
create index refunds_of_gift on refunds (gift_id);
create index refunds_asked on refunds (not_before) where state = 'asked';

-- What the desk asks for; what Stripe has done is a fact, and taken as it is.
create function refuse_over_refund() returns trigger language plpgsql as $$
declare
	given bigint;
	back bigint;
begin
	-- One refund of a gift at a time.
	select amount into given from gifts where id = new.gift_id and campaign_id = new.campaign_id
		and currency = new.currency for update;
	select coalesce(sum(amount), 0) into back from refunds
		where gift_id = new.gift_id and state not in ('failed', 'canceled', 'refused');
	if given is null or back + new.amount > given then
		raise exception 'no more is given back than was given' using errcode = '23514', constraint = 'refunds_within_gift';
	end if;
	return new;
end $$;
create trigger refunds_within_gift before insert on refunds for each row when (new.state = 'asked')
	execute function refuse_over_refund();

create table disputes (
	id text primary key check (id ~ '^(dp|du)_'),
	campaign_id int not null references funds,
	gift_id uuid,
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null check (amount >= 0),
	reason text not null,
	status text not null,
	due_on date,
	refundable boolean not null default false,
	opened_on date not null,
	closed_on date,
	foreign key (gift_id, campaign_id) references gifts (id, campaign_id)
);
comment on table disputes is 'A payment that its payer''s bank asks back: the case, as Stripe has it. Money moves in the books when it moves at Stripe.';
comment on column disputes.due_on is 'Until then Stripe takes evidence.';
comment on column disputes.refundable is 'While it is an inquiry the gift can still be given back.';
create index disputes_of_gift on disputes (gift_id);

create table payouts (
	id text primary key check (id ~ '^po_'),
	campaign_id int not null references funds,
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null,
	status text not null,
	automatic boolean not null,
	arrives_on date not null,
	reconciled boolean not null default false,
	made_on date not null
);
comment on table payouts is 'What Stripe sends to the bank. `paid` is what Stripe expects; the bank''s own line says that it came.';
comment on column payouts.reconciled is 'The balance transactions that Stripe lists for it add up to it.';

create table fund_alarms (
	id bigint generated always as identity primary key,
	campaign_id int not null references funds,
	kind text not null check (kind in ('unknown-transaction', 'unlinked-payment', 'balance-differs', 'books-changed', 'payout-not-arrived',
		'card-testing', 'unallocated-old', 'dispute-opened', 'api-version', 'double-gift', 'refund-failed', 'refund-refused',
		'early-fraud-warning')),
	about text not null check (length(about) <= 200),
	opened_on date not null default current_date,
	told_on date,
	closed_on date,
	closed_by uuid references organisers
);
comment on table fund_alarms is 'What somebody has to look at, once while it is open.';
comment on column fund_alarms.about is 'What it is about: an id of ours or of Stripe''s, or a currency. Never a person.';
comment on column fund_alarms.told_on is 'The treasurers have been told by mail.';
create unique index fund_alarms_open on fund_alarms (campaign_id, kind, about) where closed_on is null;

create view gift_sums as
	select g.id as gift_id,
		coalesce(-sum(p.amount) filter (where a.code like 'donations\_%' and a.currency = g.currency), 0)::bigint as gross,
		coalesce(sum(p.amount) filter (where a.code = 'refunds' and a.currency = g.currency), 0)::bigint as refunded,
		coalesce(sum(p.amount) filter (where a.code = 'chargebacks' and a.currency = g.currency), 0)::bigint as charged_back,
		coalesce(sum(p.amount) filter (where a.code = 'disputed'), 0)::bigint as disputed,
		greatest(-sum(p.amount) filter (where a.code = 'unallocated' and a.currency = g.currency), 0)::bigint as unallocated,
		coalesce(-sum(p.amount) filter (where a.code = 'refund_due'), 0)::bigint as refund_due,
		sum(p.amount) filter (where a.code = 'processor_fees')::bigint as fee,
		max(a.currency) filter (where a.code = 'processor_fees') as fee_currency,
		count(j.seq) > 0 as posted,
		exists (select from disputes c where c.gift_id = g.id and c.closed_on is null and c.status not like 'warning\_%')
			as case_open
	from gifts g
		left join lateral (
			select seq from journals where gift_id = g.id
			union all
			-- What moved for it before anybody knew whose it was.
			select j.seq from (select g.charge as id
				union all select stripe_id from refunds where gift_id = g.id
				union all select id from disputes where gift_id = g.id) moved
				join stripe_balance_txns t on t.source = moved.id
				join journals j on j.stripe_txn = t.id and j.gift_id is null
			union all
			select j.seq from disputes c join journals j
				on j.key in ('dispute:' || c.id || ':lost', 'dispute:' || c.id || ':lost:reversed') and j.gift_id is null
			where c.gift_id = g.id
		) j on true
		left join postings p on p.journal_seq = j.seq
		left join ledger_accounts a on a.id = p.account_id
	group by g.id;
comment on view gift_sums is 'What the books say of each gift, in minor units of its own currency; `disputed` stands in the currency that Stripe holds; `case_open`: its bank asks for it back. An inquiry, which moves no money, is none.';

grant select, insert, update, delete on stripe_events, checkouts, monthly_declines to yntymaq_app;
grant select, insert, update on monthly_gifts, refunds, disputes, payouts, fund_alarms to yntymaq_app;
grant select, update on stripe_sweeps to yntymaq_app;
grant select on gift_sums to yntymaq_app;
