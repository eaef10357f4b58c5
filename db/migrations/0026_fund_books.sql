-- What is given to a fund, and its books: double entry, kept by Postgres itself (docs/ledger.md).

create table stripe_fund (
	one boolean primary key default true check (one),
	campaign_id int not null unique references funds
);
comment on table stripe_fund is 'The one fund whose money the installation''s Stripe account holds: a payout or a fee of Stripe names no fund.';

alter table funds add column key_sealed bytea;
comment on column funds.key_sealed is 'The key of the fund''s fingerprints, made with its first gift.';

create table donations (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references funds,
	reference text not null unique check (reference ~ '^[0-9A-HJKMNP-TV-Z]{9}$'),
	frequency text not null check (frequency in ('once', 'monthly')),
	way text not null check (way in ('card', 'transfer', 'cash')),
	giver text not null default 'person' check (giver in ('person', 'organisation', 'party', 'state')),
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null check (amount > 0),
	cover bigint not null default 0 check (cover >= 0),
	locale text not null check (locale ~ '^[a-z]{2}$'),
	token_hash bytea unique check (octet_length(token_hash) = 32),
	fingerprint bytea check (octet_length(fingerprint) = 32),
	sealed bytea,
	sample boolean not null default false,
	made_on date not null default current_date,
	check (frequency = 'once' or way = 'card')
);
comment on table donations is 'What somebody set out to give, once or each month. Whether it came stands in the books alone.';
comment on column donations.reference is 'For the remittance text of a bank transfer: eight characters of Crockford''s base 32 and one that checks them.';
comment on column donations.amount is 'In minor units of the currency; `cover` is what was added for the processor''s fee.';
comment on column donations.token_hash is 'SHA-256 of the token that manages it, in its mails.';
comment on column donations.fingerprint is 'Of the giver''s address, under the fund''s key; null where none was given or it has been erased.';
comment on column donations.sealed is 'Address, name to show, dedication; null once erased.';
create index donations_of_address on donations (fingerprint);
create index donations_of_fund on donations (campaign_id, made_on);

create table gifts (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references funds,
	donation_id uuid references donations,
	way text not null check (way in ('card', 'transfer', 'cash')),
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null check (amount > 0),
	payment_intent text unique,
	charge text unique,
	invoice text unique,
	processing boolean not null default false,
	failed_on date,
	receipt_due boolean not null default true,
	sample boolean not null default false,
	given_on date not null default current_date
);
comment on table gifts is 'One payment each: a charge, one month of a monthly gift, a bank line, counted cash. What became of it is computed from its journals, never stored.';
comment on column gifts.amount is 'What was charged, in minor units of its currency: the gift and what was added for the fee.';
comment on column gifts.processing is 'On its way, as a direct debit is for days: nothing is posted.';
comment on column gifts.receipt_due is 'The mail of thanks has still to be promised.';
create index gifts_of_donation on gifts (donation_id);

create table stripe_balance_txns (
	id text primary key check (id ~ '^txn_'),
	campaign_id int not null references funds,
	source text,
	type text not null,
	reporting_category text not null,
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null,
	fee bigint not null,
	net bigint not null,
	exchange_rate text,
	fee_details jsonb not null default '[]',
	created_on date not null,
	available_on date,
	check (net = amount - fee)
);
comment on table stripe_balance_txns is 'Stripe''s own record of each movement of money (Balance Transaction), from which alone the books are posted; nothing in it names a person.';
create index stripe_balance_txns_of_source on stripe_balance_txns (source);

create table ledger_chart (
	code text primary key,
	kind text not null check (kind in ('asset', 'liability', 'income', 'contra_income', 'expense', 'clearing')),
	floor_zero boolean not null default false
);
comment on table ledger_chart is 'The accounts that a fund may have. `floor_zero`: there is never less than nothing in it.';
insert into ledger_chart (code, kind, floor_zero) values
	('stripe_balance', 'asset', false), ('disputed', 'asset', false), ('payout_transit', 'asset', false),
	('bank', 'asset', true), ('cash', 'asset', true),
	('aid_payable', 'liability', false), ('unallocated', 'liability', false), ('refund_due', 'liability', false),
	('donations_card', 'income', false), ('donations_bank', 'income', false), ('donations_cash', 'income', false),
	('refunds', 'contra_income', false), ('chargebacks', 'contra_income', false),
	('processor_fees', 'expense', false), ('dispute_fees', 'expense', false), ('transfer_fees', 'expense', false),
	('aid_family', 'expense', false), ('aid_lawyer', 'expense', false), ('aid_parcels', 'expense', false),
	('aid_medical', 'expense', false), ('fx', 'clearing', false);

create table ledger_accounts (
	id int generated always as identity primary key,
	campaign_id int not null references funds,
	code text not null references ledger_chart,
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	unique (campaign_id, code, currency),
	unique (id, campaign_id, currency)
);
comment on table ledger_accounts is 'An account of one fund in one currency.';

create table journals (
	seq bigint generated always as identity primary key,
	campaign_id int not null references funds,
	kind text not null check (kind ~ '^[a-z]+(-[a-z]+)*$' and length(kind) <= 40),
	key text not null unique check (length(key) <= 200),
	occurred_on date not null,
	reverses bigint unique references journals,
	gift_id uuid references gifts,
	stripe_txn text unique references stripe_balance_txns,
	actor uuid,
	xid xid8 not null default pg_current_xact_id(),
	unique (seq, campaign_id)
);
comment on table journals is 'One fact of the books. `key` says which, so that it is posted once: `stripe:txn_…`, `dispute:dp_…:lost`, `bank:…`, `aid:…`.';
comment on column journals.seq is 'The order of posting; it has gaps.';
comment on column journals.actor is 'The organiser; null for what the site posts by itself.';
comment on column journals.xid is 'The seal: nothing joins a journal in a later transaction.';
create index journals_of_gift on journals (gift_id) where gift_id is not null;
create index journals_of_fund on journals (campaign_id, occurred_on);

