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
	check (frequency = 'once' or way = 'card'),
	unique (id, campaign_id)
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
	donation_id uuid,
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
	given_on date not null default current_date,
	unique (id, campaign_id),
	foreign key (donation_id, campaign_id) references donations (id, campaign_id)
);
comment on table gifts is 'One payment each: a charge, one month of a monthly gift, a bank line, counted cash. What became of it is computed from its journals, never stored.';
comment on column gifts.amount is 'What was charged, in minor units of its currency: the gift and what was added for the fee.';
comment on column gifts.processing is 'On its way, as a direct debit is for days: nothing is posted.';
comment on column gifts.receipt_due is 'The mail of thanks has still to be promised.';
create index gifts_of_donation on gifts (donation_id);
create index gifts_of_fund on gifts (campaign_id, given_on desc, id);

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
	check (net = amount - fee),
	unique (id, campaign_id)
);
comment on table stripe_balance_txns is 'Stripe''s own record of each movement of money (Balance Transaction), from which alone the books are posted; nothing in it names a person.';
create index stripe_balance_txns_of_source on stripe_balance_txns (source);

create table ledger_chart (
	code text primary key,
	kind text not null check (kind in ('asset', 'liability', 'income', 'contra_income', 'expense', 'clearing')),
	floor_zero boolean not null default false
);
comment on table ledger_chart is 'The accounts that a fund may have. `floor_zero`: an asset of which there is never less than nothing, a debt of which never more is paid than is owed.';
insert into ledger_chart (code, kind, floor_zero) values
	('stripe_balance', 'asset', false), ('disputed', 'asset', false), ('payout_transit', 'asset', false),
	('bank', 'asset', true), ('cash', 'asset', true),
	('aid_payable', 'liability', true), ('unallocated', 'liability', false), ('refund_due', 'liability', true),
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
	reverses bigint unique,
	gift_id uuid,
	stripe_txn text unique,
	actor uuid,
	xid xid8 not null default pg_current_xact_id(),
	unique (seq, campaign_id),
	foreign key (reverses, campaign_id) references journals (seq, campaign_id),
	foreign key (gift_id, campaign_id) references gifts (id, campaign_id),
	foreign key (stripe_txn, campaign_id) references stripe_balance_txns (id, campaign_id)
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
) with (fillfactor = 10);
comment on table ledger_balances is 'The sum of an account''s postings, kept by Postgres; its row is the lock by which payments from one account wait for each other.';

create table closed_months (
	campaign_id int not null references funds,
	month date not null check (extract(day from month) = 1),
	closed_on date not null default current_date,
	primary key (campaign_id, month),
	check (closed_on >= (month + interval '1 month')::date)
);
comment on table closed_months is 'Months in which nothing is posted any more: a correction stands in an open one.';

create table ledger_heads (
	campaign_id int primary key references funds,
	n bigint not null default 0,
	hash bytea not null default decode(repeat('00', 32), 'hex') check (octet_length(hash) = 32)
) with (fillfactor = 10);
comment on table ledger_heads is 'The end of a fund''s chain. Its row is the lock by which those who post to one fund take turns.';

create table journal_links (
	campaign_id int not null references ledger_heads,
	n bigint not null,
	journal_seq bigint not null unique,
	hash bytea not null check (octet_length(hash) = 32),
	primary key (campaign_id, n),
	foreign key (journal_seq, campaign_id) references journals (seq, campaign_id)
);
comment on table journal_links is 'A fund''s journals in the order of posting, without gaps, each with the SHA-256 over the hash before and the journal (0027).';

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
	raise exception 'the books are append-only: %', tg_table_name using errcode = '23514', constraint = 'ledger_immutable';
end $$;
create trigger journals_immutable before update or delete or truncate on journals
	for each statement execute function refuse_ledger_change();
create trigger postings_immutable before update or delete or truncate on postings
	for each statement execute function refuse_ledger_change();
create trigger stripe_balance_txns_immutable before update or delete or truncate on stripe_balance_txns
	for each statement execute function refuse_ledger_change();
create trigger closed_months_immutable before update or delete or truncate on closed_months
	for each statement execute function refuse_ledger_change();
create trigger journal_links_immutable before update or delete or truncate on journal_links
	for each statement execute function refuse_ledger_change();

