-- Giving to a fund (docs/giving.md): what may be given, and what holds back who tries stolen cards.

create table fund_currencies (
	campaign_id int not null references funds on delete cascade,
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	place smallint not null check (place between 1 and 8),
	least bigint not null check (least > 0),
	most bigint not null check (most between least and 99999999),
	suggested bigint[] not null check (cardinality(suggested) between 1 and 6 and least <= all (suggested) and most >= all (suggested)),
	fee_rate int not null check (fee_rate between 0 and 2000),
	fee_fixed bigint not null check (fee_fixed between 0 and 1000000),
	primary key (campaign_id, currency),
	unique (campaign_id, place)
);
comment on table fund_currencies is 'What a fund''s form offers, in the order of the form; a fund without rows has the defaults of app/fund/giving/currencies.ts. All amounts in minor units.';
comment on column fund_currencies.most is 'By card. A bank transfer may be larger.';
comment on column fund_currencies.fee_rate is 'With `fee_fixed` the estimate by which a giver may cover the processor''s fee; in hundredths of a percent. The true fee stands in the books.';

create table checkout_starts (
	donation_id uuid primary key references donations on delete cascade,
	campaign_id int not null references funds,
	started_at timestamptz not null default now(),
	onion boolean not null default false,
	declines int not null default 0 check (declines >= 0)
);
comment on column checkout_starts.onion is 'It was begun over the onion, which is counted by itself: every process knows it, also after a restart. No network is kept.';
comment on column checkout_starts.declines is 'Cards that were declined on the page, as Stripe lists them.';
comment on table checkout_starts is 'Pages for paying that were begun within the last hour, before Stripe is asked for one: so many that are not paid pause all cards. A row is deleted after its hour, so its time tells nobody who gave when.';
create index checkout_starts_of_fund on checkout_starts (campaign_id, started_at);

-- Two people settle the account that givers are shown. What one of them writes of the fund is to name no other; the desk's form
-- refuses more than this does (app/web/payable.ts).
create function names_account(said text) returns boolean language sql immutable as $$
	select regexp_replace(said, '[ \t\u00a0\u2007\u2009\u202f./-]', '', 'g') ~ '[0-9]{13}'
		or said ~ '\m[A-Z]{2} ?[0-9]{2}( ?[A-Z0-9]{4}){2,}'
		or said ~ '\m(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{26,}'
$$;
alter table funds add constraint funds_name_no_account check (not names_account(legal_name)) not valid;
alter table fund_editions add constraint fund_editions_name_no_account
	check (not names_account(purpose) and not names_account(who_decides) and not names_account(costs)
		and not names_account(surplus)) not valid;

-- The one account at Stripe holds the money of the fund that was shown with it first.
create function note_stripe_fund() returns trigger language plpgsql as $$
begin
	insert into stripe_fund (campaign_id)
		select new.campaign_id from fund_accounts where id = new.account_id and mode = 'stripe'
	on conflict do nothing;
	return null;
end $$;
create trigger funds_at_stripe after insert or update of account_id on funds for each row execute function note_stripe_fund();

insert into stripe_fund (campaign_id)
	select f.campaign_id from funds f join fund_accounts a on a.id = f.account_id where a.mode = 'stripe'
	order by f.campaign_id limit 1;

grant select, insert, update, delete on fund_currencies, checkout_starts to yntymaq_app;

create trigger fund_currencies_shown after insert or update or delete on fund_currencies
	for each row execute function notify_pages();
create trigger stripe_fund_shown after insert on stripe_fund for each row execute function notify_pages();