create table postings (
	id bigint generated always as identity primary key,
	journal_seq bigint not null,
	campaign_id int not null,
	account_id int not null,
	currency text not null,
	amount bigint not null check (amount <> 0),
	foreign key (journal_seq, campaign_id) references journals (seq, campaign_id),
	foreign key (account_id, campaign_id, currency) references ledger_accounts (id, campaign_id, currency)
);
comment on table postings is 'One leg of a journal, in minor units: debit is positive, credit negative.';
create index postings_of_journal on postings (journal_seq);

create table ledger_balances (
	account_id int primary key references ledger_accounts,
	balance bigint not null
);
comment on table ledger_balances is 'The sum of an account''s postings, kept by Postgres; its row is the lock by which payments from one account wait for each other.';

create table closed_months (
	campaign_id int not null references funds,
	month date not null check (extract(day from month) = 1),
	closed_on date not null default current_date,
	primary key (campaign_id, month)
);
comment on table closed_months is 'Months in which nothing is posted any more: a correction stands in an open one.';

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
	raise exception 'the books are append-only: %', tg_table_name using errcode = '23514', constraint = 'ledger_immutable';
end $$;
create trigger journals_immutable before update or delete or truncate on journals
	for each statement execute function refuse_ledger_change();
create trigger postings_immutable before update or delete or truncate on postings
	for each statement execute function refuse_ledger_change();
create trigger stripe_balance_txns_immutable before delete or truncate on stripe_balance_txns
	for each statement execute function refuse_ledger_change();

create function seal_posting() returns trigger language plpgsql as $$
begin
	if (select xid from journals where seq = new.journal_seq) is distinct from pg_current_xact_id() then
		raise exception 'journal % is sealed', new.journal_seq using errcode = '23514', constraint = 'ledger_sealed';
	end if;
	return new;
end $$;
create trigger postings_sealed before insert on postings for each row execute function seal_posting();

-- As the owner: the site reads a balance and writes none.
create function add_to_balances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	insert into ledger_balances (account_id, balance)
		-- In one order, so that two who post at once do not wait for each other.
		select account_id, sum(amount) from new_rows group by account_id order by account_id
	on conflict (account_id) do update set balance = ledger_balances.balance + excluded.balance;
	return null;
end $$;
revoke execute on function add_to_balances() from public;
create trigger postings_balanced after insert on postings referencing new table as new_rows
	for each statement execute function add_to_balances();

create function check_month_open() returns trigger language plpgsql as $$
begin
	if exists (select from closed_months where campaign_id = new.campaign_id
		and month = date_trunc('month', new.occurred_on)::date) then
		raise exception 'the month of % is closed', new.occurred_on using errcode = '23514', constraint = 'ledger_month_open';
	end if;
	return new;
end $$;
create trigger journals_month before insert on journals for each row execute function check_month_open();

create function check_journal() returns trigger language plpgsql as $$
declare
	legs int;
	odd text;
begin
	select count(*) into legs from postings where journal_seq = new.seq;
	if legs < 2 then
		raise exception 'journal % has % postings', new.seq, legs using errcode = '23514', constraint = 'ledger_two_legs';
	end if;
	select currency into odd from postings where journal_seq = new.seq group by currency having sum(amount) <> 0 limit 1;
	if found then
		raise exception 'journal % is unbalanced in %', new.seq, odd using errcode = '23514', constraint = 'ledger_balanced';
	end if;
	if new.reverses is not null and exists (
		select from postings where journal_seq in (new.seq, new.reverses) group by account_id having sum(amount) <> 0) then
		raise exception 'journal % is not the mirror of %', new.seq, new.reverses
			using errcode = '23514', constraint = 'ledger_mirrored';
	end if;
	if exists (
		select from postings p
			join ledger_accounts a on a.id = p.account_id
			join ledger_chart c on c.code = a.code and c.floor_zero
			join ledger_balances b on b.account_id = a.id
		where p.journal_seq = new.seq and b.balance < 0) then
		raise exception 'journal % overdraws an account', new.seq using errcode = '23514', constraint = 'ledger_overdrawn';
	end if;
	return null;
end $$;
-- At commit, when all legs are there. The seal keeps later ones out.
create constraint trigger journals_checked after insert on journals deferrable initially deferred
	for each row execute function check_journal();

create function check_stripe_posted() returns trigger language plpgsql as $$
declare
	booked bigint;
begin
	select coalesce(sum(p.amount), 0) into booked
		from journals j join postings p on p.journal_seq = j.seq join ledger_accounts a on a.id = p.account_id
		where j.stripe_txn = new.id and a.code = 'stripe_balance' and a.currency = new.currency;
	if booked <> new.net or not exists (select from journals where stripe_txn = new.id) then
		raise exception 'balance transaction % is not in the books as it is', new.id
			using errcode = '23514', constraint = 'ledger_stripe_posted';
	end if;
	return null;
end $$;
-- One balance transaction, one journal, and Stripe's balance is the account's.
create constraint trigger stripe_balance_txns_posted after insert or update of net, currency on stripe_balance_txns
	deferrable initially deferred for each row execute function check_stripe_posted();

grant select, insert, update, delete on donations, gifts to yntymaq_app;
grant select, insert on
	stripe_fund, stripe_balance_txns, ledger_accounts, journals, postings, closed_months to yntymaq_app;
grant select on ledger_chart, ledger_balances to yntymaq_app;