create function seal_posting() returns trigger language plpgsql as $$
begin
	-- A link stands as soon as the journal has been checked, which whoever posts may ask for before the commit.
	if (select xid from journals where seq = new.journal_seq) is distinct from pg_current_xact_id()
		or exists (select from journal_links where journal_seq = new.journal_seq) then
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

create function check_journal(j journals) returns void language plpgsql as $$
declare
	legs int;
	unbalanced text;
	overdrawn text;
	unpromised text;
	of_stripe boolean;
	unlike_stripe boolean;
begin
	with leg as (
		select p.currency, p.amount, a.code, b.balance, c.kind, c.floor_zero
		from postings p
			join ledger_accounts a on a.id = p.account_id
			join ledger_chart c on c.code = a.code
			join ledger_balances b on b.account_id = p.account_id
		where p.journal_seq = j.seq
	), at_stripe as (
		select currency, amount from leg where code = 'stripe_balance'
		union all
		select currency, -net from stripe_balance_txns where id = j.stripe_txn
	)
	select (select count(*) from leg),
		(select currency from leg group by currency having sum(amount) <> 0 limit 1),
		(select min(code) from leg where floor_zero and case kind when 'liability' then balance > 0 else balance < 0 end),
		(select currency from leg where code like 'aid\_%' group by currency
			having bool_or(code <> 'aid_payable') and sum(amount) <> 0 limit 1),
		(select count(*) > 0 from leg where code = 'stripe_balance'),
		exists (select from at_stripe group by currency having sum(amount) <> 0)
		into legs, unbalanced, overdrawn, unpromised, of_stripe, unlike_stripe;
	if legs < 2 then
		raise exception 'journal % has % postings', j.seq, legs using errcode = '23514', constraint = 'ledger_two_legs';
	elsif unbalanced is not null then
		raise exception 'journal % is unbalanced in %', j.seq, unbalanced using errcode = '23514', constraint = 'ledger_balanced';
	elsif of_stripe and j.stripe_txn is null then
		raise exception 'journal % moves what stands at Stripe without a balance transaction', j.seq
			using errcode = '23514', constraint = 'ledger_stripe_only';
	elsif unlike_stripe then
		-- By just as much as Stripe recorded, and in no other currency.
		raise exception 'journal % is not what Stripe recorded', j.seq using errcode = '23514', constraint = 'ledger_stripe_net';
	elsif overdrawn is not null then
		raise exception 'journal % overdraws %', j.seq, overdrawn using errcode = '23514', constraint = 'ledger_overdrawn';
	elsif unpromised is not null then
		-- Approved first, then paid.
		raise exception 'journal % spends aid that was not promised', j.seq
			using errcode = '23514', constraint = 'ledger_aid_promised';
	elsif j.reverses is not null and exists (
		select from postings where journal_seq in (j.seq, j.reverses) group by account_id having sum(amount) <> 0) then
		raise exception 'journal % is not the mirror of %', j.seq, j.reverses
			using errcode = '23514', constraint = 'ledger_mirrored';
	end if;
end $$;
comment on function check_journal is 'What a journal has to be when it commits; migration 0027 calls it.';

create function check_stripe_posted() returns trigger language plpgsql as $$
begin
	if (new.amount <> 0 or new.fee <> 0) and not exists (select from journals where stripe_txn = new.id) then
		raise exception 'balance transaction % is not in the books', new.id
			using errcode = '23514', constraint = 'ledger_stripe_posted';
	end if;
	return null;
end $$;
-- One balance transaction, one journal: that it is as Stripe recorded it, the journal's own check says.
create constraint trigger stripe_balance_txns_posted after insert on stripe_balance_txns
	deferrable initially deferred for each row execute function check_stripe_posted();

grant select, insert, update, delete on donations, gifts to yntymaq_app;
grant select, insert on stripe_fund, stripe_balance_txns, ledger_accounts to yntymaq_app;
grant select on journals, postings, closed_months, ledger_chart, ledger_balances, ledger_heads, journal_links to yntymaq_app;
-- Number, transaction and day are Postgres's to write.
grant insert (campaign_id, kind, key, occurred_on, reverses, gift_id, stripe_txn, actor) on journals to yntymaq_app;
grant insert (journal_seq, campaign_id, account_id, currency, amount) on postings to yntymaq_app;
grant insert (campaign_id, month) on closed_months to yntymaq_app;
